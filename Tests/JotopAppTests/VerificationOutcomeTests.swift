import AWSClient
import IssuerKeys
import ProxyCore
import Testing
import TokenDecoding
import TokenVerification

@testable import JotopApp

@Suite("What a check of a signature comes to, as it is told")
struct VerificationOutcomeTests {
    private static func told(_ outcome: SignatureVerifier.Outcome, age: Duration? = .seconds(3)) -> SignatureCheck {
        SignatureCheck(
            outcome, keysAge: age, keyID: "key-1", issuer: "https://issuer.example", at: WallTime(seconds: 9))
    }

    @Test("A good one has its key, its issuer, and the age of the keys")
    func good() {
        let check = Self.told(.valid(keyID: "key-1", keys: "https://issuer.example/keys"))
        #expect(check.verdict == .valid && check.fault == nil && check.detail == nil)
        #expect(check.keyID == "key-1" && check.issuer == "https://issuer.example")
        #expect(check.keys == .init(address: "https://issuer.example/keys", age: .seconds(3)))
    }

    static let failures: [(VerificationFailure, SignatureCheck.Fault)] = [
        (.badSignature, .badSignature), (.unknownKeyID("key-1"), .unknownKey), (.unsupportedAlgorithm, .algorithm),
        (.unsigned, .algorithm), (.missingAlgorithm, .algorithm), (.malformed(.badJSON(.claims)), .malformed),
        (.keyMismatch, .algorithm), (.criticalHeader, .malformed), (.missingKeyID, .malformed),
    ]

    @Test("One that no key verifies is told with its fault", arguments: failures)
    func bad(_ failure: VerificationFailure, _ fault: SignatureCheck.Fault) throws {
        let check = Self.told(.invalid(failure))
        #expect(check.verdict == .invalid && check.fault == fault)
        let detail = try #require(check.detail)
        #expect(detail.first?.isLowercase == true && !detail.hasSuffix("."))
    }

    static let obstacles: [(SignatureVerifier.Obstacle, SignatureCheck.Fault)] = [
        (.noIssuer, .malformed), (.untrustedIssuer("https://x"), .untrustedIssuer), (.issuer(.status(404)), .issuer),
        (.issuer(.otherIssuer), .issuer), (.issuer(.transport(.bodyTooLarge)), .issuer),
        (.issuer(.keySet(.tooLarge)), .issuer), (.issuer(.keysElsewhere("b.example")), .issuer),
    ]

    @Test("One that nobody could check has no verdict", arguments: obstacles)
    func unchecked(_ obstacle: SignatureVerifier.Obstacle, _ fault: SignatureCheck.Fault) {
        let check = Self.told(.unchecked(obstacle), age: nil)
        #expect(check.verdict == .unchecked && check.fault == fault && check.keys == nil)
        #expect(check.detail == "\(obstacle)")
    }

    @Test(
        "Keys that are more than jotop reads are told with the bound, and not as a network that is broken",
        arguments: [IssuerFault.transport(.bodyTooLarge), .keySet(.tooLarge)])
    func tooLarge(_ fault: IssuerFault) throws {
        let check = Self.told(.unchecked(.issuer(fault)), age: nil)
        let (detail, remedy) = (try #require(check.detail), try #require(check.remedy))
        #expect(detail.contains("more than"))
        #expect(remedy.contains("64 KiB and 100 keys") && !remedy.contains("HTTPS_PROXY"))
    }
}
