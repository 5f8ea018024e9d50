import JotopTestSupport
import NIOCore
import NIOEmbedded
import ProxyCore
import Testing

@testable import ProxyEngine

/// What an upstream's connection makes of what comes over it.
@Suite("The upstream's connection, in memory")
struct UpstreamHandlerTests {
    private static let ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

    @Test(
        "An answer that comes byte by byte goes on as it comes, and its connection serves the next request",
        arguments: [
            (ok, ok),
            (
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nX-Sum: 1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\no\r\n1\r\nk\r\n0\r\nX-Sum: 1\r\n\r\n"
            ),
            ("HTTP/1.1 204 No Content\r\nX-A: 1\r\n\r\n", "HTTP/1.1 204 No Content\r\nX-A: 1\r\n\r\n"),
        ])
    func pieces(_ answer: String, _ wanted: String) throws {
        let proxy = try EmbeddedProxy()
        #expect(!proxy.connection.isReused)
        for round in 1...2 {
            try proxy.clientSends(EmbeddedProxy.head("GET /\(round) HTTP/1.1"))
            #expect(try proxy.upstreamGets().hasPrefix("GET /\(round) HTTP/1.1\r\nHost: api.example\r\n"))
            #expect(proxy.connection.isReused == (round == 2))
            for character in answer.unicodeScalars { try proxy.upstreamSends(String(character)) }
            #expect(try proxy.clientGets() == wanted)
        }
        #expect(proxy.upstream.isActive && proxy.client.isActive)
        #expect(proxy.stats.snapshot().problems == 0)
    }

    @Test("The first piece of an answer is with the client before the last has come")
    func streaming() throws {
        let proxy = try EmbeddedProxy()
        try proxy.clientSends(EmbeddedProxy.head())
        try proxy.upstreamSends("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\none")
        #expect(try proxy.clientGets() == "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\none")
        try proxy.upstreamSends("two")
        #expect(try proxy.clientGets() == "two")
    }

    @Test(
        "A connection that is not to be used again is closed, and the client's is not",
        arguments: [
            "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok",
            "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok",
        ])
    func notReusable(_ answer: String) throws {
        let proxy = try EmbeddedProxy()
        try proxy.clientSends(EmbeddedProxy.head())
        try proxy.upstreamSends(answer)
        #expect(try proxy.clientGets() == Self.ok)
        #expect(!proxy.upstream.isActive)
        #expect(proxy.client.isActive)
    }

