import NIOCore
import NIOEmbedded
import Testing

@testable import ProxyEngine

/// What is gathered in a round of the event loop, and goes out at its end.
@Suite("The end of a round")
struct TickFlushTests {
    private func size(_ channel: EmbeddedChannel) throws -> Int {
        var size = 0
        while let bytes = try channel.readOutbound(as: ByteBuffer.self) { size += bytes.readableBytes }
        return size
    }

    @Test("A request goes out at the end of the round in which it came, and its answer likewise")
    func end() throws {
        let proxy = try EmbeddedProxy()
        try proxy.client.writeInbound(ByteBuffer(string: EmbeddedProxy.head()))
        #expect(try proxy.upstreamGets().isEmpty)
        proxy.loop.run()
        #expect(try proxy.upstreamGets().hasPrefix("GET / HTTP/1.1\r\nHost: api.example\r\n"))
        let answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
        try proxy.upstream.writeInbound(ByteBuffer(string: answer))
        #expect(try proxy.clientGets().isEmpty)
        proxy.loop.run()
        #expect(try proxy.clientGets() == answer)
    }

    @Test("A client that leaves in the same round has sent its request all the same")
    func left() throws {
        let proxy = try EmbeddedProxy()
        try proxy.client.writeInbound(
            ByteBuffer(string: EmbeddedProxy.head("POST / HTTP/1.1", "Content-Length: 2") + "hi"))
        try proxy.client.close().wait()
        proxy.loop.run()
        #expect(try proxy.upstreamGets().hasSuffix("\r\n\r\nhi"))
        #expect(!proxy.upstream.isActive)
    }

    @Test("Answers that nobody waits for are not gathered beyond a bound")
    func bound() throws {
        let proxy = try EmbeddedProxy()
        let count = 5_000
        let requests = String(repeating: "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", count: count)
        try proxy.client.writeInbound(ByteBuffer(string: requests))
        let early = try size(proxy.client)
        proxy.loop.run()
        let late = try size(proxy.client)
        #expect(early > 0 && late < 128 * 1024)
        #expect((early + late) % count == 0)
    }
}
