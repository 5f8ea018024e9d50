import NIOCore

/// Takes chunks apart (RFC 9112, section 7.1): sizes and extensions stay here, their bytes go on.
struct ChunkReader: Sendable {
    private enum Phase: Sendable {
        case size
        case data(Int)
        case dataEnd
        case trailers(HeadScanner)
    }

    /// The longest line of a size and its extensions.
    private static let lineLimit = 4096
    /// How many bytes may be neither data nor in proportion to it: sixteen a chunk are, and two for each byte of data.
    /// Extensions have no other limit in the standard, and nobody uses them.
    private static let overheadLimit = 16 * 1024

    let limits: HeadLimits
    private var phase = Phase.size
    private var searched = 0
    private var overhead = 0

    init(limits: HeadLimits) { self.limits = limits }

    mutating func next(_ buffer: inout ByteBuffer) throws(WireFault) -> BodyReader.Step {
        while true {
            switch phase {
            case .size:
                guard let size = try size(&buffer) else { return .more }
                phase = size == 0 ? .trailers(HeadScanner(limits: limits)) : .data(size)
            case .data(let left):
                guard let bytes = buffer.readSlice(length: min(left, buffer.readableBytes)), bytes.readableBytes > 0
                else { return .more }
                phase = bytes.readableBytes == left ? .dataEnd : .data(left - bytes.readableBytes)
                return .bytes(bytes)
            case .dataEnd:
                guard try dataEnd(&buffer) else { return .more }
                phase = .size
            case .trailers(let scanner): return try trailers(scanner, &buffer)
            }
        }
    }

    /// The size of the next chunk, once its line is complete.
    private mutating func size(_ buffer: inout ByteBuffer) throws(WireFault) -> Int? {
        let found = buffer.withUnsafeReadableBytes { bytes -> Result<(size: Int, length: Int)?, WireFault> in
            let end = bytes[searched...].prefix(Self.lineLimit + 2).firstIndex(of: UInt8(ascii: "\n"))
            guard let end else { return checkPartial(bytes).map { .failure($0) } ?? .success(nil) }
            guard end <= Self.lineLimit, end > 1, bytes[end - 1] == UInt8(ascii: "\r"),
                let size = Self.size(UnsafeRawBufferPointer(rebasing: bytes[..<(end - 1)]))
            else { return .failure(noChunk) }
            return .success((size, end + 1))
        }
        guard let (size, length) = try found.get() else {
            searched = buffer.readableBytes
            return nil
        }
        searched = 0
        buffer.moveReaderIndex(forwardBy: length)
        try account(size, line: length)
        return size
    }

    /// Refuses at once what will be no chunk's line.
    private func checkPartial(_ bytes: UnsafeRawBufferPointer) -> WireFault? {
        guard let first = bytes.first else { return nil }
        return bytes.count > Self.lineLimit || Self.digit(first) == nil ? noChunk : nil
    }

    private mutating func account(_ size: Int, line: Int) throws(WireFault) {
        overhead = max(0, overhead + line + 2 - 16 - 2 * min(size, Self.overheadLimit))
        guard overhead <= Self.overheadLimit else {
            throw .malformed("chunks that are almost nothing but extensions")
        }
    }

    /// Hexadecimal digits, and extensions, which mean nothing here.
    private static func size(_ line: UnsafeRawBufferPointer) -> Int? {
        let digits = line.prefix { digit($0) != nil }
        // Fifteen digits are more bytes than anybody has, and never too many for an integer.
        let significant = digits.drop { $0 == UInt8(ascii: "0") }
        guard !digits.isEmpty, significant.count <= 15 else { return nil }
        let rest = line[digits.endIndex...]
        guard ChunkExtensions.areWellFormed(rest) else { return nil }
        return significant.reduce(0) { $0 << 4 | Int(digit($1) ?? 0) }
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    /// The end of line after a chunk's data.
    private func dataEnd(_ buffer: inout ByteBuffer) throws(WireFault) -> Bool {
        guard let first = buffer.getInteger(at: buffer.readerIndex, as: UInt8.self) else { return false }
        guard first == UInt8(ascii: "\r") else { throw noChunk }
        guard let second = buffer.getInteger(at: buffer.readerIndex + 1, as: UInt8.self) else { return false }
        guard second == UInt8(ascii: "\n") else { throw noChunk }
        buffer.moveReaderIndex(forwardBy: 2)
        return true
    }

    private mutating func trailers(
        _ scanner: HeadScanner, _ buffer: inout ByteBuffer
    ) throws(WireFault) -> BodyReader.Step {
        var scanner = scanner
        let end = buffer.withUnsafeReadableBytes { bytes -> Result<Int?, WireFault> in
            do throws(WireFault) {
                return .success(try scanner.fields(bytes))
            } catch {
                return .failure(error)
            }
        }
        guard let end = try end.get(), let bytes = buffer.readSlice(length: end) else {
            phase = .trailers(scanner)
            return .more
        }
        guard !scanner.spans.isEmpty else { return .end(nil) }
        let block = FieldBlock(bytes: bytes, spans: scanner.spans)
        guard !block.contains(.contentLength), !block.contains(.transferEncoding) else {
            throw .malformed("Content-Length or Transfer-Encoding among the trailers")
        }
        return .end(block)
    }

    private var noChunk: WireFault { .malformed("an invalid chunk") }
}
