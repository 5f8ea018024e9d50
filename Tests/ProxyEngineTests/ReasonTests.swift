import JotopTestSupport
import NIOCore
import NIOEmbedded
import ProxyCore
import Testing

@testable import ProxyEngine

/// Reason phrases (RFC 9112, section 4): whatever the upstream says, or does not say.
@Suite("Reason phrases")
struct ReasonTests {
    static let lines: [(String, String)] = [
        ("HTTP/1.1 200 OK", "HTTP/1.1 200 OK"), ("HTTP/1.1 200 Fine, thanks", "HTTP/1.1 200 Fine, thanks"),
        ("HTTP/1.1 404 not found", "HTTP/1.1 404 not found"), ("HTTP/1.1 200 ", "HTTP/1.1 200 "),
        // The space belongs to the line even where no reason follows (RFC 9112, section 4).
        ("HTTP/1.1 200", "HTTP/1.1 200 "), ("HTTP/1.1 599 ", "HTTP/1.1 599 "), ("HTTP/1.1 299 Odd", "HTTP/1.1 299 Odd"),
        ("HTTP/1.1 200  two  spaces ", "HTTP/1.1 200  two  spaces "),
        ("HTTP/1.1 200 für dich", "HTTP/1.1 200 für dich"),
    ]

    @Test("A reason passes as it is, in one piece or byte by byte", arguments: lines, [true, false])
    func passes(_ line: (String, String), _ isWhole: Bool) throws {
        let proxy = try EmbeddedProxy()
        for _ in 1...2 {
            try proxy.clientSends(EmbeddedProxy.head())
            let answer = "\(line.0)\r\nContent-Length: 2\r\n\r\nok"
            for piece in isWhole ? [Array(answer.utf8)] : answer.utf8.map({ [$0] }) {
                try proxy.upstreamSends(ByteBuffer(bytes: piece))
            }
            let shown = try proxy.clientGets()
            #expect(shown == "\(line.1)\r\nContent-Length: 2\r\n\r\nok")
        }
    }

    @Test("Each of several heads has its own, interim answers included")
    func interim() throws {
        let proxy = try EmbeddedProxy()
        try proxy.clientSends(EmbeddedProxy.head())
        let hints = "HTTP/1.1 103 Look here\r\nLink: </a.css>\r\n\r\n"
        try proxy.upstreamSends("\(hints)HTTP/1.1 102 Wait\r\n\r\nHTTP/1.1 200 There\r\nContent-Length: 0\r\n\r\n")
        #expect(
            try proxy.clientGets()
                == "\(hints)HTTP/1.1 102 Wait\r\n\r\nHTTP/1.1 200 There\r\nContent-Length: 0\r\n\r\n")
    }

    @Test("A body or no body is a matter of the code, whatever the reason", arguments: ["204 Nothing", "304 Same"])
    func bodiless(_ status: String) throws {
        let proxy = try EmbeddedProxy()
        try proxy.clientSends(EmbeddedProxy.head())
        try proxy.upstreamSends("HTTP/1.1 \(status)\r\nX-A: 1\r\n\r\n")
        #expect(try proxy.clientGets() == "HTTP/1.1 \(status)\r\nX-A: 1\r\n\r\n")
    }

    @Test("A body that looks like a status line is none")
    func body() throws {
        let proxy = try EmbeddedProxy()
        try proxy.clientSends(EmbeddedProxy.head())
        let body = "HTTP/1.1 200 Nonsense\r\n"
        try proxy.upstreamSends("HTTP/1.1 200 First\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
        #expect(try proxy.clientGets().hasSuffix("\r\n\r\n\(body)"))
        try proxy.clientSends(EmbeddedProxy.head())
        try proxy.upstreamSends("HTTP/1.1 200 Second\r\nContent-Length: 0\r\n\r\n")
        #expect(try proxy.clientGets() == "HTTP/1.1 200 Second\r\nContent-Length: 0\r\n\r\n")
    }
}
