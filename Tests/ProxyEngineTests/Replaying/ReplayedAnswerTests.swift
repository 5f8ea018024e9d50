import HTTPWire
import NIOCore
import NIOEmbedded
import ProxyCore
import Testing

@testable import ProxyEngine

@Suite("Answers of replays")
struct ReplayedAnswerTests {
    @Test("One that no client in HTTP/2 could be sent is as good as any: there is no client")
    func bytesThatAreNoText() throws {
        let proxy = try EmbeddedProxy()
        var ended: FlowEnd?
        let target = proxy.connection.target
        let resending = Resending(FlowReplay(of: FlowID(7)), to: target, for: nil) { ended = $0 }
        let stream = ReplayStream(nil, loop: proxy.context)
        let exchange = Exchange(
            RequestHead("GET", "/", .http2), body: .none, client: stream, loop: proxy.context, resending: resending)
        stream.begin(exchange, resending)
        proxy.loop.run()
        #expect(try proxy.upstreamGets().hasPrefix("GET / HTTP/1.1\r\n"))
        try proxy.upstreamSends(
            ByteBuffer(
                bytes: Array("HTTP/1.1 403 No\r\nTransfer-Encoding: chunked\r\nX-Name: caf".utf8) + [0xE9]
                    + Array("\r\n\r\n0\r\nX-Sum: ".utf8) + [0xE9] + Array("\r\n\r\n".utf8)))
        let end = try #require(ended)
        #expect(end.status == 403 && end.error == nil)
    }
}
