import HTTPWire
import NIOCore
import NIOHPACK

@testable import ProxyEngine

extension FuzzTarget {
    static let http2 = [requestFields, answerFields]

    private static let blocks = [
        "\0\u{7}:method\u{3}GET", "\0\u{5}:path\u{1}/", "\0\u{A}:authority\u{1}a", "\0\u{4}host\u{1}a",
        "\0\u{6}cookie\u{3}a=1", "\0\u{1}x\u{0}", "\0\u{E}content-length\u{1}3",
        "\0\u{11}transfer-encoding\u{7}chunked",
        "@\u{1}y\u{1}z", "\u{10}\u{1}s\u{1}t", "\r\nX: y", " HTTP/1.1\r\n", "\u{FFFD}",
    ]

    /// A head in HTTP/2: what is taken reads as one request, and as the same one, where it is passed on as HTTP/1.
    private static let requestFields = FuzzTarget(name: "http2-head", dictionary: blocks) { bytes in
        guard let headers = headers(bytes) else { return "no headers" }
        let head: RequestHead
        do throws(WireFault) { head = try RequestFields(headers).head(HeadLimits()) } catch { return error.words }
        var wire = ByteBuffer(string: "\(head.methodText) \(head.targetText) HTTP/1.1\r\n")
        wire.writeKept(head.fields)
        wire.writeStaticString("\r\n")
        let said = String(buffer: wire).debugDescription
        var parser = RequestParser()
        guard let again = try parser.next(&wire) else { throw Broken(description: "incomplete: \(said)") }
        try hold(wire.readableBytes == 0, "more than one request: \(said)")
        try hold(again.methodText == head.methodText && again.targetText == head.targetText, said)
        try hold(again.fields.lines == head.fields.lines, said)
        try hold(head.isUTF8, "altered on its way: \(said)")
        return (try? head.framing()).map { "\($0)" } ?? "no framing"
    }

    /// An answer's head in HTTP/2: what is taken reads as the same one in HTTP/1, and as no more than that.
    private static let answerFields = FuzzTarget(
        name: "http2-answer", dictionary: ["\u{8}\u{3}200", "\u{8}\u{3}103", "\0\u{7}:status\u{3}204"] + blocks
    ) { bytes in
        guard let headers = headers(bytes) else { return "no headers" }
        let head: ResponseHead
        do throws(WireFault) { head = try ResponseHead(headers) } catch { return error.words }
        var wire = ByteBuffer(string: "HTTP/1.1 \(head.status) \r\n")
        wire.writeKept(head.fields)
        wire.writeStaticString("\r\n")
        let said = String(buffer: wire).debugDescription
        var parser = ResponseParser()
        guard let again = try parser.next(&wire) else { throw Broken(description: "incomplete: \(said)") }
        try hold(wire.readableBytes == 0, "more than one answer: \(said)")
        try hold(again.status == head.status && again.fields.lines == head.fields.lines, said)
        return (try? head.bodyLength(isWhole: false, answersHead: false)).map { "\($0)" } ?? "no length"
    }

    /// nil for what is no HPACK, and for names that are none: NIOHTTP2 has looked at both before.
    private static func headers(_ bytes: [UInt8]) -> HPACKHeaders? {
        var decoder = HPACKDecoder(allocator: ByteBufferAllocator())
        var block = ByteBuffer(bytes: bytes)
        guard let headers = try? decoder.decodeHeaders(from: &block), headers.allSatisfy({ isName($0.name) }) else {
            return nil
        }
        return headers
    }

    private static func isName(_ name: String) -> Bool {
        FieldText.isToken(name.hasPrefix(":") ? String(name.dropFirst()) : name) && name == name.lowercased()
    }
}

extension FieldBlock {
    fileprivate var lines: [String] { spans.map { "\(name($0)): \(text($0))" } }
}
