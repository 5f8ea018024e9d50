import ProxyCore

/// The connections in HTTP/2 of one event loop, and who waits for a stream over one of them.
struct SharedConnections {
    typealias Dispatch = StreamDispatch<HTTP2UpstreamConnection, UpstreamPool.Request>
    typealias Order = Dispatch.Order

    /// The most upstreams of which it is remembered what they speak: more than anybody has.
    private static let memoryLimit = 1024

    private var dispatches: [UpstreamTarget: Dispatch] = [:]
    private var connections: [ObjectIdentifier: HTTP2UpstreamConnection] = [:]
    private var idle: IdleConnections<HTTP2UpstreamConnection>
    /// Upstreams that are spoken to in HTTP/1 although they would have HTTP/2.
    private var avoided: Set<UpstreamTarget> = []

    init(idleLimit: Int) { idle = IdleConnections(limit: idleLimit, total: idleLimit) }

    var all: [HTTP2UpstreamConnection] { Array(connections.values) }
    var isIdleEmpty: Bool { idle.isEmpty }

    /// Whether an upstream is to be asked here before a connection in HTTP/1 is used again.
    func serves(_ target: UpstreamTarget) -> Bool { maySpeak(to: target) && dispatches[target]?.version != .http1 }

    /// Whether HTTP/2 may be offered to an upstream.
    func maySpeak(to target: UpstreamTarget) -> Bool { target.scheme == .https && !avoided.contains(target) }

    mutating func avoid(_ target: UpstreamTarget) {
        if avoided.count >= Self.memoryLimit { avoided = [] }
        avoided.insert(target)
    }

    /// Something happened that concerns one upstream.
    ///
    /// - Returns: what is to be done.
    mutating func told(_ target: UpstreamTarget, _ fact: (inout Dispatch) -> [Order]) -> [Order] {
        if dispatches.count >= Self.memoryLimit, dispatches[target] == nil {
            dispatches = dispatches.filter { !$0.value.isQuiet }
        }
        return fact(&dispatches[target, default: Dispatch()])
    }

    mutating func withdrew(_ request: UpstreamPool.Request, from target: UpstreamTarget) {
        dispatches[target]?.withdrew(request)
    }

    mutating func add(_ connection: HTTP2UpstreamConnection) { connections[ObjectIdentifier(connection)] = connection }

    mutating func forget(_ connection: HTTP2UpstreamConnection) {
        connections[ObjectIdentifier(connection)] = nil
        idle.remove(connection, for: connection.target)
    }

    /// A connection carries a stream again.
    mutating func use(_ connection: HTTP2UpstreamConnection) { idle.remove(connection, for: connection.target) }

    /// A connection carries no stream.
    ///
    /// - Returns: one to close, because there are enough.
    mutating func wait(
        _ connection: HTTP2UpstreamConnection, at now: ContinuousClock.Instant
    ) -> HTTP2UpstreamConnection? {
        idle.remove(connection, for: connection.target)
        return idle.put(connection, for: connection.target, at: now)
    }

    /// Takes out what has waited since `moment` or longer.
    mutating func expire(since moment: ContinuousClock.Instant) -> [HTTP2UpstreamConnection] {
        idle.expire(since: moment)
    }
}
