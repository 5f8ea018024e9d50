import Crypto
import CryptoExtras
import Foundation
import ProxyCore
import TokenDecoding
import TokenVerification

/// Signs tokens, and publishes what verifies them.
struct TokenIssuer: Sendable {
    /// The value of `iss`: the address under which the discovery document stands.
    let identifier: String
    let keys: SigningKeys

    /// A compact JWT over exactly these bytes of claims.
    func sign(_ claims: [UInt8], with algorithm: SigningAlgorithm) async throws -> String {
        let pair = keys.current
        let header = #"{"kid":"\#(pair.keyID(algorithm))","typ":"JWT","alg":"\#(algorithm.rawValue)"}"#
        let input = Base64URL.encode(Array(header.utf8)) + "." + Base64URL.encode(claims)
        let signature = try await Self.signature(of: Data(input.utf8), by: pair, with: algorithm)
        return input + "." + Base64URL.encode(signature)
    }

    private static func signature(
        of input: Data, by pair: SigningKeys.Pair, with algorithm: SigningAlgorithm
    ) async throws -> Data {
        switch algorithm {
        case .rs256:
            let key = try await pair.rsa.key
            return try key.signature(for: SHA256.hash(data: input), padding: .insecurePKCS1v1_5).rawRepresentation
        case .es384: return try pair.ecdsa.signature(for: input).rawRepresentation
        }
    }
}

// MARK: - What is published

extension TokenIssuer {
    /// OpenID Connect Discovery 1.0, as far as verifiers of these tokens need it.
    var discovery: JSONValue {
        .object([
            "issuer": .string(identifier),
            "jwks_uri": .string("\(identifier)/.well-known/jwks.json"),
            "response_types_supported": .array([.string("id_token")]),
            "subject_types_supported": .array([.string("public")]),
            "id_token_signing_alg_values_supported": .array([.string("RS256"), .string("ES384")]),
        ])
    }

    /// The public keys of the latest rotations (RFC 7517).
    var keySet: JSONValue {
        get async throws {
            var members: [JSONValue] = []
            for pair in keys.all {
                members.append(try Self.publicKey(await pair.rsa.key, id: pair.keyID(.rs256)))
                members.append(Self.publicKey(pair.ecdsa, id: pair.keyID(.es384)))
            }
            return .object(["keys": .array(members)])
        }
    }

    private static func publicKey(_ key: _RSA.Signing.PrivateKey, id: String) throws -> JSONValue {
        let numbers = try key.publicKey.getKeyPrimitives()
        return .object([
            "kid": .string(id), "kty": .string("RSA"), "use": .string("sig"), "alg": .string("RS256"),
            "n": .string(Base64URL.encode(numbers.modulus)), "e": .string(Base64URL.encode(numbers.publicExponent)),
        ])
    }

    private static func publicKey(_ key: P384.Signing.PrivateKey, id: String) -> JSONValue {
        let point = key.publicKey.rawRepresentation
        return .object([
            "kid": .string(id), "kty": .string("EC"), "use": .string("sig"), "alg": .string("ES384"),
            "crv": .string("P-384"), "x": .string(Base64URL.encode(point.prefix(48))),
            "y": .string(Base64URL.encode(point.suffix(48))),
        ])
    }
}
