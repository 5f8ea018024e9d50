import JotopTestSupport
import NIOEmbedded
import ProxyCore
import Testing

@testable import ProxyEngine

@Suite("Limits of bodies, and of answers' heads", .timeLimit(.minutes(5)))
struct SizeLimitsTests {
    private static let refused = ConnectionHandlerTests.refusal(.bodyTooLarge, "413 Content Too Large", close: true)

    private static func proxy() throws -> EmbeddedProxy {
        try EmbeddedProxy {
            $0.limits.bodySize = 10
            $0.limits.responseHeadSize = 4096
            $0.limits.fieldCount = 20
        }
    }

    @Test("A body that is said to be too long is 413 before a token is asked for, and the connection closes")
    func announced() throws {
        let proxy = try Self.proxy()
        try proxy.clientSends(EmbeddedProxy.head("POST / HTTP/1.1", "Content-Length: 11"))
        #expect(try proxy.clientGets() == Self.refused)
        #expect(try proxy.upstreamGets() == "")
        #expect(proxy.tokens.requests.isEmpty)
    }

    @Test("One that grows too long is 413, and the upstream is never told that it is whole")
    func growing() throws {
        let proxy = try Self.proxy()
        try proxy.clientSends(EmbeddedProxy.head("POST / HTTP/1.1", "Transfer-Encoding: chunked"))
        try proxy.clientSends("6\r\nabcdef\r\n")
        #expect(try proxy.upstreamGets().hasSuffix("6\r\nabcdef\r\n"))
        try proxy.clientSends("5\r\nghijk\r\n0\r\n\r\n")
        #expect(try proxy.clientGets() == Self.refused)
        #expect(try proxy.upstreamGets() == "")
        #expect(!proxy.client.isActive)
    }

    @Test("One of just that length passes, with its length said or in chunks")
    func fitting() throws {
        for (field, body) in [
            ("Content-Length: 10", "abcdefghij"), ("Transfer-Encoding: chunked", "a\r\nabcdefghij\r\n0\r\n\r\n"),
        ] {
            let proxy = try Self.proxy()
            try proxy.clientSends(EmbeddedProxy.head("POST / HTTP/1.1", field) + body)
            #expect(try proxy.upstreamGets().hasSuffix("\r\n\r\n" + body))
            try proxy.upstreamSends("HTTP/1.1 204 No Content\r\n\r\n")
            #expect(try proxy.clientGets().hasPrefix("HTTP/1.1 204 "))
        }
    }

    @Test(
        "An answer's head that is too large, alone or with the interim answers before it, is 502",
        arguments: [
            "HTTP/1.1 200 OK\r\nX: " + String(repeating: "a", count: 4096) + "\r\n\r\n",
            "HTTP/1.1 200 OK\r\n" + String(repeating: "X:\r\n", count: 21) + "\r\n",
            String(repeating: "HTTP/1.1 103 Early Hints\r\n\r\n", count: 100),
            String(
                repeating: "HTTP/1.1 103 Early Hints\r\nLink: " + String(repeating: "a", count: 1000) + "\r\n\r\n",
                count: 5),
        ])
    func answer(_ bytes: String) throws {
        let proxy = try Self.proxy()
        try proxy.clientSends(EmbeddedProxy.head())
        try proxy.upstreamSends(bytes)
        #expect(try proxy.clientGets().contains("HTTP/1.1 502 Bad Gateway\r\n"))
        #expect(!proxy.upstream.isActive)
    }

    @Test("As many interim answers as have room pass")
    func interim() throws {
        let proxy = try Self.proxy()
        try proxy.clientSends(EmbeddedProxy.head())
        let hints = String(repeating: "HTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\n", count: 40)
        try proxy.upstreamSends(hints + "HTTP/1.1 204 No Content\r\n\r\n")
        #expect(try proxy.clientGets().hasPrefix(hints + "HTTP/1.1 204 No Content\r\n"))
    }

    #if os(Linux)
        @Test("A client that takes nothing of its answer is broken off after its time, and its upstream with it")
        func unread() async throws {
            let upstream = try await RawServer.start()
            try await RunningProxy.with {
                $0.limits.idleTimeout = .seconds(1)
            } _: { proxy in
                let client = try await RawConnection.connect(to: proxy.port, autoRead: false)
                try await client.write(
                    "GET / HTTP/1.1\r\nHost: x\r\nX-Upstream-Host: 127.0.0.1:\(upstream.port)\r\n\r\n")
                let server = try await upstream.accept()
                _ = await server.read(through: "\r\n\r\n")
                try await server.write("HTTP/1.1 200 OK\r\n\r\n")
                let sending = Task { while true { try await server.write(bytes: 1 << 20) } }
                #expect(await proxy.probe.first(\.ended)?.error?.code == .clientGone)
                await #expect(throws: (any Error).self) { try await sending.value }
            }
        }
    #endif
}
