/// Text that is put together from many small pieces, in one piece of memory: for what is written of each request, where a piece
/// costs a comparison and a copy.
///
/// Holds bytes, which are UTF-8 as long as what is appended is.
package struct TextBuffer: ~Copyable {
    private var memory: UnsafeMutableRawBufferPointer
    package private(set) var count = 0

    /// - Parameter capacity: how many bytes it holds before it needs other memory; at least 1.
    package init(capacity: Int = 1_024) {
        memory = .allocate(byteCount: max(1, capacity), alignment: 1)
    }

    deinit { memory.deallocate() }

    /// The last byte; nil if there is none.
    package var last: UInt8? { count == 0 ? nil : memory[count - 1] }

    /// What is in it.
    package func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        body(UnsafeRawBufferPointer(rebasing: memory[..<count]))
    }

    package mutating func append(_ byte: UInt8) {
        if count == memory.count { grow(by: 1) }
        memory[count] = byte
        count += 1
    }

    package mutating func append(_ text: StaticString) {
        append(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    package mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { append(UnsafeRawBufferPointer($0)) }
    }

    /// A whole number that is not negative, with that many digits at least, filled up with zeros.
    package mutating func append(_ number: UInt64, digits: Int = 1) {
        var count = 1
        var unit: UInt64 = 1
        while count < digits || number / unit > 9 {
            count += 1
            unit *= 10
        }
        while unit > 0 {
            append(UInt8(ascii: "0") + UInt8(number / unit % 10))
            unit /= 10
        }
    }

    private mutating func append(_ bytes: UnsafeRawBufferPointer) {
        if bytes.count > memory.count - count { grow(by: bytes.count) }
        UnsafeMutableRawBufferPointer(rebasing: memory[count...]).copyMemory(from: bytes)
        count += bytes.count
    }

    private mutating func grow(by bytes: Int) {
        let larger = UnsafeMutableRawBufferPointer.allocate(
            byteCount: max(2 * memory.count, count + bytes), alignment: 1)
        larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: memory[..<count]))
        memory.deallocate()
        memory = larger
    }
}
