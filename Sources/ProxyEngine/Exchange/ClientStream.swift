import HTTPWire
import NIOCore

/// The client's side of one exchange: a connection of HTTP/1 while it serves it, or a stream of HTTP/2.
///
/// It hands the exchange what comes (``Exchange/begin()``, ``Exchange/requestBody(_:)``, ``Exchange/requestEnded(_:)``,
/// ``Exchange/requestBroke(_:)``, ``Exchange/clientLeft()``, ``Exchange/clientBecameWritable()``,
/// ``Exchange/flushUpstream()``), and is told what to send. Framing, and what is said of connections, are its own affair.
/// Everything happens on one event loop.
protocol ClientStream: AnyObject {
    /// Whether the client takes bytes now; if not, it says so later by ``Exchange/clientBecameWritable()``.
    var isWritable: Bool { get }

    /// Passes on an interim answer, if the client's version knows such.
    func sendInterim(_ head: ResponseHead)

    /// Begins the answer with the fields that are kept. A body follows unless its length is ``BodyLength/none``, in pieces,
    /// and ``sendEnd(_:)`` in any case.
    func send(_ head: ResponseHead, body: BodyLength)
    func sendBody(_ bytes: ByteBuffer)

    /// Completes the answer, or, in a tunnel, says that nothing more comes. Outside a tunnel the exchange is over with it.
    func sendEnd(_ trailers: FieldBlock?)

    /// Answers in the proxy's own name, at once and completely; the exchange is over with it.
    ///
    /// - Parameter isLast: whether nothing that follows on the connection can be trusted to be a request.
    func refuse(_ head: ResponseHead, body: ByteBuffer, isLast: Bool)

    /// Leaves HTTP: passes the upstream's word on, with the protocol agreed on. From here on, bodies are bytes both ways.
    func switchProtocols(_ head: ResponseHead, to name: String)

    /// Breaks off an answer that cannot be completed.
    func abort()

    /// Asks for more of the request, if ``Exchange/wantsBody``. What has been read already comes at once.
    func readMore()

    /// Sends what has been handed over.
    func flush()
}
