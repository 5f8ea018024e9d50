import NIOCore
import Testing

@testable import HTTPWire

@Suite("A request's head in pieces")
struct RequestParserSplitTests {
    @Test(
        "An empty line before a request may come in halves",
        arguments: [["\r", "\nGET / HTTP/1.1\r\n\r\n"], ["\r\n\r", "\n", "GET / HTTP/1.1\r\n\r", "\n"]])
    func emptyLine(_ pieces: [String]) throws {
        var parser = RequestParser()
        var buffer = ByteBuffer()
        for piece in pieces.dropLast() {
            buffer.writeString(piece)
            let head = try parser.next(&buffer)
            #expect(head == nil)
        }
        buffer.writeString(pieces.last ?? "")
        let head = try parser.next(&buffer)
        #expect(head?.targetText == "/")
        #expect(buffer.readableBytes == 0)
    }
}
