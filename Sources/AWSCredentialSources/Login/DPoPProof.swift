import Crypto

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The proof that a request comes from the holder of a key (RFC 9449, section 4): a JWT signed with ES256 that names
/// the request and carries the public key.
struct DPoPProof: Sendable {
    private let key: P256.Signing.PrivateKey

    /// - Parameter pem: SEC 1 or PKCS #8.
    /// - Returns: nil for anything else than a private key on P-256.
    init?(pem: String) {
        guard let key = try? P256.Signing.PrivateKey(pemRepresentation: pem) else { return nil }
        self.key = key
    }

    /// The value of the `DPoP` field for a POST to `url`.
    func token(for url: String, at now: Date, id: String) throws -> String {
        let point = key.publicKey.rawRepresentation
        let header = JSONValue.object([
            "alg": .string("ES256"), "typ": .string("dpop+jwt"),
            "jwk": .object([
                "crv": .string("P-256"), "kty": .string("EC"), "x": .string(Self.base64URL(point.prefix(32))),
                "y": .string(Self.base64URL(point.suffix(32))),
            ]),
        ])
        let claims = JSONValue.object([
            "htm": .string("POST"), "htu": .string(url), "iat": .integer(Int64(now.timeIntervalSince1970)),
            "jti": .string(id),
        ])
        let signed = try [header, claims].map { Self.base64URL(Data(try $0.encoded())) }.joined(separator: ".")
        let signature = try key.signature(for: Data(signed.utf8)).rawRepresentation
        return "\(signed).\(Self.base64URL(signature))"
    }

    private static func base64URL(_ data: Data) -> String {
        String(
            data.base64EncodedString().compactMap { character -> Character? in
                switch character {
                case "+": "-"
                case "/": "_"
                case "=": nil
                default: character
                }
            })
    }
}

extension DPoPProof: CustomStringConvertible, CustomReflectable {
    var description: String { "DPoPProof" }
    var customMirror: Mirror { Mirror(self, children: []) }
}
