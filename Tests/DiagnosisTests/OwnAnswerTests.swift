import ProxyCore
import Testing

@testable import Diagnosis

@Suite("What the proxy answered by itself is told as what it is")
struct OwnAnswerTests {
    @Test(
        "Why there was no token",
        arguments: [
            ("AccessDenied", MintFailure.Kind.denied, Cause.denied), ("AccessDeniedException", .denied, .denied),
            ("Throttling", .unavailable, .throttled), ("TooManyRequestsException", .unavailable, .throttled),
            ("OutboundWebIdentityFederationDisabledException", .denied, .federation),
            ("SessionDurationEscalationException", .denied, .session), ("SessionEnding", .unconfigured, .session),
            ("JWTPayloadSizeExceededException", .denied, .tokenSize), ("ExpiredToken", .denied, .credentials),
            ("InvalidClientTokenId", .denied, .credentials), ("SignatureDoesNotMatch", .denied, .credentials),
            ("NoCredentials", .unconfigured, .noCredentials), ("Configuration", .unconfigured, .unconfigured),
            ("RequestTimeTooSkewed", .denied, .clock), ("Timeout", .unavailable, .stsUnreachable),
            ("Unreachable", .unavailable, .stsUnreachable), ("InternalFailure", .unavailable, .stsError),
        ])
    func noToken(code: String, kind: MintFailure.Kind, cause: Cause) throws {
        let diagnosis = Case.diagnosis(of: Case.refused(.tokenUnavailable, "refused"), after: [Case.failed(code, kind)])
        #expect(diagnosis.cause == cause)
        let first = try #require(diagnosis.findings.first)
        #expect(first.subject == .sts && first.text.plain == code)
        #expect(diagnosis.findings.contains { $0.subject == .upstream && $0.text.plain == "never called" })
        #expect(diagnosis.sentence != nil && !diagnosis.remedies.isEmpty)
    }

