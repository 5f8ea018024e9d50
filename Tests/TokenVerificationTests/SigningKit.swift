import Crypto
import Foundation
import JWTKit
import ProxyCore
import TokenDecoding
import TokenVerification

/// An issuer's keys in a test: one P-384 key that signs, and what makes a set and tokens of it.
struct SigningKit {
    static let issuer = "https://issuer.test"
    static let now = WallTime(seconds: 1_795_256_100)

    let key = P384.Signing.PrivateKey()
    var kid = "EC384_0"

    var jwk: JSONValue {
        let point = key.publicKey.rawRepresentation
        return .object([
            "kid": .string(kid), "kty": .string("EC"), "crv": .string("P-384"),
            "x": .string(Base64URL.encode(point.prefix(48))), "y": .string(Base64URL.encode(point.suffix(48))),
        ])
    }

    var header: JSONValue {
        .object(["kid": .string(kid), "typ": .string("JWT"), "alg": .string("ES384")])
    }

    /// Claims that are good at ``now`` for `https://api.test`.
    static var claims: JSONValue {
        .object([
            "iss": .string(issuer), "aud": .string("https://api.test"), "sub": .string("someone"),
            "iat": .integer(now.seconds), "exp": .integer(now.seconds + 300),
        ])
    }

    func token(header: JSONValue? = nil, claims: JSONValue = Self.claims) throws -> String {
        try token(header: (header ?? self.header).description, claims: claims.description)
    }

    func token(header: String, claims: String) throws -> String {
        let input = Base64URL.encode(Array(header.utf8)) + "." + Base64URL.encode(Array(claims.utf8))
        let signature = try key.signature(for: Data(input.utf8))
        return input + "." + Base64URL.encode(signature.rawRepresentation)
    }

    static func keySet(_ keys: JSONValue...) async throws -> JSONWebKeySet {
        try await JSONWebKeySet(json: Array(JSONValue.object(["keys": .array(keys)]).description.utf8))
    }
}

extension JSONValue {
    /// The same object with one member changed; nil takes it away.
    func with(_ name: String, _ value: JSONValue?) -> JSONValue {
        guard case .object(var members) = self else { return self }
        members[name] = value
        return .object(members)
    }
}
