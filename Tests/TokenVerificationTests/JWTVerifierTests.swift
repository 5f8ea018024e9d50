import Crypto
import Foundation
import ProxyCore
import Testing
import TokenDecoding

@testable import TokenVerification

@Suite("Verifying a token")
struct JWTVerifierTests {
    private let kit = SigningKit()
    private let verifier = JWTVerifier(issuer: SigningKit.issuer, audiences: ["https://api.test", "other"])

    private func failure(
        _ token: String, keys: JSONWebKeySet, at now: WallTime = SigningKit.now, leeway: Duration = .zero
    ) -> VerificationFailure? {
        var verifier = verifier
        verifier.leeway = leeway
        do throws(VerificationFailure) {
            _ = try verifier.verify(token, keys: keys, at: now)
            return nil
        } catch { return error }
    }

    @Test("A good token is accepted with its claims")
    func accepts() async throws {
        let keys = try await SigningKit.keySet(kit.jwk)
        let accepted = try verifier.verify(kit.token(), keys: keys, at: SigningKit.now)
        #expect(accepted.claims == SigningKit.claims)
        #expect(accepted.header["kid"]?.string == "EC384_0")
    }

    @Test(
        "A claim that is wrong, missing or of the wrong type is named",
        arguments: [
            ("iss", .string("https://issuer.test/") as JSONValue?, VerificationFailure.wrongIssuer),
            ("iss", nil, .invalidClaim("iss")),
            ("aud", .string("https://api.test/"), .wrongAudience),
            ("aud", .array([.string("x"), .string("y")]), .wrongAudience),
            ("aud", .array([]), .invalidClaim("aud")),
            ("aud", .array([.string("https://api.test"), .integer(1)]), .invalidClaim("aud")),
            ("aud", nil, .invalidClaim("aud")),
            ("exp", nil, .invalidClaim("exp")),
            ("exp", .string("1795256400"), .invalidClaim("exp")),
            ("exp", .number(1e300), .invalidClaim("exp")),
            ("exp", .integer(SigningKit.now.seconds), .expired),
            ("nbf", .integer(SigningKit.now.seconds + 1), .notYetValid),
            ("iat", .integer(SigningKit.now.seconds + 1), .issuedInFuture),
        ])
    func claims(name: String, value: JSONValue?, expected: VerificationFailure) async throws {
        let keys = try await SigningKit.keySet(kit.jwk)
        let token = try kit.token(claims: SigningKit.claims.with(name, value))
        #expect(failure(token, keys: keys) == expected)
    }

    @Test("One audience of several is enough, and no date but the end is needed")
    func acceptsVariants() async throws {
        let keys = try await SigningKit.keySet(kit.jwk)
        let several = SigningKit.claims.with("aud", .array([.string("x"), .string("other")])).with("iat", nil)
        #expect(failure(try kit.token(claims: several), keys: keys) == nil)
    }

    @Test("The leeway stretches both ends, and no further")
    func leeway() async throws {
        let keys = try await SigningKit.keySet(kit.jwk)
        let token = try kit.token(claims: SigningKit.claims.with("nbf", .integer(SigningKit.now.seconds)))
        func result(_ offset: Int64) -> VerificationFailure? {
            failure(token, keys: keys, at: WallTime(seconds: SigningKit.now.seconds + offset), leeway: .seconds(5))
        }
        #expect(result(304) == nil)
        #expect(result(305) == .expired)
        #expect(result(-5) == nil)
        #expect(result(-6) == .notYetValid)
    }

    @Test(
        "A header that names another algorithm, no key, an unknown key or demands is refused",
        arguments: [
            ("alg", .string("none") as JSONValue?, VerificationFailure.unsigned),
            ("alg", .string("HS256"), .unsupportedAlgorithm), ("alg", .string("es384"), .unsupportedAlgorithm),
            ("alg", nil, .missingAlgorithm), ("alg", .string("RS256"), .keyMismatch),
            ("kid", nil, .missingKeyID), ("kid", .integer(0), .missingKeyID),
            ("kid", .string("EC384_9"), .unknownKeyID("EC384_9")),
            ("crit", .array([.string("b64")]), .criticalHeader),
        ])
    func header(name: String, value: JSONValue?, expected: VerificationFailure) async throws {
        let keys = try await SigningKit.keySet(kit.jwk)
        #expect(failure(try kit.token(header: kit.header.with(name, value)), keys: keys) == expected)
    }

    @Test("Changed claims, another key's signature and a cut signature are refused")
    func forged() async throws {
        let keys = try await SigningKit.keySet(kit.jwk)
        let parts = try kit.token().split(separator: ".")
        let claims = Base64URL.encode(Array(SigningKit.claims.with("sub", .string("admin")).description.utf8))
        #expect(failure("\(parts[0]).\(claims).\(parts[2])", keys: keys) == .badSignature)
        #expect(failure(try SigningKit().token(), keys: keys) == .badSignature)
        #expect(failure("\(parts[0]).\(parts[1]).", keys: keys) == .badSignature)
        #expect(failure("\(parts[0]).\(parts[1]).AAAA", keys: keys) == .badSignature)
    }

    @Test("An unknown key is not replaced by the first of the set")
    func noFallback() async throws {
        var stranger = kit
        stranger.kid = "unknown"
        let keys = try await SigningKit.keySet(kit.jwk)
        #expect(failure(try stranger.token(), keys: keys) == .unknownKeyID("unknown"))
    }

    @Test("Every failure has one sentence, and none of them quotes the token")
    func descriptions() throws {
        let failures: [VerificationFailure] = [
            .malformed(.notThreeParts(count: 2)), .unsupportedAlgorithm, .criticalHeader, .missingKeyID,
            .unknownKeyID("secret"), .keyMismatch, .badSignature, .wrongIssuer, .wrongAudience, .invalidClaim("exp"),
            .expired, .notYetValid, .issuedInFuture,
        ]
        for failure in failures {
            #expect(failure.description.hasSuffix("."))
            #expect(!failure.description.contains("secret"))
        }
        #expect(Set(failures.map(\.description)).count == failures.count)
    }
}