    @Test("An answer that is complete before its request costs the upstream's connection, which waits for the rest")
    func earlyAnswer() throws {
        let proxy = try EmbeddedProxy()
        try proxy.clientSends(EmbeddedProxy.head("POST / HTTP/1.1", "Content-Length: 6") + "one")
        try proxy.upstreamSends(Self.ok)
        #expect(try proxy.clientGets() == Self.ok)
        #expect(!proxy.upstream.isActive)
        #expect(proxy.clientReads.take() >= 1)
        try proxy.clientSends("two")
        #expect(proxy.stats.snapshot().problems == 0)
        // The client's connection goes on, and no timer of the last exchange ends it in the next.
        proxy.pass(.seconds(60))
        try proxy.clientSends("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(try proxy.clientGets() == ConnectionHandlerTests.refusal(.missingUpstream, "400 Bad Request"))
        #expect(proxy.client.isActive)
    }

    @Test(
        "What comes over an idle connection that nobody asked for closes it, before its first request and after",
        arguments: [ok, "nonsense", "HTTP/1.1 408 Request Timeout\r\n\r\n", "\u{0}"], [0, 1])
    func unsolicited(_ bytes: String, _ served: Int) throws {
        let proxy = try EmbeddedProxy()
        for _ in 0..<served {
            try proxy.clientSends(EmbeddedProxy.head())
            try proxy.upstreamSends(Self.ok)
            #expect(try proxy.clientGets() == Self.ok)
        }
        #expect(proxy.upstream.isActive)
        try proxy.upstreamSends(bytes)
        proxy.loop.run()
        #expect(!proxy.upstream.isActive)
        #expect(try proxy.clientGets() == "")
        #expect(proxy.context.pool.idleStream(to: proxy.connection.target, asHTTP1: false) == nil)
    }

    @Test("Two answers to one request: the second goes to nobody, and the connection closes")
    func twoAnswers() throws {
        let proxy = try EmbeddedProxy()
        try proxy.clientSends(EmbeddedProxy.head())
        try proxy.upstreamSends(Self.ok + Self.ok)
        #expect(try proxy.clientGets() == Self.ok)
        #expect(!proxy.upstream.isActive)
        #expect(proxy.client.isActive)
    }

    @Test("A connection that closes while it waits is forgotten")
    func closedWhileIdle() throws {
        let proxy = try EmbeddedProxy()
        try proxy.upstream.close().wait()
        #expect(proxy.context.pool.idleStream(to: proxy.connection.target, asHTTP1: false) == nil)
    }

    static let breaks = [
        "", "HTTP/1.1 200", "HTTP/1.1 200 OK\r\nContent-Le", "HTTP/1.1 100 Continue\r\n\r\n", "SSH-2.0-OpenSSH_9.2\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n", "HTTP/1.1 200 OK\r\nBad Name: x\r\n\r\n",
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n",
    ]

    @Test("A connection that breaks before a head that makes sense is one refusal, and one problem", arguments: breaks)
    func broken(_ bytes: String) throws {
        let proxy = try EmbeddedProxy()
        try proxy.clientSends(EmbeddedProxy.head("POST / HTTP/1.1", "Content-Length: 0"))
        try proxy.upstreamSends(bytes)
        if proxy.upstream.isActive { try proxy.upstream.close().wait() }
        proxy.loop.run()
        let answer = try proxy.clientGets().replacing("HTTP/1.1 100 Continue\r\n\r\n", with: "")
        #expect(answer == ConnectionHandlerTests.refusal(.upstreamUnavailable, "502 Bad Gateway"))
        #expect(proxy.client.isActive && !proxy.upstream.isActive)
        #expect(proxy.stats.snapshot().problems == 1)
        #expect(proxy.stats.snapshot().inFlight == 0)
    }

    @Test(
        "An answer that breaks off is broken off for the client too",
        arguments: [
            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhal",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhal\r\n",
        ])
    func brokenOff(_ bytes: String) throws {
        let proxy = try EmbeddedProxy()
        try proxy.clientSends(EmbeddedProxy.head())
        try proxy.upstreamSends(bytes)
        try proxy.upstream.close().wait()
        proxy.loop.run()
        #expect(try proxy.clientGets() == bytes)
        #expect(!proxy.client.isActive)
        #expect(proxy.stats.snapshot().problems == 1)
    }

    @Test("Interim answers go on to those who know them")
    func interim() throws {
        let hints = "HTTP/1.1 102 Processing\r\nLink: </a.css>\r\n\r\n"
        for (version, wanted) in [("1.1", hints + Self.ok), ("1.0", Self.ok.replacing("\r\n\r\n", with: closing))] {
            let proxy = try EmbeddedProxy()
            try proxy.clientSends(EmbeddedProxy.head("GET / HTTP/\(version)"))
            try proxy.upstreamSends(hints)
            try proxy.upstreamSends(Self.ok)
            let answer = try proxy.clientGets()
            #expect(answer == wanted)
        }
    }
    private let closing = "\r\nConnection: close\r\n\r\n"

    @Test("An upstream that does not begin its answer in time is refused for, and its connection closed")
    func timeout() throws {
        let proxy = try EmbeddedProxy { $0.upstreamTimeout = .seconds(7) }
        try proxy.clientSends(EmbeddedProxy.head())
        proxy.pass(.milliseconds(6_999))
        #expect(try proxy.clientGets() == "")
        proxy.pass(.milliseconds(1))
        #expect(try proxy.clientGets() == ConnectionHandlerTests.refusal(.upstreamTimeout, "504 Gateway Timeout"))
        #expect(!proxy.upstream.isActive && proxy.client.isActive)
    }

    @Test("A long upload is not cut off: the upstream's time begins when it has all of it")
    func longUpload() throws {
        let proxy = try EmbeddedProxy { $0.upstreamTimeout = .seconds(7) }
        try proxy.clientSends(EmbeddedProxy.head("POST / HTTP/1.1", "Content-Length: 20"))
        for _ in 1...10 {
            proxy.pass(.seconds(5))
            try proxy.clientSends("ab")
        }
        #expect(try proxy.upstreamGets().hasSuffix("\r\n\r\n" + String(repeating: "ab", count: 10)))
        proxy.pass(.milliseconds(6_999))
        #expect(try proxy.clientGets() == "" && proxy.upstream.isActive)
        proxy.pass(.milliseconds(1))
        #expect(try proxy.clientGets() == ConnectionHandlerTests.refusal(.upstreamTimeout, "504 Gateway Timeout"))
    }

    private static func upload() throws -> EmbeddedProxy {
        let proxy = try EmbeddedProxy {
            $0.upstreamTimeout = .seconds(7)
            $0.limits.idleTimeout = .seconds(40)
        }
        try proxy.clientSends(EmbeddedProxy.head("POST / HTTP/1.1", "Content-Length: 6") + "ab")
        return proxy
    }

    private static func setWritable(_ isWritable: Bool, _ channel: EmbeddedChannel) {
        channel.isWritable = isWritable
        channel.pipeline.fireChannelWritabilityChanged()
    }

    @Test("A client that pauses within its body is no delay of the upstream's")
    func pausedUpload() throws {
        let proxy = try Self.upload()
        for _ in 1...2 {
            proxy.pass(.milliseconds(39_999))
            #expect(try proxy.clientGets() == "" && proxy.upstream.isActive)
            try proxy.clientSends("cd")
        }
        proxy.pass(.milliseconds(6_999))
        try proxy.upstreamSends(Self.ok)
        #expect(try proxy.clientGets() == Self.ok)
    }

    @Test("An upload that comes to a halt is given up, and its client told so")
    func haltedUpload() async throws {
        let proxy = try Self.upload()
        let probe = EventProbe(proxy.events)
        proxy.pass(.milliseconds(39_999))
        #expect(proxy.client.isActive && proxy.upstream.isActive)
        proxy.pass(.milliseconds(1))
        let answer = try proxy.clientGets()
        #expect(answer.hasPrefix("HTTP/1.1 408 Request Timeout\r\n"))
        #expect(answer.contains("\r\nX-Jotop-Error: body_timeout\r\n") && answer.contains("\r\nConnection: close\r\n"))
        #expect(answer.hasSuffix("\r\n\r\nrequest body timeout"))
        #expect(!proxy.upstream.isActive)
        // It has a moment to read that.
        proxy.pass(.seconds(2))
        #expect(!proxy.client.isActive)
        let error = try #require(await probe.first(\.ended)?.error)
        #expect(error.code == .bodyTimeout)
        #expect(error.detail.hasPrefix("nothing more of the request's body came within 40.0 seconds"))
    }

    @Test("An upstream that takes no more of an upload has its own time, from then on")
    func refusedUpload() throws {
        let proxy = try Self.upload()
        proxy.pass(.seconds(20))
        Self.setWritable(false, proxy.upstream)
        proxy.pass(.milliseconds(6_999))
        Self.setWritable(true, proxy.upstream)
        proxy.pass(.seconds(20))
        Self.setWritable(false, proxy.upstream)
        proxy.pass(.milliseconds(6_999))
        #expect(try proxy.clientGets() == "" && proxy.upstream.isActive)
        proxy.pass(.milliseconds(1))
        #expect(try proxy.clientGets().hasPrefix("HTTP/1.1 504 Gateway Timeout\r\n"))
        #expect(!proxy.upstream.isActive)
    }

    @Test("A body that nobody needs any more has no limit: the answer is there")
    func answeredUpload() throws {
        let proxy = try Self.upload()
        try proxy.upstreamSends("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\no")
        proxy.pass(.seconds(400))
        #expect(proxy.client.isActive && proxy.upstream.isActive)
        try proxy.upstreamSends("k")
        #expect(try proxy.clientGets() == Self.ok)
    }

    @Test("The time-out ends with the head of the answer, however long its body takes")
    func slowBody() throws {
        let proxy = try EmbeddedProxy { $0.upstreamTimeout = .seconds(7) }
        try proxy.clientSends(EmbeddedProxy.head())
        try proxy.upstreamSends("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n")
        proxy.pass(.seconds(700))
        try proxy.upstreamSends("ok")
        #expect(try proxy.clientGets() == Self.ok)
    }

    @Test("An answer is read as fast as the client takes it, and no faster; an idle connection always listens")
    func reads() throws {
        let proxy = try EmbeddedProxy()
        #expect(proxy.upstreamReads.take() >= 1)
        try proxy.clientSends(EmbeddedProxy.head())
        proxy.client.isWritable = false
        _ = proxy.upstreamReads.take()
        try proxy.upstreamSends("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\no")
        #expect(proxy.upstreamReads.take() == 0)
        proxy.client.isWritable = true
        proxy.client.pipeline.fireChannelWritabilityChanged()
        #expect(proxy.upstreamReads.take() == 1)
        try proxy.upstreamSends("k")
        #expect(proxy.upstreamReads.take() >= 1)
    }
}
