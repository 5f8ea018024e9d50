#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif
package import ProxyCore

/// A compact token taken apart. Nobody has checked its signature: what it says is a claim, not a fact.
package struct DecodedToken: Sendable, Hashable {
    /// The JOSE header (RFC 7515, section 4).
    package let header: JSONValue
    /// The claims (RFC 7519, section 4).
    package let claims: JSONValue
    /// The signature's length in bytes. The signature itself is not kept.
    package let signatureLength: Int
}

/// Why a text is no compact token. Never quotes the text.
package enum TokenDecodingError: Error, Sendable, Hashable, CustomStringConvertible {
    case tooLarge(limit: Int)
    case notThreeParts(found: Int)
    case notBase64URL(part: String)
    case notJSONObject(part: String)

    package var description: String {
        switch self {
        case .tooLarge(let limit): "it is longer than \(limit) bytes"
        case .notThreeParts(let found):
            "a compact JWT has three parts with dots between them (RFC 7515, section 7.1), this has \(found)"
        case .notBase64URL(let part): "its \(part) is not base64url without padding (RFC 7515, section 2)"
        case .notJSONObject(let part): "its \(part) is not a JSON object"
        }
    }
}

/// Takes compact tokens apart, without checking them.
package enum TokenDecoder {
    /// The longest token that is looked at, in bytes: three times what STS hands out at most.
    package static let maximumLength = 65_536

    /// - Parameter compact: a JWS in compact serialisation (RFC 7515, section 7.1).
    package static func decode(_ compact: String) throws(TokenDecodingError) -> DecodedToken {
        guard compact.utf8.count <= maximumLength else { throw .tooLarge(limit: maximumLength) }
        let parts = compact.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 3 else { throw .notThreeParts(found: parts.count) }
        let signature = try bytes(parts[2], part: "signature")
        return DecodedToken(
            header: try object(parts[0], part: "header"), claims: try object(parts[1], part: "payload"),
            signatureLength: signature.count)
    }

    private static func object(
        _ text: Substring.UTF8View, part: String
    ) throws(TokenDecodingError) -> JSONValue {
        let data = Data(try bytes(text, part: part))
        guard let value = try? JSONDecoder().decode(JSONValue.self, from: data), case .object = value else {
            throw .notJSONObject(part: part)
        }
        return value
    }

    private static func bytes(_ text: Substring.UTF8View, part: String) throws(TokenDecodingError) -> [UInt8] {
        guard let bytes = Base64URL.decode(text) else { throw .notBase64URL(part: part) }
        return bytes
    }
}
