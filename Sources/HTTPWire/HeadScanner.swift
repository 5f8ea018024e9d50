/// Reads the fields of a head, after its first line, or of trailers.
struct HeadScanner {
    let limits: HeadLimits
    private(set) var lines = LineScanner()
    private(set) var spans: [FieldSpan] = []

    init(limits: HeadLimits) { self.limits = limits }

    /// The next line; the head's first is read by whoever knows what it is.
    mutating func line(_ bytes: UnsafeRawBufferPointer) throws(WireFault) -> LineScanner.Line? {
        let line = try lines.next(bytes)
        guard (line?.next ?? bytes.count) <= limits.size else { throw tooLarge }
        return line
    }

    /// Reads fields up to the empty line.
    ///
    /// - Returns: where the head ends, if its end has come.
    mutating func fields(_ bytes: UnsafeRawBufferPointer) throws(WireFault) -> Int? {
        while let line = try line(bytes) {
            guard !line.text.isEmpty else { return line.next }
            guard spans.count < limits.fieldCount else { throw WireFault(.headTooLarge, "too many fields") }
            if spans.isEmpty { spans.reserveCapacity(16) }
            spans.append(try FieldSpan(line.text, end: line.next, of: bytes))
        }
        return nil
    }

    private var tooLarge: WireFault { WireFault(.headTooLarge, "the head has more than \(limits.size) bytes") }
}
