import NIOCore
import Testing

@testable import HTTPWire

/// Heads of answers (RFC 9112, section 4): each in every split.
@Suite("Heads of answers")
struct ResponseParserTests {
    @Test(
        "What is no status line, or no field, is no answer",
        arguments: [
            "HTTP/1.1 20 OK\r\n", "HTTP/1.1 2000 OK\r\n", "HTTP/1.1 099 OK\r\n", "HTTP/1.1 abc OK\r\n", "HTTP/1.1\r\n",
            "HTTP/2 200 OK\r\n", "HTTP/1.2 200 OK\r\n", "HTTP/1.1  200 OK\r\n", "http/1.1 200 OK\r\n", "ICY 200 OK\r\n",
            "HTTP/1.1 200 a\u{0}b\r\n", "HTTP/1.1 200 OK\n", "HTTP/1.1 200\tOK\r\n", "HTTP/1.1 200 a\rb\r\n",
            "\r\nHTTP/1.1",
            "SSH-2.0", "HTTP/1.1 200 OK\r\nX : a\r\n", "HTTP/1.1 200 OK\r\nX: a\r\n b\r\n",
            "HTTP/1.1 200 OK\r\nX: a\nb",
            "HTTP/1.1 200 OK\r\nno\r\n", "HTTP/1.1 200 OK\r\nX: \u{1B}[2J\r\n",
        ])
    func refused(_ text: String) {
        for pieces in splits(text) { #expect(parsedResponse(pieces).fault == .malformed) }
    }

    @Test(
        "Any three digits are a status, and anything is a reason, or nothing",
        arguments: [
            ("HTTP/1.1 200 OK", 200, "OK"), ("HTTP/1.0 999 ", 999, ""), ("HTTP/1.1 100", 100, ""),
            ("HTTP/1.1 404  two  spaces ", 404, " two  spaces "), ("HTTP/1.1 200 f\u{FC}r", 200, "f\u{FC}r"),
        ])
    func statusLine(_ line: String, _ status: Int, _ reason: String) throws {
        for pieces in splits("\(line)\r\nA: b\r\n\r\nrest") {
            let outcome = parsedResponse(pieces)
            let head = try #require(outcome.value)
            #expect(head.status == status && head.reason == reason)
            #expect(head.fields.lines == ["A: b"] && outcome.left == 4)
            var out = ByteBuffer()
            out.writeStatusLine(head)
            let written = String(buffer: out)
            #expect(written == "HTTP/1.1 \(status) \(reason)\r\n")
        }
    }

    @Test("Heads in one piece are read one after another, each with its own fields")
    func several() throws {
        var parser = ResponseParser()
        var inbox = ByteBuffer(
            string: "HTTP/1.1 103 A\r\nL: 1\r\n\r\nHTTP/1.1 102\r\n\r\nHTTP/1.1 200 B\r\nM: 2\r\n\r\nbody")
        var found: [String] = []
        while inbox.readableBytes > 4, let head = try parser.next(&inbox) {
            found.append("\(head.status) \(head.reason) \(head.fields.lines)")
        }
        #expect(found == ["103 A [\"L: 1\"]", "102  []", "200 B [\"M: 2\"]"])
        #expect(String(buffer: inbox) == "body")
    }

    @Test(
        "A body is framed by the status, the method and the fields",
        arguments: [
            (200, "", false, BodyFraming?.some(.untilClose)), (200, "Content-Length: 5", false, .some(.length(5))),
            (200, "Transfer-Encoding: chunked", false, .some(.chunked)), (200, "Content-Length: 5", true, .some(.none)),
            (204, "Content-Length: 5", false, .some(.none)), (304, "Content-Length: 5", false, .some(.none)),
            (103, "", false, .some(.none)), (200, "Content-Length: 5\r\nTransfer-Encoding: chunked", false, nil),
            (304, "Content-Length: 5\r\nContent-Length: 5", false, nil), (200, "Transfer-Encoding: gzip", true, nil),
        ])
    func framing(_ status: Int, _ fields: String, _ answersHead: Bool, _ wanted: BodyFraming?) throws {
        let text = "HTTP/1.1 \(status) X\r\n\(fields)\(fields.isEmpty ? "" : "\r\n")\r\n"
        let head = try #require(parsedResponse([Array(text.utf8)[...]]).value)
        let found = try? head.fields.responseFraming(head.version, status: status, answersHead: answersHead)
        #expect(found == wanted)
    }
}
