import NIOCore
import NIOHTTP1

/// What a client's connection is at, as a value: facts go in, orders come out. It knows no channel and no clock.
///
/// One exchange at a time: pipelined requests are held back in the handler before this one.
struct ClientConnectionState {
    /// A piece of a request after its head.
    enum Part: Equatable {
        case body(ByteBuffer)
        case end(HTTPHeaders?)
    }

    /// How far a tunnel has come.
    private struct Tunnel {
        var isOpen = false
        var ended: Set<Direction> = []
    }

    /// The two directions of a tunnel.
    enum Direction { case fromClient, fromUpstream }

    private enum Phase {
        /// Between requests.
        case idle
        /// The request waits for a token or for a connection; what came of its body meanwhile is held.
        case waiting(held: [Part])
        /// The request goes upstream as it comes.
        case relaying
        /// The answer is complete but the request is not: the rest is read and thrown away.
        case draining(discarded: Int)
        /// HTTP is over: bytes go both ways.
        case tunnelling(Tunnel)
        /// The connection is being closed; whatever still comes is thrown away.
        case lingering
        case closed
    }

    /// How much of an unwanted body is read before the connection is closed, in bytes.
    static let drainLimit = 1 << 20

    private var phase = Phase.idle
    private var hasBody = false
    private var isEndRead = false
    private var isResponseStarted = false
    private var staysOpen = false
    private var mayReadOn = true
}

// MARK: - The client's side

extension ClientConnectionState {
    /// A request's head came.
    ///
    /// - Parameter hasBody: whether its fields announce one.
    /// - Returns: whether to serve it; not on a connection that is being closed.
    mutating func headRead(keepAlive: Bool, hasBody: Bool) -> Bool {
        guard case .idle = phase, mayReadOn else { return false }
        phase = .waiting(held: [])
        self.hasBody = hasBody
        isEndRead = false
        isResponseStarted = false
        staysOpen = keepAlive
        return true
    }

    enum PartAction: Equatable {
        case nothing
        case forward(Part)
        /// The exchange is over.
        case finish(Ending)
    }

    /// A piece of the request's body, or its end, came.
    mutating func partRead(_ part: Part) -> PartAction {
        if case .end = part { isEndRead = true }
        switch phase {
        case .idle, .tunnelling, .lingering, .closed: return .nothing
        case .waiting(var held):
            phase = .closed  // Lets go of the pieces, so that one more does not copy them all.
            held.append(part)
            phase = .waiting(held: held)
            return .nothing
        case .relaying: return .forward(part)
        case .draining(let discarded):
            guard case .body(let bytes) = part else { return .finish(end()) }
            let total = discarded + bytes.readableBytes
            guard total <= Self.drainLimit else {
                phase = .lingering
                return .finish(.close)
            }
            phase = .draining(discarded: total)
            return .nothing
        }
    }

    /// Whether more of the request is wanted now. Nothing is read ahead: a body that nobody takes stays with the client.
    func wantsRead(upstreamIsWritable: Bool) -> Bool {
        switch phase {
        case .idle, .draining, .lingering: mayReadOn
        case .waiting, .closed: false
        case .relaying: !isEndRead && upstreamIsWritable
        case .tunnelling(let tunnel): tunnel.isOpen && upstreamIsWritable && !tunnel.ended.contains(.fromClient)
        }
    }

    enum Departure: Equatable {
        case nothing
        /// An exchange was under way: stop whatever is done for it.
        case cancel
        /// It was the second end of a tunnel.
        case complete
    }

    /// The client closed its connection, or it broke.
    mutating func clientLeft() -> Departure {
        defer { phase = .closed }
        switch phase {
        case .tunnelling(let tunnel) where tunnel.ended.contains(.fromUpstream): return .complete
        case .waiting, .relaying, .tunnelling: return .cancel
        case .idle, .draining, .lingering, .closed: return .nothing
        }
    }
}

// MARK: - The upstream's side

extension ClientConnectionState {
    /// How an exchange ends for the client's connection.
    enum Ending: Equatable {
        /// The next request may come.
        case next
        /// The answer is complete; the rest of the request is still to be read.
        case drain
        case close
    }

    /// A connection is ready.
    ///
    /// - Returns: what was held back of the request, to be sent after its head; nil if the exchange is over already.
    mutating func upstreamReady() -> [Part]? {
        guard case .waiting(let held) = phase else { return nil }
        phase = .relaying
        return held
    }

