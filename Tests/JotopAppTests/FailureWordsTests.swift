import AWSClient
import Foundation
import NIOCore
import ProxyCore
import Testing

@testable import JotopApp

@Suite("Failures in the words of the events")
struct FailureWordsTests {
    static let service: [(code: String, status: Int, kind: MintFailure.Kind)] = [
        ("AccessDenied", 403, .denied), ("OutboundWebIdentityFederationDisabledException", 403, .denied),
        ("SessionDurationEscalationException", 403, .denied), ("ExpiredToken", 403, .denied),
        ("InvalidClientTokenId", 403, .denied), ("SignatureDoesNotMatch", 403, .denied),
        ("ValidationError", 400, .denied), ("Throttling", 400, .unavailable), ("InternalFailure", 500, .unavailable),
        ("HTTP 503", 503, .unavailable),
    ]

    @Test(
        "A refusal of STS is a denial where asking again does not help, and an outage where it does", arguments: service
    )
    func refusals(_ row: (code: String, status: Int, kind: MintFailure.Kind)) {
        let error = ServiceError(code: row.code, message: "words", status: row.status, requestID: "id")
        let failure = MintFailure(STSError.service(error))
        #expect(failure.kind == row.kind && failure.code == row.code)
        #expect(failure.message == "words" && failure.requestID == "id")
        #expect(failure.remedy?.isEmpty == false)
        let late = MintFailure(STSError.deadlineExceeded(last: .service(error)))
        #expect(late.kind == row.kind && late.code == row.code && late.requestID == "id")
    }

    @Test("A denial comes with the statement that would allow exactly what was asked for")
    func statement() throws {
        let denial = ServiceError(
            code: "AccessDenied",
            message: "User: arn:aws:iam::1:user/a is not authorized to perform: sts:GetWebIdentityToken", status: 403)
        let request = WebIdentityTokenRequest(
            audiences: ["https://api.example.com"], algorithm: .es384, duration: .seconds(900))
        let failure = MintFailure(.service(denial), context: RemedyContext(request: request))
        let remedy = try #require(failure.remedy)
        for words in [
            "\"sts:GetWebIdentityToken\"", "\"https://api.example.com\"", "\"900\"", "\"ES384\"",
        ] { #expect(remedy.contains(words)) }
    }

    @Test("What never came to STS says so")
    func others() {
        #expect(MintFailure(STSError.transport(.timeout)).code == "Timeout")
        #expect(MintFailure(STSError.transport(.connectionFailed(reason: "refused"))).code == "Unreachable")
        #expect(MintFailure(STSError.deadlineExceeded(last: nil)).kind == .unavailable)
        let missing = CredentialError(.notConfigured, source: "environment", message: "none", remedy: "export them")
        let failure = MintFailure(STSError.credentials(missing))
        #expect(failure.kind == .unconfigured)
        #expect(failure.message == "environment: none")
        #expect(failure.remedy == "export them")
    }

    @Test("What others say stays in the line of the cause; only remedies span lines")
    func lines() {
        let failure = MintFailure(
            kind: .denied, code: "Odd", message: "no\njotop: all is well\u{1B}[2J", requestID: "r-1",
            remedy: "do this\nand that")
        let lines = StartupError.lines(failure)
        #expect(lines.count == 3)
        #expect(lines[0].hasPrefix("jotop: Odd: no") && lines[0].hasSuffix("(request r-1)"))
        #expect(Array(lines.dropFirst()) == ["do this", "and that"])
        #expect(!lines.joined().contains("\u{1B}"))
    }

    @Test("A token is printed only if it is one, raw or not", arguments: [true, false])
    func onlyTokens(isRaw: Bool) throws {
        for answer in ["", "<html>", "rm -rf $HOME", "a.b", "a.b.c", "a.b.c\nd"] {
            let error = #expect(throws: TokenCommand.NoToken.self) {
                try TokenCommand.text(answer, raw: isRaw, now: WallTime(seconds: 0))
            }
            #expect(error?.description.contains("no compact JWT") == true)
        }
        let token = "eyJhbGciOiJFUzM4NCJ9.eyJzdWIiOiJzIn0.c2ln"
        let text = try TokenCommand.text(token, raw: isRaw, now: WallTime(seconds: 0))
        #expect(isRaw ? text == token : text.contains("\"sub\""))
    }

    @Test("An error of the HTTP client is put into our own words")
    func transport() {
        #expect(AsyncHTTPTransport.classify(CancellationError()) == .cancelled)
        #expect(AsyncHTTPTransport.classify(NIOTooManyBytesError(maxBytes: 1)) == .bodyTooLarge)
        #expect(AsyncHTTPTransport.classify(TransportError.timeout) == .timeout)
        let refused = IOError(errnoCode: ECONNREFUSED, reason: "connect")
        #expect(AsyncHTTPTransport.classify(refused) == .connectionFailed(reason: "connection refused"))
    }
}
