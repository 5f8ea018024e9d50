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

    private enum Phase {
        /// Between requests.
        case idle
        /// The request waits for a token or for a connection; what came of its body meanwhile is held.
        case waiting(held: [Part])
        /// The request goes upstream as it comes.
        case relaying
        /// The answer is complete but the request is not: the rest is read and thrown away.
        case draining(discarded: Int)
        case closed
    }

    /// How much of an unwanted body is read before the connection is closed, in bytes.
    static let drainLimit = 1 << 20

    private var phase = Phase.idle
    private var isRequestComplete = false
    private var isResponseStarted = false
    private var staysOpen = false
}

// MARK: - The client's side

extension ClientConnectionState {
    /// A request's head came.
    mutating func headRead(keepAlive: Bool) {
        phase = .waiting(held: [])
        isRequestComplete = false
        isResponseStarted = false
        staysOpen = keepAlive
    }

    enum PartAction: Equatable {
        case nothing
        case forward(Part)
        /// The exchange is over.
        case finish(Ending)
    }

    /// A piece of the request's body, or its end, came.
    mutating func partRead(_ part: Part) -> PartAction {
        if case .end = part { isRequestComplete = true }
        switch phase {
        case .idle, .closed: return .nothing
        case .waiting(let held):
            phase = .waiting(held: held + [part])
            return .nothing
        case .relaying: return .forward(part)
        case .draining(let discarded):
            guard case .body(let bytes) = part else { return .finish(end()) }
            let total = discarded + bytes.readableBytes
            guard total <= Self.drainLimit else {
                phase = .closed
                return .finish(.close)
            }
            phase = .draining(discarded: total)
            return .nothing
        }
    }

    /// Whether more of the request is wanted now. Nothing is read ahead: a body that nobody takes stays with the client.
    func wantsRead(upstreamIsWritable: Bool) -> Bool {
        switch phase {
        case .idle, .draining: true
        case .waiting, .closed: false
        case .relaying: !isRequestComplete && upstreamIsWritable
        }
    }

    enum Departure: Equatable {
        case nothing
        /// An exchange was under way: stop whatever is done for it.
        case cancel
    }

    /// The client closed its connection, or it broke.
    mutating func clientLeft() -> Departure {
        defer { phase = .closed }
        switch phase {
        case .waiting, .relaying: return .cancel
        case .idle, .draining, .closed: return .nothing
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
        phase = .waiting(held: [.end(nil)])
        return true
    }

    /// The head of the final answer came.
    ///
    /// - Parameter keepAlive: whether the way in which the answer is framed lets the connection stay open.
    /// - Returns: whether the client is to be told that its connection will be closed; nil if it is gone.
    mutating func responseStarted(keepAlive: Bool) -> Bool? {
        guard case .relaying = phase, !isResponseStarted else { return nil }
        isResponseStarted = true
        staysOpen = staysOpen && keepAlive
        return !staysOpen
    }

    /// The answer is complete.
    mutating func responseEnded() -> Ending {
        guard case .relaying = phase, isResponseStarted else { return .close }
        return end()
    }

    /// Whether everything of the request has been read.
    var requestIsComplete: Bool { isRequestComplete }

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
    /// - Parameter close: whether nothing more may be read from the client, because what it sent makes no sense.
    mutating func failed(close: Bool = false) -> Refusal {
        switch phase {
        case .closed, .draining: return .nothing
        case .idle where !close: return .nothing
        case .relaying where isResponseStarted:
            phase = .closed
            return .abort
        case .idle, .waiting, .relaying:
            staysOpen = staysOpen && !close && isRequestComplete
            return .answer(close: !staysOpen)
        }
    }

    /// The proxy's own answer has been written.
    mutating func answered() -> Ending {
        if case .idle = phase {
            phase = .closed
            return .close
        }
        return end()
    }

    private mutating func end() -> Ending {
        guard isRequestComplete else {
            phase = .draining(discarded: 0)
            return .drain
        }
        phase = staysOpen ? .idle : .closed
        return staysOpen ? .next : .close
    }
}
