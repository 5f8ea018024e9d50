import NIOCore
import NIOEmbedded
import ProxyCore
import Testing

@testable import ProxyEngine

/// Never two requests out of one (RFC 9112, sections 6 and 11.2): what could be read in two ways is not read at all.
@Suite("Framing")
struct FramingTests {
    private static let post = "POST / HTTP/1.1\r\nHost: localhost\r\nX-Upstream-Host: api.example\r\n"
    private static let get = post.replacing("POST", with: "GET")
    private static let next = "GET /next HTTP/1.1\r\nHost: localhost\r\nX-Upstream-Host: api.example\r\n\r\n"

    /// Heads that frame nothing for certain.
    static let lengths: [String] = [
        "Content-Length: 4\r\nTransfer-Encoding: chunked", "Transfer-Encoding: chunked\r\nContent-Length: 4",
        "Content-Length: 4\r\ntransfer-encoding: CHUNKED", "Content-Length: 4\r\nContent-Length: 5",
        "Content-Length: 4\r\nContent-Length: 4", "Content-Length: 4, 4", "Content-Length: +4", "Content-Length: -4",
        "Content-Length: 0x4", "Content-Length: 4a", "Content-Length: 4 4", "Content-Length:", "Content-Length: 4\u{B}",
        "Content-Length: 99999999999999999999", "Content-Length: 18446744073709551617", "Content-Length : 4",
        "Transfer-Encoding: xchunked", "Transfer-Encoding: chunkedx", "Transfer-Encoding: chunked, chunked",
        "Transfer-Encoding: chunked, identity", "Transfer-Encoding: identity", "Transfer-Encoding: identity, chunked",
        "Transfer-Encoding: \u{B}chunked", "Transfer-Encoding: \"chunked\"", "Transfer-Encoding: chunked;q=1",
        "Transfer-Encoding: , chunked", "Transfer-Encoding: x,\u{C}chunked", "Transfer-Encoding:",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
        "Transfer-Encoding: identity\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", "Transfer-Encoding : chunked",
        "Transfer-Encoding\t: chunked", "Transfer-Encoding:\r\n chunked", " Transfer-Encoding: chunked",
        "Transfer\u{0}-Encoding: chunked", "X: y\rTransfer-Encoding: chunked", "X: y\nTransfer-Encoding: chunked",
    ]

    /// Lines that two readers could take apart in different ways.
    static let heads: [String] = [
        "X: a\rb", "X: a\r", "X: a\r\n b", "X: a\r\n\tb", "X : a", "X\t: a", ": a", "novalue", "X(y): a", "X\u{7F}: a",
        "X: a\u{0}b", "X: a\u{1}b", "X: a\u{7F}b", "X: a\u{1B}[2J", "Xü: a", "X y: a",
    ]

    private func expectRefused(_ bytes: String, status: String = "400 Bad Request") throws {
        for size in [bytes.utf8.count, 1] {
            let proxy = try EmbeddedProxy()
            var rest = ArraySlice(bytes.utf8)
            while !rest.isEmpty, proxy.client.isActive {
                try proxy.clientSends(ByteBuffer(bytes: rest.prefix(size)))
                rest = rest.dropFirst(size)
            }
            let answer = try proxy.clientGets()
            #expect(answer.hasPrefix("HTTP/1.1 \(status)\r\n"))
            #expect(answer.contains("\r\nConnection: close\r\n"))
            #expect(answer.components(of: "HTTP/1.1 ") == 1)
            // What had gone upstream of its head is cut off, and nothing follows.
            let sent = try proxy.upstreamGets()
            #expect(!sent.contains("/next") && !sent.hasSuffix("0\r\n\r\n"))
            #expect(sent.isEmpty || !proxy.upstream.isActive)
            proxy.pass(.seconds(2))
            #expect(!proxy.client.isActive)
        }
    }

    @Test("A head that frames its body in no way, or in two, is 400, and the connection closes", arguments: lengths)
    func length(_ fields: String) throws {
        try expectRefused(Self.post + fields + "\r\n\r\n0\r\n\r\n" + Self.next)
    }

    @Test("A line that is no field is 400, and the connection closes", arguments: heads)
    func head(_ line: String) throws { try expectRefused(Self.get + line + "\r\n\r\n" + Self.next) }

    static let oddLineEnds: [String] = [
        get.replacing("HTTP/1.1\r\n", with: "HTTP/1.1\n") + "\r\n", get + "\n",
        get.replacing("localhost\r\n", with: "localhost\n") + "\r\n", get + "X: y\n\r\n", get + "X: y\r\r\n",
    ]

    @Test(
        "A line that ends in another way than lines do is 400",
        arguments: oddLineEnds)
    func lineEnds(_ bytes: String) throws { try expectRefused(bytes + Self.next) }

    static let requestLines: [String] = [
        "GET /a b HTTP/1.1", "GET /a\tb HTTP/1.1", "GET /a\u{0}b HTTP/1.1", "GET /\u{1} HTTP/1.1",
        "GET /\u{7F} HTTP/1.1", "GET / HTTP/1.1 ", "GET / HTTP/1.2", "GET / HTTP/2.0", "GET / HTTP/11", "GET /",
        "GET / http/1.1", "GET / HTTP/1.1x", "GET  HTTP/1.1", "GET host:80 HTTP/1.1", "GET * HTTP/1.1",
    ]

    @Test(
        "A request line that is none is 400",
        arguments: requestLines)
    func requestLine(_ line: String) throws {
        try expectRefused(Self.get.replacing("GET / HTTP/1.1", with: line) + "\r\n" + Self.next)
    }

