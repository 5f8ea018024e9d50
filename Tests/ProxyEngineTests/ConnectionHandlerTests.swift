import NIOCore
import NIOEmbedded
import ProxyCore
import Testing

@testable import ProxyEngine

/// What a client's connection says by itself, byte in and byte out.
@Suite("The client's connection, in memory")
struct ConnectionHandlerTests {
    static func refusal(_ code: ProxyError.Code, _ line: String, close: Bool = false, isHead: Bool = false) -> String {
        """
        HTTP/1.1 \(line)\r
        Content-Type: text/plain; charset=utf-8\r
        Content-Length: \(code.body.utf8.count)\r
        X-Jotop-Error: \(code.rawValue)\r
        \(close ? "Connection: close\r\n" : "")\r
        \(isHead ? "" : code.body)
        """
    }

    @Test("A refusal that comes byte by byte is answered when its head is complete, and the connection stays open")
    func refused() throws {
        let proxy = try EmbeddedProxy()
        let request = "GET / HTTP/1.1\r\nHost: x\r\n\r\n"
        for byte in request.unicodeScalars.dropLast() {
            try proxy.clientSends(String(byte))
            #expect(try proxy.clientGets() == "")
        }
        try proxy.clientSends("\n")
        #expect(try proxy.clientGets() == Self.refusal(.missingUpstream, "400 Bad Request"))
        try proxy.clientSends(request)
        #expect(try proxy.clientGets() == Self.refusal(.missingUpstream, "400 Bad Request"))
        #expect(proxy.client.isActive)
        #expect(try proxy.upstreamGets() == "")
        #expect(proxy.stats.snapshot().problems == 2)
    }

