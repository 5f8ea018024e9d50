/// Carries streams of HTTP/2.
protocol StreamCarrier: AnyObject {
    var slots: StreamSlots { get set }
}

/// Who waits for a way to one upstream, and over which connections in HTTP/2 there is one: as a value.
///
/// Which version an upstream speaks is known only after a handshake. Until then nobody opens a second connection: if it turns
/// out to be HTTP/2, one is enough; if it is HTTP/1, the others connect for themselves.
struct StreamDispatch<Connection: StreamCarrier, Waiter: AnyObject> {
    enum Version { case unknown, http1, http2 }

    enum Order {
        /// Opens a stream for someone; its place is taken already.
        case open(Connection, Waiter)
        /// Makes another connection.
        case connect
    }

    /// What was agreed on last.
    private(set) var version = Version.unknown
    private var connections: [Connection] = []
    private var waiters: [Waiter] = []
    private var attempts = 0

    /// Whether nothing is under way, and nothing kept but what is remembered.
    var isQuiet: Bool { connections.isEmpty && waiters.isEmpty && attempts == 0 }

    /// Someone wants a way to the upstream.
    mutating func asked(by waiter: Waiter) -> [Order] {
        waiters.append(waiter)
        return settle()
    }

    /// Someone does not want it any more. A connection that is being made for it is kept for somebody else.
    mutating func withdrew(_ waiter: Waiter) { waiters.removeAll { $0 === waiter } }

    /// A connection is there, in HTTP/2.
    mutating func connected(_ connection: Connection) -> [Order] {
        attempts -= 1
        version = .http2
        connections.append(connection)
        return settle()
    }

    /// A connection is there, in HTTP/1, and serves one at a time.
    ///
    /// - Returns: whom it is for, if anybody.
    mutating func connectedAlone() -> (Waiter?, [Order]) {
        attempts -= 1
        version = .http1
        let first = waiters.isEmpty ? nil : waiters.removeFirst()
        return (first, settle())
    }

    /// A connection could not be had.
    ///
    /// - Returns: who is to be told; in HTTP/1 others still have attempts of their own.
    mutating func failed() -> [Waiter] {
        attempts -= 1
        if version == .http1, !waiters.isEmpty { return [waiters.removeFirst()] }
        guard attempts == 0 else { return [] }
        defer { waiters = [] }
        return waiters
    }

    /// A stream has ended, or more of them are allowed.
    mutating func gainedRoom() -> [Order] { settle() }

    /// A connection takes no more streams, or is gone.
    mutating func left(_ connection: Connection) -> [Order] {
        connections.removeAll { $0 === connection }
        return settle()
    }

    private mutating func settle() -> [Order] {
        var orders: [Order] = []
        while !waiters.isEmpty, let connection = connections.first(where: { $0.slots.hasRoom }) {
            connection.slots.taken()
            orders.append(.open(connection, waiters.removeFirst()))
        }
        while waiters.count > capacity {
            attempts += 1
            orders.append(.connect)
        }
        return orders
    }

    /// How many of those who wait may hope for a connection that is being made, or that has not said its first word yet.
    private var capacity: Int {
        guard version != .http1 else { return attempts }
        return (attempts + connections.count { !$0.slots.isKnown && !$0.slots.isLeaving }) * StreamSlots.assumed
    }
}
