#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Finds members that a JSON object names more than once, at any depth, which readers of it take differently (RFC 8259, section 4).
///
/// One pass without recursion, over text that ``BoundedJSON`` has accepted.
enum RepeatedNames {
    /// So many are told, each once; more would not tell more.
    static let limit = 8

    /// - Returns: the names as they read, `\u0061ud` as `aud`, in the order in which they were repeated.
    static func find(in bytes: [UInt8]) -> [String] {
        var found: [String] = []
        // One set of names for each object that is open; nil for an array.
        var open: [Set<String>?] = []
        var index = bytes.startIndex
        while index < bytes.endIndex, found.count < limit {
            switch bytes[index] {
            case UInt8(ascii: "{"): open.append([])
            case UInt8(ascii: "["): open.append(nil)
            case UInt8(ascii: "}"), UInt8(ascii: "]"): _ = open.popLast()
            case UInt8(ascii: "\""):
                let end = stringEnd(bytes, from: index)
                if isName(bytes, endingAt: end), let level = open.indices.last, open[level] != nil {
                    let name = name(bytes[index..<end])
                    if open[level]?.insert(name).inserted == false, !found.contains(name) { found.append(name) }
                }
                index = end
                continue
            default: break
            }
            index += 1
        }
        return found
    }

    /// Behind the closing quote of the string that begins at `start`.
    private static func stringEnd(_ bytes: [UInt8], from start: Int) -> Int {
        var index = start + 1
        while index < bytes.endIndex, bytes[index] != UInt8(ascii: "\"") {
            index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        return min(index + 1, bytes.endIndex)
    }

    /// Whether the string before `end` is followed by a colon.
    private static func isName(_ bytes: [UInt8], endingAt end: Int) -> Bool {
        let blanks: Set<UInt8> = [0x20, 0x09, 0x0A, 0x0D]
        return bytes[end...].first { !blanks.contains($0) } == UInt8(ascii: ":")
    }

    /// What a quoted name reads, its escapes taken out.
    private static func name(_ quoted: ArraySlice<UInt8>) -> String {
        let plain = String(decoding: quoted.dropFirst().dropLast(), as: UTF8.self)
        guard plain.contains("\\") else { return plain }
        let list = [UInt8(ascii: "[")] + quoted + [UInt8(ascii: "]")]
        return (try? JSONDecoder().decode([String].self, from: Data(list)))?.first ?? plain
    }
}
