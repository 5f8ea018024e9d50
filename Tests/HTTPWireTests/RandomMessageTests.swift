import NIOCore
import SeededNumbers
import Testing

@testable import HTTPWire

/// Whatever is valid is read as it was meant, however its bytes are parted; whatever is not does no harm.
@Suite("Random messages")
struct RandomMessageTests {
    @Test("Requests are read as they were meant, in any pieces", arguments: 0..<40)
    func requests(_ seed: UInt64) throws {
        var dice = SeededGenerator(seed: seed)
        for _ in 0..<50 {
            let (method, target, fields) = (dice.token(), "/" + dice.token(), dice.fields())
            let text = "\(method) \(target) HTTP/1.1\r\n" + fields.map { "\($0)\r\n" }.joined() + "\r\n"
            let head = try #require(parsedRequest(dice.parted(text)).value)
            #expect(head.methodText == method && head.targetText == target && head.fields.lines == fields)
            var copy = ByteBuffer()
            copy.writeKept(head.fields)
            let written = String(buffer: copy)
            #expect(written == fields.map { "\($0)\r\n" }.joined())
        }
    }

    @Test("Answers are read as they were meant, in any pieces", arguments: 0..<40)
    func responses(_ seed: UInt64) throws {
        var dice = SeededGenerator(seed: seed)
        for _ in 0..<50 {
            let (status, reason, fields) = (Int.random(in: 100...999, using: &dice), dice.value(), dice.fields())
            let text = "HTTP/1.1 \(status) \(reason)\r\n" + fields.map { "\($0)\r\n" }.joined() + "\r\n"
            let head = try #require(parsedResponse(dice.parted(text)).value)
            #expect(head.status == status && head.reason == reason && head.fields.lines == fields)
        }
    }

    @Test("Chunked bodies are put together, in any pieces", arguments: 0..<40)
    func bodies(_ seed: UInt64) {
        var dice = SeededGenerator(seed: seed)
        for _ in 0..<20 {
            let chunks = (0..<Int.random(in: 0...6, using: &dice)).map { _ in dice.value() + "x" }
            let trailers = dice.fields()
            let text =
                chunks.map {
                    "\(String($0.utf8.count, radix: 16))\(Bool.random(using: &dice) ? ";e=1" : "")\r\n\($0)\r\n"
                }.joined()
                + "0\r\n" + trailers.map { "\($0)\r\n" }.joined() + "\r\n"
            let body = readBody(dice.parted(text), .chunked).value
            #expect(body == Body(bytes: Array(chunks.joined().utf8), trailers: trailers.isEmpty ? nil : trailers))
        }
    }

    @Test("Bytes that have been changed at random are read alike in one piece and in many", arguments: 0..<40)
    func damaged(_ seed: UInt64) {
        var dice = SeededGenerator(seed: seed)
        for _ in 0..<100 {
            var bytes = Array("POST /a HTTP/1.1\r\nHost: x\r\nX-Y: z\r\n\r\n5\r\nhello\r\n0\r\nT: u\r\n\r\n".utf8)
            for _ in 0..<Int.random(in: 1...4, using: &dice) {
                let index = Int.random(in: bytes.indices, using: &dice)
                bytes[index] = UInt8.random(in: 0...255, using: &dice)
            }
            let single = bytes.indices.map { bytes[$0...$0] }
            let (whole, pieces) = (parsedRequest([bytes[...]]), parsedRequest(single))
            #expect((whole.fault == nil) == (pieces.fault == nil))
            #expect(whole.value?.fields.lines == pieces.value?.fields.lines && whole.left == pieces.left)
        }
    }
}

extension SeededGenerator {
    fileprivate mutating func token() -> String {
        let letters = Array("abcXYZ09-_!~")
        return String(
            (0..<Int.random(in: 1...12, using: &self)).map { _ in letters.randomElement(using: &self) ?? "a" })
    }

    fileprivate mutating func value() -> String {
        let letters = Array("abc ,;\"=:/\tü€")
        let text = (0..<Int.random(in: 0...40, using: &self)).map { _ in letters.randomElement(using: &self) ?? "a"
        }
        return String(
            String(text).drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
    }

    fileprivate mutating func fields() -> [String] {
        (0..<Int.random(in: 0...9, using: &self)).map { _ in "x\(token()): \(value())" }
    }

    /// The same bytes in pieces of random length.
    fileprivate mutating func parted(_ text: String) -> [ArraySlice<UInt8>] {
        var (rest, pieces) = (Array(text.utf8)[...], [ArraySlice<UInt8>]())
        while !rest.isEmpty {
            let size = min(rest.count, Int.random(in: 1...(Bool.random(using: &self) ? 3 : 60), using: &self))
            pieces.append(rest.prefix(size))
            rest = rest.dropFirst(size)
        }
        return pieces
    }
}
