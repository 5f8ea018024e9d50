import NIOCore
import NIOEmbedded
import ProxyCore
import Testing

@testable import ProxyEngine

/// Field values that are no UTF-8 (`obs-text` of RFC 9110, section 5.5).
@Suite("Bytes that are no text")
struct ObsoleteTextTests {
    private static let latin1: [UInt8] = Array("caf".utf8) + [0xE9, 0x20, 0x80, 0xBF, 0xC0, 0xFF]

    private static func bytes(_ channel: EmbeddedChannel) throws -> [UInt8] {
        var all: [UInt8] = []
        while let bytes = try channel.readOutbound(as: ByteBuffer.self) { all += bytes.readableBytesView }
        return all
    }

    private static func send(_ bytes: [UInt8], to channel: EmbeddedChannel, size: Int) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            try channel.writeInbound(ByteBuffer(bytes: rest.prefix(size)))
            channel.embeddedEventLoop.run()
            rest = rest.dropFirst(size)
        }
    }

    @Test("A request's values pass byte for byte, and so does the body behind them", arguments: [1, 7, 4096])
    func request(_ size: Int) throws {
        let proxy = try EmbeddedProxy()
        let body: [UInt8] = [0xEF, 0x9E, 0x80, 0xFF, 0x00, 0x80]
        for value in [Self.latin1, Array("naïve €".utf8), Array("plain".utf8), Self.latin1] {
            let head = Array("POST / HTTP/1.1\r\nHost: localhost\r\nX-Upstream-Host: api.example\r\nX-Name: ".utf8)
            try Self.send(
                head + value + Array("\r\nContent-Length: 6\r\n\r\n".utf8) + body, to: proxy.client, size: size)
            let sent = try Self.bytes(proxy.upstream)
            #expect(sent.contains(Array("\r\nX-Name: ".utf8) + value + Array("\r\nContent".utf8)))
            #expect(sent.suffix(6) == body[...])
            try proxy.upstreamSends("HTTP/1.1 204 Done\r\n\r\n")
            #expect(try proxy.clientGets() == "HTTP/1.1 204 Done\r\n\r\n")
        }
    }

    @Test(
        "An answer's values and its reason pass byte for byte, and so does the body behind them",
        arguments: [1, 7, 4096])
    func answer(_ size: Int) throws {
        let proxy = try EmbeddedProxy()
        let body: [UInt8] = [0xEF, 0x9F, 0x80, 0xFF, 0x00, 0x80]
        for value in [Self.latin1, Array("naïve €".utf8), Array("plain".utf8), Self.latin1] {
            try proxy.clientSends(EmbeddedProxy.head())
            _ = try proxy.upstreamGets()
            let answer =
                Array("HTTP/1.1 200 ".utf8) + value + Array("\r\nX-Name: ".utf8) + value
                + Array("\r\nContent-Length: 6\r\n\r\n".utf8) + body
            try Self.send(answer, to: proxy.upstream, size: size)
            #expect(try Self.bytes(proxy.client) == answer)
        }
    }

    @Test("A host that is no text is refused")
    func host() throws {
        let proxy = try EmbeddedProxy()
        let head = Array("GET / HTTP/1.1\r\nHost: localhost\r\nX-Upstream-Host: b".utf8) + [0xFC]
        try Self.send(head + Array("cher.example\r\n\r\n".utf8), to: proxy.client, size: 4096)
        #expect(try proxy.clientGets() == ConnectionHandlerTests.refusal(.invalidUpstream, "400 Bad Request"))
    }

    @Test(
        "So do trailers, both ways, and interim answers, though several heads come in one piece",
        arguments: [1, 7, 4096])
    func trailers(_ size: Int) throws {
        let proxy = try EmbeddedProxy()
        let field = Array("X-Sum: ".utf8) + Self.latin1 + Array("\r\n".utf8)
        let post = EmbeddedProxy.head("POST / HTTP/1.1", "TE: trailers", "Transfer-Encoding: chunked")
        let end = Array("0\r\n".utf8) + field + Array("\r\n".utf8)
        try Self.send(Array(post.utf8) + end, to: proxy.client, size: size)
        #expect(try Self.bytes(proxy.upstream).suffix(end.count) == end[...])
        let interim = Array("HTTP/1.1 103 ".utf8) + Self.latin1 + Array("\r\n".utf8) + field + Array("\r\n".utf8)
        let answer = Array("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".utf8) + end
        try Self.send(interim + interim + answer, to: proxy.upstream, size: size)
        #expect(try Self.bytes(proxy.client) == interim + interim + answer)
    }

    @Test("Heads of several requests in one piece keep theirs, each its own")
    func pipelined() throws {
        let proxy = try EmbeddedProxy()
        let head = Array("GET / HTTP/1.1\r\nHost: localhost\r\nX-Upstream-Host: api.example\r\nX-Name: ".utf8)
        let values = [Self.latin1, Array("plain".utf8), [0xFF, 0xFE]]
        try Self.send(values.flatMap { head + $0 + Array("\r\n\r\n".utf8) }, to: proxy.client, size: 4096)
        for value in values {
            let sent = try Self.bytes(proxy.upstream)
            #expect(sent.contains(Array("\r\nX-Name: ".utf8) + value + Array("\r\n".utf8)))
            try proxy.upstreamSends("HTTP/1.1 204 Done\r\n\r\n")
        }
        #expect(try proxy.clientGets() == String(repeating: "HTTP/1.1 204 Done\r\n\r\n", count: 3))
    }
}