    @Test("HTTP/1.0 has no transfer codings")
    func oldVersion() throws {
        let head = Self.post.replacing("HTTP/1.1", with: "HTTP/1.0")
        try expectRefused(head + "Connection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + Self.next)
    }

    @Test(
        "A coding that exists and that is not spoken here is 501, and the connection closes",
        arguments: ["gzip, chunked", "GZIP,\tx-gzip, chunked"])
    func unsupported(_ codings: String) throws {
        try expectRefused(
            Self.post + "Transfer-Encoding: \(codings)\r\n\r\n0\r\n\r\n" + Self.next, status: "501 Not Implemented")
    }

    static let chunks: [String] = [
        "5 \r\nhello\r\n", "0x5\r\nhello\r\n", "+5\r\nhello\r\n", "-5\r\nhello\r\n", " 5\r\nhello\r\n",
        "\r\nhello\r\n",
        "g\r\n", "5\nhello\r\n", "5\r\nhello\n", "5\r\nhelloX\r\n", "5\rX\nhello\r\n", "FFFFFFFFFFFFFFFFF\r\nhello",
        "5;\u{1}\r\nhello\r\n", "5;a\nhello\r\n", "5;a\rb\r\nhello\r\n", "5;a=\"\n\"\r\nhello\r\n",
        "0\r\n\n", "0\n\r\n", "0\r\nX : a\r\n\r\n", "0\r\nX: a\nb\r\n\r\n", "0\r\nX: a\u{0}\r\n\r\n",
        "0\r\n X: a\r\n\r\n", "0\r\nContent-Length: 3\r\n\r\n", "0\r\nTransfer-Encoding: chunked\r\n\r\n",
    ]

    @Test(
        "A chunk that is none is 400, and what had gone upstream is cut off",
        arguments: chunks)
    func chunk(_ body: String) throws {
        try expectRefused(Self.post + "Transfer-Encoding: chunked\r\n\r\n" + body + "0\r\n\r\n" + Self.next)
    }

    @Test("Chunk extensions are legal, and belong to the client's connection", arguments: [";a", ";a=b", ";a=\"b;c\""])
    func chunkExtension(_ text: String) throws {
        let proxy = try EmbeddedProxy()
        try proxy.clientSends(Self.post + "Transfer-Encoding: chunked\r\n\r\n05\(text)\r\nhello\r\n000\r\n\r\n")
        #expect(try proxy.upstreamGets().hasSuffix("\r\n\r\n5\r\nhello\r\n0\r\n\r\n"))
    }

    /// The same of an answer.
    static let answers: [String] = [
        "Content-Length: 2\r\nTransfer-Encoding: chunked", "Transfer-Encoding: chunked\r\nContent-Length: 2",
        "Content-Length: 2\r\nContent-Length: 3", "Content-Length: 2, 3", "Content-Length: +2",
        "Content-Length: -2",
        "Content-Length: 0x2", "Content-Length:", "Content-Length: 99999999999999999999", "Content-Length : 2",
        "Transfer-Encoding: xchunked", "Transfer-Encoding: gzip, chunked", "Transfer-Encoding: identity",
        "Transfer-Encoding: chunked, identity", "Transfer-Encoding:\r\n chunked", "X: a\rb", "X: a\nb",
        "X: a\r\n b",
        "X : a", ": a", "X: \u{0}", "X: \u{1B}[2J",
    ]

    @Test(
        "An answer that frames its body in no way, or in two, is 502, and its connection is dropped", arguments: answers
    )
    func answer(_ fields: String) throws {
        let proxy = try EmbeddedProxy()
        try proxy.clientSends(EmbeddedProxy.head())
        try proxy.upstreamSends("HTTP/1.1 200 OK\r\n\(fields)\r\n\r\n0\r\n\r\n")
        #expect(
            try proxy.clientGets() == ConnectionHandlerTests.refusal(.upstreamUnavailable, "502 Bad Gateway"))
        #expect(!proxy.upstream.isActive)
    }

    @Test("A transfer coding in an answer of HTTP/1.0 is 502, and its connection is dropped")
    func oldAnswer() throws {
        let proxy = try EmbeddedProxy()
        try proxy.clientSends(EmbeddedProxy.head())
        try proxy.upstreamSends("HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n")
        #expect(
            try proxy.clientGets() == ConnectionHandlerTests.refusal(.upstreamUnavailable, "502 Bad Gateway"))
        #expect(!proxy.upstream.isActive)
    }

    @Test(
        "A status line that is none is 502",
        arguments: [
            "HTTP/1.1 20 OK", "HTTP/1.1 2000 OK", "HTTP/1.1 099 OK", "HTTP/1.1 abc OK", "HTTP/1.1", "HTTP/2 200 OK",
            "HTTP/1.1  200 OK", "http/1.1 200 OK", "ICY 200 OK", "HTTP/1.1 200 a\u{0}b",
        ])
    func statusLine(_ line: String) throws {
        let proxy = try EmbeddedProxy()
        try proxy.clientSends(EmbeddedProxy.head())
        try proxy.upstreamSends("\(line)\r\nContent-Length: 2\r\n\r\nok")
        #expect(
            try proxy.clientGets() == ConnectionHandlerTests.refusal(.upstreamUnavailable, "502 Bad Gateway"))
    }
}

extension String {
    func components(of text: String) -> Int { ranges(of: text).count }
}
