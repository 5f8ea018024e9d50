import Crypto
import Foundation
import ProxyCore
import TokenDecoding

/// Keys that sign, their JWKs, and tokens.
struct TokenMaker {
    static let issuer = "https://abc.tokens.sts.global.api.aws"

    private let key = P384.Signing.PrivateKey()
    let kid: String

    init(kid: String = "k1") { self.kid = kid }

    var jwk: JSONValue {
        let point = key.publicKey.rawRepresentation
        return .object([
            "kid": .string(kid), "kty": .string("EC"), "crv": .string("P-384"),
            "x": .string(Base64URL.encode(point.prefix(48))), "y": .string(Base64URL.encode(point.suffix(48))),
        ])
    }

    /// A token of ``issuer``, unless other claims or another header are asked for.
    func token(
        issuer: String? = Self.issuer, header changes: [String: JSONValue?] = [:]
    ) throws -> CompactToken {
        var header: [String: JSONValue] = ["alg": .string("ES384"), "kid": .string(kid)]
        for (name, value) in changes { header[name] = value }
        var claims: [String: JSONValue] = ["aud": .string("urn:x")]
        claims["iss"] = issuer.map { .string($0) }
        let input = [header, claims].map { Base64URL.encode(Array(JSONValue.object($0).description.utf8)) }
            .joined(separator: ".")
        let signature = try key.signature(for: Data(input.utf8)).rawRepresentation
        return try CompactToken(input + "." + Base64URL.encode(signature))
    }
}
