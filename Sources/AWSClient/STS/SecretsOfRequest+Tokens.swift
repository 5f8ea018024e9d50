#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension SecretsOfRequest {
    /// Whether a compact JWT's header or claims, which are shown, quote one of them.
    func areQuoted(inTokenOf compact: String) -> Bool {
        compact.split(separator: ".", omittingEmptySubsequences: false).prefix(2).contains { part in
            areQuoted(in: String(part)) || Self.decoded(part).map { areQuoted(in: Self.unescaped($0)) } ?? false
        }
    }

    private static func decoded(_ part: Substring) -> String? {
        let base64 = String(part.filter { $0 != "=" }).replacing("-", with: "+").replacing("_", with: "/")
        let padding = String(repeating: "=", count: (4 - base64.utf8.count % 4) % 4)
        return Data(base64Encoded: base64 + padding).map { String(decoding: $0, as: UTF8.self) }
    }

    /// JSON with its `\u0041` and its `\/` as what they stand for (RFC 8259, section 7). No reading of JSON: only letters are
    /// looked for.
    private static func unescaped(_ json: String) -> String {
        json.replacing(/\\u([0-9A-Fa-f]{4})/) { match in
            UInt32(match.output.1, radix: 16).flatMap(Unicode.Scalar.init).map { String(Character($0)) } ?? " "
        }
        .replacing("\\/", with: "/")
    }
}
