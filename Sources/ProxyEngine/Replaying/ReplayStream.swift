import HTTPWire
import NIOCore

/// The client's side of a replay: there is no client. It gives the body that was kept, and lets go of the answer.
final class ReplayStream: ClientStream {
    /// What is taken of an answer's body, in bytes: a replay is about how it is answered, not about what is downloaded.
    static let answerLimit = 262_144

    private let loop: LoopContext
    private var body: ByteBuffer?
    private var received = 0
    /// Until it is over.
    private var exchange: Exchange?

    init(_ body: ByteBuffer?, loop: LoopContext) {
        self.body = body
        self.loop = loop
    }

    func begin(_ exchange: Exchange, _ resending: Resending) {
        self.exchange = exchange
        exchange.begin(again: resending)
    }

    /// Nobody waits for it any more.
    func cancel() {
        exchange?.clientLeft()
        exchange = nil
    }

    var isWritable: Bool { true }

    func readMore() {
        guard let exchange, exchange.takesBody, let bytes = body else { return }
        body = nil
        if bytes.readableBytes > 0 { exchange.requestBody(bytes) }
        exchange.requestEnded(nil)
    }

    func sendBody(_ bytes: ByteBuffer) {
        let before = received
        received += bytes.readableBytes
        guard before <= Self.answerLimit, received > Self.answerLimit, let exchange else { return }
        // Not within the upstream's own call.
        let me = NIOLoopBound(exchange, eventLoop: loop.eventLoop)
        loop.eventLoop.execute { me.value.cutOff(nil) }
    }

    func sendInterim(_ head: ResponseHead) {}
    func send(_ head: ResponseHead, body: BodyLength) {}
    func sendEnd(_ trailers: FieldBlock?) { exchange = nil }
    func refuse(_ head: ResponseHead, body: ByteBuffer, isLast: Bool) { exchange = nil }
    /// What is kept asks for no other protocol.
    func switchProtocols(_ head: ResponseHead, to name: String) { cancel() }
    func abort() { exchange = nil }
    func flush() {}
}