    /// The upstream's connection broke before any of its answer came, and the request can be sent anew.
    ///
    /// - Returns: whether to do so; what was sent must have been the whole request.
    mutating func retried() -> Bool {
        guard case .relaying = phase, isRequestComplete, !isResponseStarted else { return false }
        phase = .waiting(held: isEndRead ? [.end(nil)] : [])
        return true
    }

    /// The head of the final answer came.
    ///
    /// - Parameter keepAlive: whether the way in which the answer is framed lets the connection stay open.
    /// - Returns: whether the client is to be told that its connection will be closed; nil if nobody waits for an answer.
    mutating func responseStarted(keepAlive: Bool) -> Bool? {
        guard case .relaying = phase, !isResponseStarted else { return nil }
        isResponseStarted = true
        staysOpen = staysOpen && keepAlive
        return !staysOpen
    }

    /// Whether the connection waits for a request.
    var isIdle: Bool {
        guard case .idle = phase else { return false }
        return mayReadOn
    }

    /// The request is refused in a way that leaves no trust in what follows: the answer is the connection's last.
    mutating func distrusted() { staysOpen = false }

    /// Whether an answer is on its way to the client.
    var isAnswering: Bool {
        guard case .relaying = phase else { return false }
        return isResponseStarted
    }

    /// Whether all that is left is to read what is unwanted.
    var isEnding: Bool {
        switch phase {
        case .draining, .lingering, .closed: true
        case .idle, .waiting, .relaying, .tunnelling: false
        }
    }

    /// The answer is complete.
    mutating func responseEnded() -> Ending {
        guard case .relaying = phase, isResponseStarted else { return .close }
        return end()
    }

    enum Refusal: Equatable {
        /// Answer; `close` says whether the connection is to be closed after it.
        case answer(close: Bool)
        /// An answer has begun that cannot be completed: break the connection, so that nobody takes it for whole.
        case abort
        /// Nobody is left to be told.
        case nothing
    }

    /// The exchange failed.
    ///
    /// - Parameter close: whether nothing more can be read from the client, because what it sent makes no sense.
    mutating func failed(close: Bool = false) -> Refusal {
        if close { mayReadOn = false }
        switch phase {
        case .closed, .draining, .lingering: return .nothing
        case .idle where !close: return .nothing
        case .relaying where isResponseStarted, .tunnelling:
            phase = .closed
            return .abort
        case .idle, .waiting, .relaying:
            staysOpen = staysOpen && mayReadOn && isRequestComplete
            return .answer(close: !staysOpen)
        }
    }

    /// The proxy's own answer is complete.
    mutating func answered() -> Ending { end() }

    /// A request that announced no body is complete with its head.
    private var isRequestComplete: Bool { isEndRead || !hasBody }

    private mutating func end() -> Ending {
        guard mayReadOn else {
            phase = .closed
            return .close
        }
        guard isRequestComplete else {
            phase = .draining(discarded: 0)
            return .drain
        }
        phase = staysOpen ? .idle : .lingering
        return staysOpen ? .next : .close
    }
}

// MARK: - A tunnel

extension ClientConnectionState {
    /// The upstream agreed to leave HTTP.
    ///
    /// - Returns: whether it may: not in the middle of the request or of an answer.
    mutating func switched() -> Bool {
        guard case .relaying = phase, isRequestComplete, !isResponseStarted else { return false }
        phase = .tunnelling(Tunnel())
        return true
    }

    var isTunnelling: Bool {
        guard case .tunnelling = phase else { return false }
        return true
    }

    /// Whether the client has said its last in a tunnel, and only the upstream goes on.
    var isTunnelDraining: Bool {
        guard case .tunnelling(let tunnel) = phase else { return false }
        return tunnel.ended == [.fromClient]
    }

    /// Both connections take bytes now.
    mutating func tunnelOpened() { change { $0.isOpen = true } }

    /// Nothing more comes from one side.
    ///
    /// - Returns: whether that was the second, and the flow is over.
    mutating func tunnelEnded(_ direction: Direction) -> Bool {
        change { $0.ended.insert(direction) }
        guard case .tunnelling(let tunnel) = phase, tunnel.ended.count == 2 else { return false }
        phase = .closed
        return true
    }

    private mutating func change(_ edit: (inout Tunnel) -> Void) {
        guard case .tunnelling(var tunnel) = phase else { return }
        edit(&tunnel)
        phase = .tunnelling(tunnel)
    }
}