    @Test("A failure that came after the request is not its cause, and one that a token followed is over")
    func otherFailures() {
        let late = Case.failed("Throttling", .unavailable, flow: 9, at: Case.sentAt.advanced(by: .seconds(5)))
        #expect(Case.diagnosis(of: Case.refused(.tokenUnavailable), after: [late]).cause == .tokenUnavailable)
        let early = Case.failed("Throttling", .unavailable, flow: 9, at: Case.sentAt.advanced(by: .seconds(-1)))
        let diagnosis = Case.diagnosis(of: Case.refused(.tokenUnavailable), after: [early])
        #expect(diagnosis.cause == .throttled)
        #expect(diagnosis.findings.first?.text.plain.hasSuffix("by another request") == true)
        #expect(
            Case.diagnosis(of: Case.refused(.tokenUnavailable), after: [early, Case.mint(Case.facts())]).cause
                == .tokenUnavailable)
    }

    @Test(
        "A request keeps its cause when STS refuses again, for the same reason or another",
        arguments: [
            ("AccessDenied", "AccessDenied", .denied), ("AccessDenied", "Throttling", .denied),
            ("Throttling", "AccessDenied", .throttled), ("InternalFailure", "AccessDenied", .stsError),
            (nil, "AccessDenied", .tokenUnavailable),
        ] as [(String?, String, Cause)])
    func refusedAgain(refusal: String?, later: String, cause: Cause) {
        let end = Case.refused(.tokenUnavailable, "no", refusal: refusal)
        let again = Case.failed(later, .denied, flow: 9, at: Case.sentAt.advanced(by: .seconds(60)))
        let diagnosis = Case.diagnosis(of: end, after: [Case.failed("AccessDenied", .denied), again])
        #expect(diagnosis.cause == cause)
        #expect(diagnosis.sentence?.plain.contains("not asked again") == false)
    }

    @Test("Only of a request that did not ask is it said that STS is not asked before its time")
    func backOff() {
        var end = Case.refused(.tokenUnavailable)
        end.error?.backOff = .seconds(3)
        #expect(Case.diagnosis(of: end, after: []).sentence?.plain.contains("not asked again") == true)
    }

    @Test(
        "Why there was no answer",
        arguments: [
            ("the name a.example cannot be resolved", Cause.name),
            ("connection refused by 127.0.0.1:1 (https)", .upstreamRefused),
            ("no route to the host by 10.0.0.1:443 (https)", .upstreamRefused),
            ("no connection in time by 10.0.0.1:443", .timeout),
            ("TLS handshake failed: x", .tls), ("TLS: the upstream's certificate is not valid for this name", .tls),
            ("the upstream closed the connection", .upstreamClosed),
            ("connection reset by 1.2.3.4:443", .upstreamClosed),
            ("the upstream's answer is not HTTP/1.1: x", .protocolMismatch),
            ("the answer has a field value that is not UTF-8, which only x", .encoding),
            ("the upstream's answer in HTTP/2 cannot be passed on: a field value that is not UTF-8: x", .encoding),
            (
                "the proxy p:3128 (HTTPS_PROXY) refuses the way to a:443 with status 407: it wants a user",
                .proxyAuthentication
            ),
            ("something else", .unreachable),
        ])
    func noAnswer(detail: String, cause: Cause) {
        let diagnosis = Case.diagnosis(of: Case.refused(.upstreamUnavailable, detail))
        #expect(diagnosis.cause == cause)
        #expect(diagnosis.finding(.upstream)?.verdict == .evidence)
        #expect(!diagnosis.remedies.isEmpty)
    }

    @Test(
        "Every answer of the proxy's has a cause, a sentence, and no more than three things to try",
        arguments: ProxyError.Code.allCases)
    func all(code: ProxyError.Code) {
        let diagnosis = Case.diagnosis(of: Case.refused(code, "detail"), after: [])
        #expect(diagnosis.cause != nil && diagnosis.cause != .unknown)
        #expect(diagnosis.sentence?.plain.hasPrefix("unknown") == false)
        #expect(diagnosis.remedies.count <= Diagnosis.remedyLimit)
    }

    @Test("An answer that broke off is the upstream's")
    func brokenOff() {
        var end = Case.answered(200)
        end.error = ProxyError(.upstreamAborted, "connection reset")
        let diagnosis = Case.diagnosis(of: end)
        #expect(diagnosis.cause == .brokenOff)
        #expect(diagnosis.finding(.upstream) == nil)
    }

    private static func broken(_ words: String, scheme: UpstreamTarget.Scheme?) -> Diagnosis {
        let listening = Listening(
            time: Case.sentAt, address: "127.0.0.1:8080", upstream: "X-Upstream-Host", upstreamScheme: scheme)
        return Case.diagnosis(
            of: Case.refused(.upstreamUnavailable, "the upstream's answer is not HTTP/1.1: \(words)"),
            after: [.listening(listening)])
    }

    @Test(
        "Never the scheme that is spoken already is proposed",
        arguments: [(UpstreamTarget.Scheme.http, "https"), (.https, "http"), (nil, "http")]
            as [(UpstreamTarget.Scheme?, String)])
    func otherScheme(scheme: UpstreamTarget.Scheme?, proposed: String) {
        let diagnosis = Self.broken("an invalid status line", scheme: scheme)
        #expect(diagnosis.cause == .protocolMismatch)
        #expect(diagnosis.remedies.compactMap(\.setting) == ["--upstream-scheme \(proposed)"])
    }

    @Test("Of an answer that is HTTP, and breaks a rule of it, no other scheme is proposed")
    func strictness() {
        let diagnosis = Self.broken("a control character in a field", scheme: .http)
        #expect(diagnosis.cause == .protocolMismatch)
        #expect(diagnosis.sentence?.plain == "the upstream's answer breaks a rule of HTTP, and is not passed on")
        #expect(diagnosis.remedies.allSatisfy { $0.setting == nil })
    }
}
