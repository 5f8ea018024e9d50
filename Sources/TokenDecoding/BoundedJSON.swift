package import ProxyCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Reads JSON that anybody may have written.
package enum BoundedJSON {
    /// The deepest nesting that is read: a decoder that recurses must not meet more.
    package static let maximumDepth = 32

    /// - Returns: nil unless `bytes` are one JSON object, no larger than `maximumSize` and no deeper than
    ///   ``maximumDepth``.
    package static func object(_ bytes: [UInt8], maximumSize: Int) -> JSONValue? {
        guard bytes.count <= maximumSize, depth(of: bytes) <= maximumDepth,
            let value = try? JSONDecoder().decode(JSONValue.self, from: Data(bytes)), case .object = value
        else { return nil }
        return value
    }

    /// The deepest nesting of brackets outside strings, counted without recursion.
    private static func depth(of bytes: [UInt8]) -> Int {
        var (depth, deepest) = (0, 0)
        var (inString, escaped) = (false, false)
        for byte in bytes {
            switch byte {
            case _ where escaped: escaped = false
            case UInt8(ascii: "\\") where inString: escaped = true
            case UInt8(ascii: "\""): inString.toggle()
            case _ where inString: continue
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                deepest = max(deepest, depth)
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            default: continue
            }
        }
        return deepest
    }
}
