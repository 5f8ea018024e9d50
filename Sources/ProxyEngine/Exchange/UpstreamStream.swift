import HTTPWire
import NIOCore

/// The upstream's side of one exchange: a connection of HTTP/1 while it serves it, or a stream of HTTP/2.
///
/// It hands the exchange what comes (``Exchange/interimArrived(_:)``, ``Exchange/responseArrived(_:body:)``,
/// ``Exchange/responseBody(_:)``, ``Exchange/responseEnded(_:)``, ``Exchange/upstreamBroke(_:isSilent:)``, ``Exchange/upstreamRefused(_:)``,
/// ``Exchange/upstreamWritabilityChanged()``, ``Exchange/flushClient()``), and is told what to send. Framing, and what is said of
/// connections, are its own affair. Everything happens on the exchange's event loop.
protocol UpstreamStream: AnyObject {
    /// Whether the upstream takes bytes now; if not, it says so later by ``Exchange/upstreamWritabilityChanged()``.
    var isWritable: Bool { get }
    /// Whether the connection has served a request before this one.
    var isReused: Bool { get }
    var version: ProtocolVersion { get }

    /// Sends a request's head, and hands everything that comes back to `exchange` until that is over. If the request has a
    /// body, it follows in pieces, and ``sendEnd(_:)`` after it.
    func send(_ request: UpstreamRequest, for exchange: Exchange)
    func sendBody(_ bytes: ByteBuffer)

    /// Completes the request, or, in a tunnel, says that nothing more comes.
    func sendEnd(_ trailers: FieldBlock?)

    /// Sends what has been handed over.
    func flush()

    /// Asks for more of the answer, if the client takes it.
    func readMore()

    /// Leaves HTTP: from here on, bodies are bytes both ways.
    func switchProtocols()

    /// Stops what is under way; nobody is told any more. What is complete is never cancelled: it sees to itself.
    func cancel()

    /// It was not needed after all.
    func release()
}

/// A request as it goes upstream, whichever version of HTTP it goes by.
struct UpstreamRequest {
    /// Of its fields those that are kept go on.
    let head: RequestHead
    /// What the origin server gets for a target: path and query, or an asterisk.
    let path: ByteBuffer
    let route: Route
    /// The value of the one `Authorization` there is; nil for none.
    let authorization: String?
    let body: BodyLength
    /// The protocol that the client asks for on this connection (RFC 9110, section 7.8).
    let upgrade: String?
    /// The version that it goes by.
    let version: ProtocolVersion
}
