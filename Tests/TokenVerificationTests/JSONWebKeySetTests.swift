import Crypto
import ProxyCore
import Testing
import TokenDecoding

@testable import TokenVerification

@Suite("Reading a key set")
struct JSONWebKeySetTests {
    private let kit = SigningKit()

    @Test(
        "A key that is of no use is left out, and the others stay",
        arguments: [
            ("use", .string("enc") as JSONValue?), ("alg", .string("ES256")), ("kty", .string("oct")),
            ("crv", .string("P-256")),
            ("crv", nil), ("x", nil), ("y", .string("AAAA")), ("kid", nil),
        ])
    func useless(name: String, value: JSONValue?) async throws {
        var other = kit
        other.kid = "useless"
        let keys = try await SigningKit.keySet(other.jwk.with(name, value), kit.jwk)
        #expect(keys.keyIDs == ["EC384_0"])
    }

    @Test("`use` and `alg` may be given or missing")
    func optionalMembers() async throws {
        let full = kit.jwk.with("use", .string("sig")).with("alg", .string("ES384"))
        #expect(try await SigningKit.keySet(full).keyIDs == ["EC384_0"])
        #expect(try await SigningKit.keySet(kit.jwk).keyIDs == ["EC384_0"])
    }

    @Test("An RSA key below 2048 bits is of no use")
    func shortRSA() async throws {
        let short = JSONValue.object([
            "kid": .string("RSA_0"), "kty": .string("RSA"), "e": .string("AQAB"),
            "n": .string(Base64URL.encode([UInt8](repeating: 0xFF, count: 128))),
        ])
        #expect(try await SigningKit.keySet(short).keyIDs.isEmpty)
    }

    @Test("Of two keys with one name the first counts")
    func duplicate() async throws {
        let keys = try await SigningKit.keySet(kit.jwk, SigningKit().jwk)
        let verifier = JWTVerifier(issuer: SigningKit.issuer, audiences: ["https://api.test"])
        #expect(throws: Never.self) { try verifier.verify(kit.token(), keys: keys, at: SigningKit.now) }
    }

    @Test(
        "What is no key set is refused",
        arguments: [
            "", "[]", "{}", "{\"keys\": {}}", "null", "{\"keys\": [", String(repeating: "[", count: 10_000),
        ])
    func refused(text: String) async {
        await #expect(throws: JSONWebKeySetError.notAKeySet) { try await JSONWebKeySet(json: Array(text.utf8)) }
    }

    @Test("Size and number of keys are bounded")
    func bounds() async {
        let many = "{\"keys\": [" + String(repeating: "{},", count: 100) + "{}]}"
        await #expect(throws: JSONWebKeySetError.tooLarge) { try await JSONWebKeySet(json: Array(many.utf8)) }
        let large = [UInt8](repeating: UInt8(ascii: " "), count: JSONWebKeySet.maximumSize + 1)
        await #expect(throws: JSONWebKeySetError.tooLarge) { try await JSONWebKeySet(json: large) }
    }
}
