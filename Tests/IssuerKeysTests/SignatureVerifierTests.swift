import AWSClient
import ProxyCore
import Testing
import TokenDecoding
import TokenVerification

@testable import IssuerKeys

/// A signature is checked against the issuer's keys, or it is said why not.
@Suite("Verifying a signature")
struct SignatureVerifierTests {
    private let maker = TokenMaker()

    private func outcome(
        of token: CompactToken, trust: IssuerTrust = IssuerTrust(), keys: [JSONValue]? = nil,
        fault: TransportError? = nil
    ) async -> (SignatureVerifier.Outcome, asked: Int) {
        let issuer = ScriptedIssuer(TokenMaker.issuer, keys: keys ?? [maker.jwk])
        issuer.fail(fault)
        let verifier = SignatureVerifier(trust: trust, cache: IssuerKeyCache(transport: issuer))
        return (await verifier.verify(token), issuer.asked.count)
    }

    @Test("A token that its issuer signed is valid")
    func valid() async throws {
        let (outcome, _) = await outcome(of: try maker.token())
        #expect(outcome == .valid(keyID: "k1", keys: "https://abc.tokens.sts.global.api.aws/keys"))
    }

    @Test("Another's signature, another algorithm, and a key that is not there are invalid")
    func invalid() async throws {
        let forger = TokenMaker()
        let table: [(CompactToken, VerificationFailure)] = [
            (try forger.token(), .badSignature),
            (try maker.token(header: ["alg": .string("HS256")]), .unsupportedAlgorithm),
            (try maker.token(header: ["alg": .string("none")]), .unsigned),
            (try maker.token(header: ["alg": .string("RS256")]), .keyMismatch),
            (try maker.token(header: ["kid": .string("k9")]), .unknownKeyID("k9")),
            (try maker.token(header: ["kid": nil as JSONValue?]), .missingKeyID),
            (try maker.token(header: ["crit": .array([])]), .criticalHeader),
        ]
        for (token, failure) in table {
            let (outcome, _) = await outcome(of: token)
            #expect(outcome == .invalid(failure))
        }
    }

    @Test(
        "Nothing is fetched from an issuer that is neither AWS's nor named",
        arguments: [
            "https://evil.example", "https://tokens.sts.global.api.aws.evil.example", "http://127.0.0.1:9",
            "https://abc.tokens.sts.global.api.aws@evil.example", "https://evil.example/.tokens.sts.global.api.aws",
            "http://abc.tokens.sts.global.api.aws", "file:///etc/passwd", "",
        ])
    func untrusted(_ issuer: String) async throws {
        let (outcome, asked) = await outcome(of: try maker.token(issuer: issuer))
        #expect(outcome == .unchecked(.untrustedIssuer(issuer)))
        #expect(asked == 0)
    }

    @Test("What no key could verify needs none, whoever it says has issued it")
    func keyless() async throws {
        for (name, failure) in [("none", VerificationFailure.unsigned), ("HS256", .unsupportedAlgorithm)] {
            let token = try maker.token(issuer: "https://evil.example", header: ["alg": .string(name)])
            let (outcome, asked) = await outcome(of: token)
            #expect(outcome == .invalid(failure) && asked == 0)
        }
    }

    @Test("An issuer that the user names is trusted, spelt exactly so")
    func named() async throws {
        let name = "http://127.0.0.1:4599"
        let token = try maker.token(issuer: name)
        let trusted = await outcome(of: token, trust: IssuerTrust(naming: [name]))
        // It is asked; that the script speaks for another issuer is found out there.
        #expect(trusted.0 == .unchecked(.issuer(.otherIssuer)))
        let other = await outcome(of: token, trust: IssuerTrust(naming: [name + "/"]))
        #expect(other.0 == .unchecked(.untrustedIssuer(name)))
    }

    @Test("What cannot be checked is no verdict on the token")
    func unchecked() async throws {
        let away = await outcome(of: try maker.token(), fault: .timeout)
        #expect(away.0 == .unchecked(.issuer(.transport(.timeout))))
        let nameless = await outcome(of: try maker.token(issuer: nil))
        #expect(nameless.0 == .unchecked(.noIssuer))
    }
}