    @Test("Requests in one piece are answered one by one, up to the one that closes")
    func pipelined() throws {
        let proxy = try EmbeddedProxy()
        let first = "GET / HTTP/1.1\r\nHost: x\r\n\r\n"
        let last = "GET / HTTP/1.1\r\nHost: x\r\nX-Upstream-Host: a/b\r\nConnection: close\r\n\r\n"
        try proxy.clientSends(first + last + first)
        #expect(
            try proxy.clientGets() == Self.refusal(.missingUpstream, "400 Bad Request")
                + Self.refusal(.invalidUpstream, "400 Bad Request", close: true))
        #expect(!proxy.client.isActive)
        #expect(proxy.stats.snapshot().requests == 2)
    }

    @Test("HEAD is refused with the fields of a body, and none")
    func head() throws {
        let proxy = try EmbeddedProxy()
        try proxy.clientSends("HEAD / HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(try proxy.clientGets() == Self.refusal(.missingUpstream, "400 Bad Request", isHead: true))
        #expect(proxy.client.isActive)
    }

    static let nonsense: [(String, ProxyError.Code, String)] = [
        ("nonsense\r\n\r\n", .malformedRequest, "400 Bad Request"),
        ("GET / HTTP/1.1\r\nHost : x\r\n\r\n", .malformedRequest, "400 Bad Request"),
        ("GET / HTTP/1.1\r\nHost: a\u{0}b\r\n\r\n", .malformedRequest, "400 Bad Request"),
        ("GET / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", .malformedRequest, "400 Bad Request"),
        (
            "GET / HTTP/1.1\r\nX: \(String(repeating: "x", count: 70_000))", .headTooLarge,
            "431 Request Header Fields Too Large"
        ),
        ("\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}", .malformedRequest, "400 Bad Request"),
    ]

    @Test("What is no request is answered once, and the connection closes", arguments: nonsense)
    func malformed(_ bytes: String, _ code: ProxyError.Code, _ line: String) throws {
        let proxy = try EmbeddedProxy()
        try proxy.clientSends(bytes)
        let answer = try proxy.clientGets()
        #expect(answer.hasPrefix("HTTP/1.1 "))
        #expect(answer.contains("Connection: close\r\n"))
        #expect(answer == Self.refusal(code, line, close: true))
        #expect(!proxy.client.isActive)
        #expect(try proxy.upstreamGets() == "")
        #expect(proxy.stats.snapshot().inFlight == 0)
        #expect(proxy.stats.snapshot().problems == 1)
    }

    @Test("A refused upload is read to its end, which is when the connection closes")
    func drained() throws {
        let proxy = try EmbeddedProxy()
        try proxy.clientSends("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\n\r\none")
        #expect(try proxy.clientGets() == Self.refusal(.missingUpstream, "400 Bad Request", close: true))
        #expect(proxy.client.isActive)
        try proxy.clientSends("two")
        #expect(!proxy.client.isActive)
        #expect(try proxy.clientGets() == "")
    }

    @Test("A refused upload that does not end is given up after a while")
    func lingering() throws {
        let proxy = try EmbeddedProxy()
        try proxy.clientSends("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\n\r\none")
        proxy.loop.advanceTime(by: .milliseconds(1_999))
        #expect(proxy.client.isActive)
        proxy.loop.advanceTime(by: .milliseconds(1))
        #expect(!proxy.client.isActive)
    }

    @Test("Nonsense in a body that nobody wants is not answered again, and the connection ends")
    func nonsenseWhileDraining() throws {
        let proxy = try EmbeddedProxy()
        try proxy.clientSends("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n")
        #expect(try proxy.clientGets() == Self.refusal(.missingUpstream, "400 Bad Request", close: true))
        try proxy.clientSends("zz\r\n")
        proxy.loop.advanceTime(by: .seconds(2))
        #expect(try proxy.clientGets() == "")
        #expect(!proxy.client.isActive)
        #expect(proxy.stats.snapshot().problems == 1)
    }

    @Test("A client that leaves ends its exchange, its upstream's connection and its count")
    func leaves() throws {
        let proxy = try EmbeddedProxy()
        #expect(proxy.stats.snapshot().connections == 1)
        try proxy.clientSends(EmbeddedProxy.head())
        #expect(proxy.stats.snapshot().inFlight == 1)
        try proxy.client.close().wait()
        proxy.loop.run()
        #expect(!proxy.upstream.isActive)
        #expect(proxy.stats.snapshot().inFlight == 0)
        #expect(proxy.stats.snapshot().connections == 0)
        #expect(proxy.stats.snapshot().problems == 1)
    }

    // MARK: Reading

    @Test("An open connection asks for bytes once, and again after each refusal")
    func readsForRequests() throws {
        let proxy = try EmbeddedProxy()
        #expect(proxy.clientReads.take() == 1)
        try proxy.clientSends("GET / HTTP/1.1\r\n")
        #expect(proxy.clientReads.take() == 1)
        try proxy.clientSends("Host: x\r\n\r\n")
        #expect(proxy.clientReads.take() >= 1)
    }

    @Test("Of a client whose whole request is being served one piece is read ahead, and no more before the answer")
    func readsWhileServing() throws {
        let proxy = try EmbeddedProxy()
        try proxy.clientSends(EmbeddedProxy.head())
        #expect(proxy.clientReads.take() >= 1)
        try proxy.upstreamSends("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nha")
        #expect(proxy.clientReads.take() == 0)
        try proxy.clientSends("GET /next HTTP/1.1\r\n")
        #expect(proxy.clientReads.take() == 0)
        try proxy.upstreamSends("lf")
        #expect(proxy.clientReads.take() >= 1)
        _ = try proxy.upstreamGets()
        try proxy.clientSends("Host: localhost\r\nX-Upstream-Host: api.example\r\n\r\n")
        #expect(try proxy.upstreamGets().hasPrefix("GET /next HTTP/1.1\r\n"))
    }

    @Test("A body is read as fast as the upstream takes it, and no faster")
    func readsOfBody() throws {
        let proxy = try EmbeddedProxy()
        try proxy.clientSends(EmbeddedProxy.head("POST / HTTP/1.1", "Content-Length: 9") + "one")
        #expect(proxy.clientReads.take() >= 1)
        proxy.upstream.isWritable = false
        try proxy.clientSends("two")
        #expect(proxy.clientReads.take() == 0)
        #expect(try proxy.upstreamGets().hasSuffix("\r\n\r\nonetwo"))
        proxy.upstream.isWritable = true
        proxy.upstream.pipeline.fireChannelWritabilityChanged()
        #expect(proxy.clientReads.take() == 1)
        try proxy.clientSends("end")
        #expect(try proxy.upstreamGets() == "end")
    }
}
