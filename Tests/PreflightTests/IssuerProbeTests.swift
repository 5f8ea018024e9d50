import AWSClient
import Crypto
import Foundation
import HTTPTypes
import IssuerKeys
import ProxyCore
import Testing
import TokenDecoding

@testable import Preflight

@Suite("The issuer as verifiers see it")
struct IssuerProbeTests {
    private static let issuer = "https://x.tokens.sts.global.api.aws"
    private static let discovery = issuer + "/.well-known/openid-configuration"
    private static let keys = issuer + "/.well-known/jwks.json"

    // MARK: - Addresses

    @Test(
        "Issuers are read over https, or over http on this machine alone",
        arguments: [
            ("https://issuer.example", true), ("https://issuer.example:8443/a/b", true), ("http://127.0.0.1:80", true),
            ("http://localhost:4566", true), ("http://[::1]:4566", true), ("http://sts.localhost", false),
            ("http://issuer.example", false), ("http://127.0.0.1.example", false), ("http://127.1", false),
            ("https://user:pass@issuer.example", false), ("https://issuer.example?x=1", false),
            ("https://issuer.example#x", false), ("ftp://127.0.0.1", false), ("https://", false), ("issuer", false),
            ("https://issuer.example/\u{1B}[2J", false), ("", false),
        ])
    func address(_ text: String, _ isGood: Bool) {
        #expect((IssuerAddress(text) != nil) == isGood)
    }

    @Test("A document below an address is found with and without a slash at its end")
    func documents() {
        for text in ["https://i.example/a", "https://i.example/a/"] {
            #expect(IssuerAddress(text)?.get("/k").path == "/a/k")
        }
        #expect(IssuerAddress("https://i.example")?.get("/k").path == "/k")
        #expect(IssuerAddress("https://i.example")?.get().path == "/")
    }

    // MARK: - Discovery

    struct Discovery: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let answer: Result<TransportResponse, TransportError>
        let verdict: PreflightCheck.Verdict
        let says: String
    }

    static let discoveries = [
        Discovery(
            testDescription: "good", answer: .text(#"{"issuer":"\#(issuer)","jwks_uri":"\#(keys)"}"#), verdict: .ok,
            says: "x.tokens.sts.global.api.aws"),
        Discovery(
            testDescription: "another issuer", answer: .text(#"{"issuer":"\#(issuer)/","jwks_uri":"\#(keys)"}"#),
            verdict: .failed, says: "another issuer"),
        Discovery(
            testDescription: "keys elsewhere",
            answer: .text(#"{"issuer":"\#(issuer)","jwks_uri":"https://evil.example/keys"}"#), verdict: .failed,
            says: "at another host, evil.example"),
        Discovery(
            testDescription: "keys over http",
            answer: .text(#"{"issuer":"\#(issuer)","jwks_uri":"http://x.tokens.sts.global.api.aws/keys"}"#),
            verdict: .failed, says: "no https address"),
        Discovery(
            testDescription: "no keys", answer: .text(#"{"issuer":"\#(issuer)"}"#), verdict: .failed,
            says: "no https address"),
        Discovery(testDescription: "no JSON", answer: .text("<html>"), verdict: .failed, says: "not a JSON object"),
        Discovery(testDescription: "not found", answer: .text("", status: 404), verdict: .failed, says: "status 404"),
        Discovery(
            testDescription: "a redirect", answer: .text("", status: 302), verdict: .failed, says: "status 302"),
        Discovery(
            testDescription: "too large", answer: .text(String(repeating: " ", count: 65_537)), verdict: .failed,
            says: "more than 64 KiB"),
        Discovery(
            testDescription: "silent", answer: .failure(.timeout), verdict: .unknown,
            says: "cannot be fetched from here: no answer in time"),
        Discovery(
            testDescription: "unknown host", answer: .failure(.unknownHost("x")), verdict: .unknown,
            says: "unknown host"
        ),
    ]

    @Test("A discovery document is accepted, refused, or out of reach", arguments: discoveries)
    func discovery(_ discovery: Discovery) async throws {
        let transport = CannedTransport([Self.discovery: discovery.answer])
        let issuer = try #require(IssuerAddress(Self.issuer))
        let (finding, address) = await IssuerProbe(issuer: issuer, transport: transport).discover()
        #expect(finding.verdict == discovery.verdict)
        #expect(finding.text.contains(discovery.says), "\(finding.text)")
        #expect((address != nil) == (discovery.verdict == .ok))
        #expect(finding.stopsOthers == (discovery.verdict != .ok))
        #expect((finding.remedy != nil) == (discovery.verdict != .ok))
        #expect(transport.requests == [Self.discovery])
    }

    // MARK: - Keys

    @Test("The token's key is among the published ones, or its lack is told")
    func published() async throws {
        let key = P384.Signing.PrivateKey().publicKey.rawRepresentation
        let jwk =
            #"{"kid":"EC384_0","kty":"EC","crv":"P-384","x":"\#(Base64URL.encode(key.prefix(48)))","y":"\#(Base64URL.encode(key.suffix(48)))"}"#
        let set = #"{"keys":[\#(jwk)]}"#
        let table: [(Result<TransportResponse, TransportError>, String?, PreflightCheck.Verdict, String)] = [
            (.text(set), "EC384_0", .ok, "EC384_0; the token's is EC384_0"),
            (.text(set), "EC384_1", .failed, "the token's key EC384_1 is not among those published: EC384_0"),
            (.text(set), nil, .failed, "the token's key - is not among those published: EC384_0"),
            (.text("[]"), "EC384_0", .failed, "the document is not a JSON Web Key Set"),
            (.text("", status: 500), "EC384_0", .failed, "status 500"),
            (.failure(.timeout), "EC384_0", .unknown, "no answer in time"),
        ]
        for (answer, keyID, verdict, text) in table {
            let issuer = try #require(IssuerAddress(Self.issuer))
            let address = try #require(IssuerAddress(Self.keys))
            let probe = IssuerProbe(issuer: issuer, transport: CannedTransport([Self.keys: answer]))
            let (finding, found) = await probe.keys(at: address, for: keyID)
            #expect(finding.verdict == verdict)
            #expect(finding.text.contains(text), "\(finding.text)")
            #expect((found != nil) == (verdict == .ok))
        }
    }
}
