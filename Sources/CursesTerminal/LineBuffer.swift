private import Canvas

/// Bytes into lines, each cleaned and no longer than a bound, the latest of them kept.
package struct LineBuffer: Sendable {
    package private(set) var lines: [String] = []
    private let lineLimit: Int
    private let byteLimit: Int
    private var partial: [UInt8] = []

    /// - Parameters:
    ///   - lineLimit: how many lines are kept; older ones go.
    ///   - byteLimit: where a line without an end is cut.
    package init(lineLimit: Int = 500, byteLimit: Int = 4096) {
        (self.lineLimit, self.byteLimit) = (lineLimit, byteLimit)
    }

    /// - Returns: the lines that `bytes` completed.
    package mutating func append(_ bytes: some Sequence<UInt8>) -> [String] {
        var completed: [String] = []
        for byte in bytes {
            if byte != 0x0A { partial.append(byte) }
            if byte == 0x0A || partial.count >= byteLimit { completed.append(takeLine()) }
        }
        keep(completed)
        return completed
    }

    /// Takes what stands without a line end as a line of its own.
    package mutating func finish() -> [String] {
        guard !partial.isEmpty else { return [] }
        let completed = [takeLine()]
        keep(completed)
        return completed
    }

    private mutating func takeLine() -> String {
        defer { partial.removeAll(keepingCapacity: true) }
        if partial.last == 0x0D { partial.removeLast() }
        return Sanitizer.plain(bytes: partial)
    }

    private mutating func keep(_ completed: [String]) {
        lines += completed
        if lines.count > lineLimit { lines.removeFirst(lines.count - lineLimit) }
    }
}
