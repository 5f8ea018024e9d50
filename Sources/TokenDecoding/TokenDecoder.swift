package import ProxyCore

/// The readable parts of a compact JWT. Nobody has checked the signature.
package struct DecodedToken: Sendable, Equatable {
    /// The JOSE header (RFC 7515, section 4).
    package let header: JSONValue
    /// The claims (RFC 7519, section 4).
    package let claims: JSONValue
    /// The signature's length in bytes; the signature itself is a secret.
    package let signatureLength: Int
    /// Members that the header or the claims name more than once: readers differ in which of them counts. Untrusted.
    package let repeatedNames: [String]
}

/// Takes a compact JWT apart, without verifying it.
package enum TokenDecoder {
    /// The longest token that is read, in bytes. Those of STS are up to 20 kB.
    package static let maximumLength = 65_536

    package static func decode(_ token: String) throws(TokenDecodingError) -> DecodedToken {
        let parts = try CompactToken(token)
        return DecodedToken(
            header: parts.header, claims: parts.claims, signatureLength: parts.signature.count,
            repeatedNames: parts.repeatedNames)
    }
}

/// Why a text is no compact JWT. Never quotes the text.
package enum TokenDecodingError: Error, Sendable, Equatable {
    package enum Part: String, Sendable {
        case header, claims, signature
    }

    case tooLarge
    /// A compact JWT is header, claims and signature, joined by dots.
    case notThreeParts(count: Int)
    case badBase64(Part)
    /// Not JSON, no object, or nested too deeply.
    case badJSON(Part)
}

extension TokenDecodingError.Part {
    /// It and its verb.
    fileprivate var subject: String { self == .claims ? "claims are" : "\(rawValue) is" }
}

extension TokenDecodingError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .tooLarge: "The token is longer than \(TokenDecoder.maximumLength) bytes."
        case .notThreeParts(let count): "A token has three parts joined by dots; this has \(count)."
        case .badBase64(let part): "The token's \(part.subject) not unpadded Base64URL."
        case .badJSON(let part): "The token's \(part.subject) not a JSON object."
        }
    }
}
