/// A path without what changes from one request to the next: `/v1/items/42?full` and `/v1/items/43` are both `/v1/items/*`.
enum PathTemplate {
    /// Shorter runs of hexadecimal digits are words: `/feed`, `/v2/face`.
    private static let leastID = 8

    static func hash(_ path: String, into hasher: inout Hasher) {
        let isDone: Void? = path.utf8.withContiguousStorageIfAvailable { hash($0, into: &hasher) }
        if isDone == nil { Array(path.utf8).withUnsafeBufferPointer { hash($0, into: &hasher) } }
    }

    private static func hash(_ path: UnsafeBufferPointer<UInt8>, into hasher: inout Hasher) {
        var start = 0
        let end = path.firstIndex(of: UInt8(ascii: "?")) ?? path.count
        while start <= end {
            let stop = path[start..<end].firstIndex(of: UInt8(ascii: "/")) ?? end
            let segment = UnsafeBufferPointer(rebasing: path[start..<stop])
            if isVariable(segment) { hasher.combine(0) } else { hasher.combine(bytes: UnsafeRawBufferPointer(segment)) }
            hasher.combine(UInt8(ascii: "/"))
            start = stop + 1
        }
    }

    /// For the rows that are on screen.
    static func text(_ path: String) -> String {
        let segments = path.prefix { $0 != "?" }.split(separator: "/", omittingEmptySubsequences: false)
        return segments.map { isVariable($0.utf8) ? "*" : String($0) }.joined(separator: "/")
    }

    /// Whether a segment is a number, or an identifier of hexadecimal digits and dashes.
    private static func isVariable(_ segment: some Collection<UInt8>) -> Bool {
        guard !segment.isEmpty else { return false }
        var digits = 0
        for byte in segment {
            switch byte {
            case 0x30...0x39: digits += 1
            case 0x41...0x46, 0x61...0x66, UInt8(ascii: "-"): break
            default: return false
            }
        }
        return digits == segment.count || (digits > 0 && segment.count >= leastID)
    }
}
