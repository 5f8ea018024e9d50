import HTTPWire
import NIOCore
import ProxyCore

/// Stands for a client whose request was so wrong that NIOHTTP2 has refused it without handing it on: it has its answer, and
/// the flow is told of like any other.
final class UnheardRequest: ClientStream {
    private let loop: LoopContext

    init(_ loop: LoopContext) { self.loop = loop }

    func refuse() {
        let exchange = Exchange(.unreadable(.http2), body: .none, client: self, loop: loop)
        exchange.begin(
            refusedFor: ProxyError(.malformedRequest, "fields that HTTP/2 does not allow: RFC 9113, section 8"))
    }

    var isWritable: Bool { true }
    func sendInterim(_ head: ResponseHead) {}
    func send(_ head: ResponseHead, body: BodyLength) {}
    func sendBody(_ bytes: ByteBuffer) {}
    func sendEnd(_ trailers: FieldBlock?) {}
    func refuse(_ head: ResponseHead, body: ByteBuffer, isLast: Bool) {}
    func switchProtocols(_ head: ResponseHead, to name: String) {}
    func abort() {}
    func readMore() {}
    func flush() {}
}
