/// What an exchange is at, as a value: facts go in, orders come out. It knows no channel, no clock and no version of HTTP.
struct ExchangeState {
    /// The two directions of a tunnel.
    enum Direction { case fromClient, fromUpstream }

    private enum Phase {
        /// For a token or for a connection.
        case waiting
        /// The request goes upstream as it comes.
        case relaying
        /// So it does, and its answer has begun.
        case answering
        /// HTTP is over: bytes go both ways, but for the directions that have ended.
        case tunnelling(ended: Set<Direction>)
        case over
    }

    private var phase = Phase.waiting
    private(set) var isRequestComplete: Bool

    /// - Parameter isRequestComplete: whether the request has no body.
    init(isRequestComplete: Bool) { self.isRequestComplete = isRequestComplete }
}

// MARK: - The client's side

extension ExchangeState {
    /// Whether more of the request is wanted now. Nothing is read ahead: a body that nobody takes stays with the client.
    func wantsBody(upstreamIsWritable: Bool) -> Bool {
        switch phase {
        case .waiting, .over: false
        case .relaying, .answering: !isRequestComplete && upstreamIsWritable
        case .tunnelling(let ended): upstreamIsWritable && !ended.contains(.fromClient)
        }
    }

    /// Whether a piece of the request's body goes upstream.
    var takesBody: Bool {
        switch phase {
        case .waiting, .over: false
        case .relaying, .answering: !isRequestComplete
        case .tunnelling: true
        }
    }

    /// The request's last has come.
    mutating func requestEnded() { isRequestComplete = true }

    enum Departure: Equatable {
        case nothing
        /// The exchange was under way: stop whatever is done for it.
        case cancel
        /// It was the second end of a tunnel.
        case complete
    }

    /// The client is gone.
    mutating func clientLeft() -> Departure {
        defer { phase = .over }
        switch phase {
        case .tunnelling(let ended) where ended.contains(.fromUpstream): return .complete
        case .waiting, .relaying, .answering, .tunnelling: return .cancel
        case .over: return .nothing
        }
    }
}

// MARK: - The upstream's side

extension ExchangeState {
    /// A connection is ready.
    ///
    /// - Returns: whether it is of use; not if the exchange is over already.
    mutating func upstreamReady() -> Bool {
        guard case .waiting = phase else { return false }
        phase = .relaying
        return true
    }

    /// The upstream's connection broke before any of its answer came, and the request can be sent anew.
    ///
    /// - Returns: whether to do so; what was sent must have been the whole request.
    mutating func retried() -> Bool {
        guard case .relaying = phase, isRequestComplete else { return false }
        phase = .waiting
        return true
    }

    /// The upstream did not take up the request.
    ///
    /// - Returns: whether it can be sent anew: not if an answer has begun.
    mutating func refused() -> Bool {
        guard case .relaying = phase else { return false }
        phase = .waiting
        return true
    }

    /// The head of the final answer came.
    ///
    /// - Returns: whether anybody waits for it.
    mutating func responseStarted() -> Bool {
        guard case .relaying = phase else { return false }
        phase = .answering
        return true
    }

    /// Whether an interim answer may come.
    var awaitsResponse: Bool {
        guard case .relaying = phase else { return false }
        return true
    }

    /// Whether an answer is on its way to the client, or a tunnel takes what comes.
    var isAnswering: Bool {
        switch phase {
        case .answering, .tunnelling: true
        case .waiting, .relaying, .over: false
        }
    }

    /// The answer is complete.
    ///
    /// - Returns: whether there was one.
    mutating func responseEnded() -> Bool {
        guard case .answering = phase else { return false }
        phase = .over
        return true
    }

    enum Refusal: Equatable {
        case answer
        /// An answer has begun that cannot be completed: break it off, so that nobody takes it for whole.
        case abort
        /// Nobody is left to be told.
        case nothing
    }

    /// The exchange cannot go on.
    mutating func failed() -> Refusal {
        defer { phase = .over }
        switch phase {
        case .waiting, .relaying: return .answer
        case .answering, .tunnelling: return .abort
        case .over: return .nothing
        }
    }
}

// MARK: - A tunnel

extension ExchangeState {
    /// The upstream agreed to leave HTTP.
    ///
    /// - Returns: whether it may: not in the middle of the request or of an answer.
    mutating func switched() -> Bool {
        guard case .relaying = phase, isRequestComplete else { return false }
        phase = .tunnelling(ended: [])
        return true
    }

    var isTunnelling: Bool {
        guard case .tunnelling = phase else { return false }
        return true
    }

    /// Whether one direction of a tunnel has ended, and the other goes on.
    var isHalfTunnel: Bool {
        guard case .tunnelling(let ended) = phase else { return false }
        return ended.count == 1
    }

    /// Whether the client has said its last in a tunnel, and only the upstream goes on.
    var isTunnelDraining: Bool {
        guard case .tunnelling(let ended) = phase else { return false }
        return ended == [.fromClient]
    }

    /// Nothing more comes from one side.
    ///
    /// - Returns: whether that was the second, and the exchange is over.
    mutating func tunnelEnded(_ direction: Direction) -> Bool {
        guard case .tunnelling(var ended) = phase else { return false }
        ended.insert(direction)
        phase = ended.count == 2 ? .over : .tunnelling(ended: ended)
        return ended.count == 2
    }
}
