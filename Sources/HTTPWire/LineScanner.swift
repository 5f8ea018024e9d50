/// Finds the lines of a head one after another, over any split of the bytes: each byte is looked at once.
struct LineScanner {
    /// A line without its end, and where the next one begins.
    struct Line {
        let text: Range<Int>
        let next: Int
    }

    /// Where the line under way begins, counted from the first byte of the head.
    private(set) var start = 0
    private var searched = 0

    /// - Returns: nil if the line is not complete.
    /// - Throws: `malformed` for a line that ends in a bare LF (RFC 9112, section 2.2).
    mutating func next(_ bytes: UnsafeRawBufferPointer) throws(WireFault) -> Line? {
        guard let end = bytes[searched...].firstIndex(of: UInt8(ascii: "\n")) else {
            searched = bytes.count
            return nil
        }
        guard end > start, bytes[end - 1] == UInt8(ascii: "\r") else {
            throw .malformed("a line that ends in a bare LF")
        }
        let line = Line(text: start..<(end - 1), next: end + 1)
        (start, searched) = (end + 1, end + 1)
        return line
    }
}
