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
    /// How long an upstream is spoken to in HTTP/1 because of one answer: it may have been the only one of its kind.
    private static let avoidanceTime = Duration.seconds(300)
    /// Upstreams that are spoken to in HTTP/1 although they would have HTTP/2, and until when.
    private var avoided: [UpstreamTarget: ContinuousClock.Instant] = [:]

    init(idleLimit: Int) { idle = IdleConnections(limit: idleLimit, total: idleLimit) }

    var all: [HTTP2UpstreamConnection] { Array(connections.values) }
    var isIdleEmpty: Bool { idle.isEmpty }

    /// Whether an upstream is to be asked here before a connection in HTTP/1 is used again.
    func serves(_ target: UpstreamTarget, at now: @autoclosure () -> ContinuousClock.Instant) -> Bool {
        maySpeak(to: target, at: now()) && dispatches[target]?.version != .http1
    }

    /// Whether HTTP/2 may be offered to an upstream.
    func maySpeak(to target: UpstreamTarget, at now: @autoclosure () -> ContinuousClock.Instant) -> Bool {
        guard target.scheme == .https else { return false }
        // The clock is looked at for the few that are avoided.
        return avoided[target].map { $0 <= now() } ?? true
    }

    /// An upstream's answers do not pass in HTTP/2, for some minutes.
    mutating func avoid(_ target: UpstreamTarget, at now: ContinuousClock.Instant) {
        if avoided.count >= Self.memoryLimit, avoided[target] == nil { avoided = [:] }
        avoided[target] = now.advanced(by: Self.avoidanceTime)
    }

    /// HTTP/1 cannot be had of an upstream: it is better spoken to in HTTP/2 than not at all.
    ///
    /// - Returns: whether it was avoided.
    mutating func forgive(_ target: UpstreamTarget) -> Bool { avoided.removeValue(forKey: target) != nil }

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
