#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The end of the calling session, as a minted token tells it.
///
/// Read from the payload of a token that STS has just handed out; nothing is verified, and nothing else is believed.
enum SessionEndClaim {
    private struct Claims: Decodable {
        struct Origin: Decodable {
            let original_session_exp: String?
        }

        enum CodingKeys: String, CodingKey {
            case origin = "https://sts.amazonaws.com/"
        }

        let origin: Origin?
    }

    /// The largest payload that STS makes is 14,984 bytes.
    private static let longest = 65_536

    /// - Returns: nil where the token tells no end, or is none.
    static func read(_ token: RedactedString) -> Date? {
        let parts = token.exposed.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[1].utf8.count <= longest, let json = decode(parts[1]),
            let claims = try? JSONDecoder().decode(Claims.self, from: json)
        else { return nil }
        return claims.origin?.original_session_exp.flatMap(AWSDate.parse)
    }

    /// Base64url without padding (RFC 7515, section 2).
    private static func decode(_ text: Substring) -> Data? {
        let plain = text.replacing("-", with: "+").replacing("_", with: "/")
        return Data(base64Encoded: plain + String(repeating: "=", count: (4 - plain.count % 4) % 4))
    }
}
