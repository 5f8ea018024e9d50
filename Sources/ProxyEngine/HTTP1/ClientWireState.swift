/// What a client's connection in HTTP/1 is at, as a value: which bytes come next, and whether another request may follow.
///
/// One exchange at a time; pipelined requests wait. It knows no channel and no clock.
struct ClientWireState {
    private enum Phase {
        /// Between requests.
        case idle
        /// An exchange is under way.
        case serving
        /// The answer is complete but the request is not: the rest is read and thrown away.
        case draining(discarded: Int)
        /// HTTP is over: bytes go both ways.
        case tunnelling
        /// The connection is being closed; whatever still comes is thrown away.
        case lingering
        case closed
    }

    /// How much of an unwanted body is read before the connection is closed, in bytes.
    static let drainLimit = 1 << 20

    private var phase = Phase.idle
    private var isRequestRead = false
    private var staysOpen = false
    private var mayReadOn = true
    private var isLast = false
}

// MARK: - What comes

extension ClientWireState {
    /// What the bytes are that come next.
    enum Appetite {
        case head
        /// Of the exchange under way.
        case body
        /// Of an exchange that is over.
        case leftover
        case tunnel
        /// Of a request that has to wait for its turn.
        case later
        /// Whatever comes is thrown away.
        case anything
        /// Nothing is to be read now.
        case nothing
    }

    var appetite: Appetite {
        guard mayReadOn else { return .nothing }
        switch phase {
        case .idle: return .head
        case .serving: return isRequestRead ? .later : .body
        case .draining: return .leftover
        case .tunnelling: return .tunnel
        case .lingering: return .anything
        case .closed: return .nothing
        }
    }

    /// Whether the connection waits for a request.
    var isIdle: Bool {
        guard case .idle = phase else { return false }
        return mayReadOn
    }

    /// A request's head came, between requests.
    mutating func headRead(keepAlive: Bool, hasBody: Bool) {
        guard isIdle else { return }
        phase = .serving
        isRequestRead = !hasBody
        staysOpen = keepAlive && !isLast
    }

    /// The request's end came.
    ///
    /// - Returns: how its connection goes on, if that has waited for it.
    mutating func bodyEnded() -> Ending? {
        isRequestRead = true
        guard case .draining = phase else { return nil }
        return end()
    }

    /// A piece of an unwanted body came.
    ///
    /// - Returns: whether that was too much, and the connection is to be closed.
    mutating func discarded(_ count: Int) -> Bool {
        guard case .draining(let total) = phase else { return false }
        guard total + count <= Self.drainLimit else {
            phase = .lingering
            return true
        }
        phase = .draining(discarded: total + count)
        return false
    }

    /// Who is to be told of bytes that make no sense.
    enum Complaint {
        /// A request that cannot be read is answered all the same.
        case answer
        /// The exchange under way.
        case exchange
        /// Nobody: the answer is on its way out, and the connection ends after it.
        case nobody
    }

    /// What came makes no sense: nothing that follows is read.
    mutating func broke() -> Complaint {
        mayReadOn = false
        switch phase {
        case .idle:
            phase = .serving
            (isRequestRead, staysOpen) = (true, false)
            return .answer
        case .serving: return .exchange
        case .draining, .tunnelling, .lingering, .closed: return .nobody
        }
    }

    /// The connection is gone.
    mutating func closed() { phase = .closed }

    /// The proxy shuts down: no request is taken after the one under way.
    ///
    /// - Returns: whether there is none, and the connection is to be closed now.
    mutating func quiesced() -> Bool {
        isLast = true
        staysOpen = false
        return isIdle
    }
}

// MARK: - What goes

extension ClientWireState {
    /// How an exchange ends for the connection.
    enum Ending: Equatable {
        /// The next request may come.
        case next
        /// The answer is complete; the rest of the request is still to be read.
        case drain
        case close
    }

    /// The head of the answer goes out.
    ///
    /// - Parameter keepAlive: whether the way in which the answer is framed lets the connection stay open.
    /// - Returns: whether the client is to be told that its connection will be closed.
    mutating func answerStarted(keepAlive: Bool) -> Bool {
        staysOpen = staysOpen && keepAlive && mayReadOn
        return !staysOpen
    }

    /// The proxy answers itself: a body that is outstanding then costs the connection.
    mutating func refused(isLast: Bool) -> Bool { answerStarted(keepAlive: isRequestRead && !isLast) }

    /// The answer is complete.
    mutating func answered() -> Ending {
        guard case .serving = phase else { return .close }
        return end()
    }

    private mutating func end() -> Ending {
        guard mayReadOn else {
            phase = .closed
            return .close
        }
        guard isRequestRead else {
            phase = .draining(discarded: 0)
            return .drain
        }
        phase = staysOpen ? .idle : .lingering
        return staysOpen ? .next : .close
    }

    /// Both sides leave HTTP.
    mutating func switched() { phase = .tunnelling }

    var isTunnelling: Bool {
        guard case .tunnelling = phase else { return false }
        return true
    }

    /// Whether all that is left is to read what is unwanted.
    var isEnding: Bool {
        switch phase {
        case .draining, .lingering, .closed: true
        case .idle, .serving, .tunnelling: false
        }
    }
}
