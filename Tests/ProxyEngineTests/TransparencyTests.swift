import NIOCore
import NIOEmbedded
import ProxyCore
import Testing

@testable import ProxyEngine

/// What is none of the proxy's business passes byte for byte.
@Suite("Transparency")
struct TransparencyTests {
    static let targets: [(String, String)] =
        [
            "/", "//", "//a//b//", "/a/../b", "/a/./b", "/../..", "/%2F", "/%2f%2E%2e/", "/%", "/%zz", "/%00",
            "/;a;b=c",
            "/?", "/??", "/a?", "/a?b?c=d&&e", "/a?b=//../", "/a?b=%2F+c;d", "/:80", "/a:b@c", "/~a'()*!$&,=",
            "/a|b^c{d}`e",
            "/\"<a>\\b", "/http://other.example/", "/a%20b",
        ].map { ($0, $0) } + [
            ("http://localhost/a//b?c", "/a//b?c"), ("HTTP://LOCALHOST", "/"), ("http://localhost:80?q", "/?q"),
            ("https://localhost:443/%2F", "/%2F"),
        ]

    @Test("Path and query", arguments: targets)
    func target(_ asked: String, _ sent: String) throws {
        let proxy = try EmbeddedProxy()
        try proxy.clientSends(EmbeddedProxy.head("GET \(asked) HTTP/1.1"))
        #expect(try proxy.upstreamGets().hasPrefix("GET \(sent) HTTP/1.1\r\nHost: api.example\r\n"))
    }

    @Test("The server as a whole can be asked for its options")
    func asterisk() throws {
        let proxy = try EmbeddedProxy()
        try proxy.clientSends(EmbeddedProxy.head("OPTIONS * HTTP/1.1"))
        #expect(try proxy.upstreamGets().hasPrefix("OPTIONS * HTTP/1.1\r\n"))
    }

    @Test("Fields of a request: order, case, duplicates, empty values, spaces within")
    func requestFields() throws {
        let proxy = try EmbeddedProxy()
        let fields = "x-B: 2\r\nX-a: 1\r\nX-B: 3\r\nEmpty:\r\nX-a: 1\r\nQuoted: \"a,  b\";c\r\nCookie: a=b; c=d\r\n"
        try proxy.clientSends(
            "GET / HTTP/1.1\r\nHost: localhost\r\nX-Upstream-Host: api.example\r\n\(fields)\r\n")
        let sent = try proxy.upstreamGets()
        #expect(
            sent.hasPrefix(
                "GET / HTTP/1.1\r\nHost: api.example\r\n" + fields + "Authorization: Bearer "))
    }

    @Test(
        "Any method that is a token", arguments: ["PURGE", "PROPFIND", "M-SEARCH", "get", "X!#$%&'*+-.^_`|~9", "HEADS"])
    func method(_ name: String) throws {
        let proxy = try EmbeddedProxy()
        try proxy.clientSends(EmbeddedProxy.head("\(name) / HTTP/1.1"))
        #expect(try proxy.upstreamGets().hasPrefix("\(name) / HTTP/1.1\r\n"))
        try proxy.upstreamSends("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        #expect(try proxy.clientGets().hasSuffix("\r\n\r\nok"))
    }

    @Test(
        "Any status, and no redirect is followed",
        arguments: [
            200, 201, 203, 206, 226, 299, 300, 301, 302, 303, 307, 308, 400, 402, 410, 418, 421, 451, 499, 500, 511,
            599, 700, 999,
        ])
    func status(_ code: Int) throws {
        let proxy = try EmbeddedProxy()
        try proxy.clientSends(EmbeddedProxy.head())
        let answer = "HTTP/1.1 \(code) Said\r\nLocation: http://169.254.169.254/\r\nContent-Length: 2\r\n\r\nok"
        try proxy.upstreamSends(answer)
        #expect(try proxy.clientGets() == answer)
        _ = try proxy.upstreamGets()
        proxy.loop.run()
        #expect(try proxy.upstreamGets() == "" && proxy.upstream.isActive)
    }

    @Test("Bodies are bytes, compressed or not, both ways")
    func bodies() throws {
        let bytes = ByteBuffer(bytes: [0x1F, 0x8B, 0x08, 0x00] + (0...255).map { UInt8($0) })
        let proxy = try EmbeddedProxy()
        try proxy.clientSends(
            EmbeddedProxy.head(
                "POST / HTTP/1.1", "Accept-Encoding: gzip", "Content-Encoding: gzip",
                "Content-Length: \(bytes.readableBytes)"))
        #expect(try proxy.upstreamGets().contains("Accept-Encoding: gzip\r\nContent-Encoding: gzip\r\n"))
        try proxy.clientSends(bytes)
        #expect(try proxy.upstream.readOutbound(as: ByteBuffer.self) == bytes)
        let head = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(bytes.readableBytes)\r\n\r\n"
        try proxy.upstreamSends(head)
        #expect(try proxy.clientGets() == head)
        try proxy.upstreamSends(bytes)
        #expect(try proxy.client.readOutbound(as: ByteBuffer.self) == bytes)
    }

    @Test("Trailers of an answer")
    func trailers() throws {
        let proxy = try EmbeddedProxy()
        try proxy.clientSends(EmbeddedProxy.head("GET / HTTP/1.1", "TE: trailers"))
        #expect(try proxy.upstreamGets().contains("\r\nTE: trailers\r\n"))
        let answer =
            "HTTP/1.1 200 OK\r\nTrailer: grpc-status\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\ngrpc-status: 0\r\n\r\n"
        try proxy.upstreamSends(answer)
        #expect(try proxy.clientGets() == answer)
    }

    @Test(
        "A host header that is no host is refused, and no token is asked for",
        arguments: [
            "user@host", "user:pw@host", "host/", "host/path", "host?q", "host#f", "ho st", "host:0", "host:65536",
            "host:",
            "host:80:90", "host:+80", "host:8x", ":80", "http://host", "[::1", "::1", "[::1%25lo]", "[fe80::1%eth0]",
            "[::1]x", "[]", "bücher.example", "host..example", ".host", "host,other", "host\\other", "*.example",
            "%68ost", "host;x",
        ])
    func hosts(_ value: String) throws {
        let proxy = try EmbeddedProxy()
        try proxy.clientSends("GET / HTTP/1.1\r\nHost: localhost\r\nX-Upstream-Host: \(value)\r\n\r\n")
        #expect(try proxy.clientGets() == ConnectionHandlerTests.refusal(.invalidUpstream, "400 Bad Request"))
        #expect(try proxy.upstreamGets() == "")
        #expect(proxy.stats.snapshot().cacheHits == 0)
    }
}
