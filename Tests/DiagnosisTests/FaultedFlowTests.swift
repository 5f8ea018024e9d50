import ProxyCore
import Testing

@testable import Diagnosis

@Suite("A flow that was faulted on purpose says so before all else")
struct FaultedFlowTests {
    private func end(_ fault: Fault, status: Int = 401, said: String? = nil) -> FlowEnd {
        let words = said.map { #", error_description="\#($0)""# } ?? ""
        var end = Case.answered(status, [("WWW-Authenticate", #"Bearer error="invalid_token""# + words)])
        end.fault = fault
        return end
    }

    static let ownReasons: [(fault: Fault, said: String?)] = [
        (.expired, nil), (.expired, "Jwt is expired"), (.tampered, nil), (.tampered, "invalid signature"),
        (.tampered, "JWKS doesn't have key to match kid or alg from Jwt"), (.missing, nil),
        (.missing, "Jwt is missing"),
        (.audience("urn:example:x"), nil), (.audience("urn:example:x"), "aud not accepted"),
        (.tag(nil), "insufficient_scope"), (.tag(TokenTag(key: "team", value: "x")), "RBAC: access denied"),
    ]

    @Test("Refused for what was done to it, or without a word, it is the fault", arguments: ownReasons)
    func refused(_ row: (fault: Fault, said: String?)) throws {
        for status in [401, 403] {
            let diagnosis = Case.diagnosis(of: end(row.fault, status: status, said: row.said))
            #expect(diagnosis.cause == .fault)
            let sentence = try #require(diagnosis.sentence).plain
            #expect(sentence.hasPrefix("this flow was faulted by you: "))
            #expect(sentence.contains("(fault \(row.fault))"))
            #expect(sentence.hasSuffix("refused it with \(status), as it should"))
            #expect(diagnosis.fault?.plain.hasPrefix("this flow was faulted by you: ") == true)
            let first = try #require(diagnosis.findings.first)
            #expect((first.subject, first.verdict) == (.fault, .fine))
            #expect(diagnosis.remedies.first?.line?.hasPrefix(":fault ") == true)
        }
    }

    static let otherReasons: [(fault: Fault, said: String, cause: Cause)] = [
        (.expired, "aud not accepted", .audience), (.tampered, "Jwt is expired", .expired),
        (.missing, "issuer not trusted", .issuer), (.audience("urn:example:x"), "issuer not trusted", .issuer),
        (.tag(nil), "aud not accepted", .audience), (.keysRotated, "aud not accepted", .audience),
    ]

    @Test("Refused for another reason, it proves nothing, and that reason is what to mend", arguments: otherReasons)
    func otherwise(_ row: (fault: Fault, said: String, cause: Cause)) throws {
        let diagnosis = Case.diagnosis(of: end(row.fault, said: row.said))
        #expect(diagnosis.cause == row.cause)
        #expect(diagnosis.fault?.plain.hasPrefix("this flow was faulted by you: ") == true)
        let first = try #require(diagnosis.findings.first)
        #expect((first.subject, first.verdict) == (.fault, .unknown))
        #expect(first.text.plain.hasSuffix("and for another reason"))
        #expect(diagnosis.remedies.first?.line?.hasPrefix(":fault ") != true)
        #expect(diagnosis.remedies.last?.line?.hasPrefix(":fault ") == true)
        #expect(diagnosis.remedies.count <= Diagnosis.remedyLimit)
    }

    @Test("A request without the usual tags that is refused without a word has no tick")
    func unsaid() {
        let diagnosis = Case.diagnosis(of: end(.tag(nil), status: 403))
        #expect(diagnosis.cause == .fault)
        #expect(diagnosis.findings.first?.verdict == .unknown)
    }

    @Test(
        "Who refuses a new key has not fetched it: that is never as it should be",
        arguments: [nil, "invalid signature"])
    func rotated(_ said: String?) {
        let diagnosis = Case.diagnosis(of: end(.keysRotated, said: said))
        #expect(diagnosis.cause == .keys)
        #expect(diagnosis.findings.first?.verdict == .evidence)
        #expect(diagnosis.remedies.last?.line == ":fault keys off")
        #expect(diagnosis.remedies.count == Diagnosis.remedyLimit)
    }

    @Test(
        "A request for which STS refused the faulty token stays marked, and what STS said is the cause",
        arguments: [Fault.audience("urn:example:x"), .tag(nil), .tag(TokenTag(key: "team", value: "x"))])
    func refusedBySTS(_ fault: Fault) throws {
        var end = Case.refused(.tokenUnavailable, "AccessDenied: no")
        end.fault = fault
        let diagnosis = Case.diagnosis(of: end, after: [Case.failed("AccessDenied", .denied)])
        #expect(diagnosis.cause == .denied)
        #expect(diagnosis.fault?.plain.contains("(fault \(fault))") == true)
        let first = try #require(diagnosis.findings.first)
        #expect((first.subject, first.verdict) == (.fault, .none))
        #expect(first.text.plain == "no answer to judge it by")
        #expect(diagnosis.remedies.last?.line == ":fault off host:billing.example.net")
    }

    @Test("An upstream that cannot be reached is told as that, and an expired token that is not kept as the fault")
    func ownErrors() {
        var end = Case.refused(.upstreamUnavailable, "connection refused")
        end.fault = .tampered
        #expect(Case.diagnosis(of: end).cause == .upstreamRefused)
        var gone = Case.refused(.tokenUnavailable, "the fault wants an expired token")
        gone.fault = .expired
        #expect(Case.diagnosis(of: gone).cause == .fault)
    }

    @Test(
        "Accepted, it is the upstream's: what it does not check is named",
        arguments: [
            (Fault.expired, "exp"), (.tampered, "signatures"), (.missing, "no token"),
            (.audience("urn:example:x"), "aud"),
        ])
    func accepted(_ row: (fault: Fault, word: String)) throws {
        let diagnosis = Case.diagnosis(of: end(row.fault, status: 200))
        #expect(diagnosis.cause == .fault)
        let first = try #require(diagnosis.findings.first)
        #expect(first.verdict == .evidence && first.text.plain.contains(row.word))
    }

    @Test(
        "What need not be refused speaks against nobody",
        arguments: [Fault.tag(nil), .keysRotated, .slow(.seconds(3))])
    func harmless(_ fault: Fault) {
        let diagnosis = Case.diagnosis(of: end(fault, status: 200))
        #expect(diagnosis.cause == nil)
        #expect(diagnosis.fault != nil)
        #expect(diagnosis.findings.first?.verdict != .evidence)
    }

    @Test("An answer that is about something else tells nothing of the token")
    func otherAnswer() {
        #expect(Case.diagnosis(of: end(.tampered, status: 404)).findings.first?.verdict == .unknown)
    }

    @Test("STS that failed on purpose is told as that", arguments: [Fault.throttled, .denied])
    func sts(_ fault: Fault) {
        var end = Case.refused(.tokenUnavailable, "refused")
        end.fault = fault
        let diagnosis = Case.diagnosis(of: end, after: [Case.failed("AccessDenied", .denied)])
        #expect(diagnosis.cause == .fault)
        #expect(diagnosis.remedies.first?.line == ":fault sts off")
    }

    @Test("It says nothing of what the host accepts: it is in no history")
    func history() {
        var seen = Observations()
        seen.absorb(Case.mint(Case.facts()))
        seen.absorb(.flowCompleted(end(.tampered)))
        #expect(seen.evidence(of: Case.answered(401)).history == nil)
        seen.absorb(.flowCompleted(Case.answered(200)))
        #expect(seen.evidence(of: Case.answered(401)).history?.answers == 1)
    }

    @Test("The evidence card names it, so that nobody on the other side looks for it in vain")
    func card() {
        let card = EvidenceCard(Case.evidence(of: end(.tampered))).text(hideLevel: 1)
        #expect(card.contains("fault      this flow was faulted by you: its token was sent with another signature"))
        #expect(!EvidenceCard(Case.evidence(of: Case.answered(401))).text(hideLevel: 1).contains("fault"))
    }
}
