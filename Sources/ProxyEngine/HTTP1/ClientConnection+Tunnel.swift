import NIOCore
import ProxyCore

/// When a tunnel ends although neither side ends it.
extension ClientConnection {
    /// A tunnel in which nothing has moved for this long is cut off at shutdown: it has no end that could be waited for.
    private static let quietTime = Duration.seconds(1)

    /// The proxy shuts down: a tunnel ends as soon as it is quiet.
    func endQuietTunnel() {
        guard let context, state.isTunnelling, let tunnelMoved else { return }
        let left = Self.quietTime - tunnelMoved.duration(to: engine.time.now())
        guard left > .zero else {
            exchange?.cutOff(ProxyError(.shuttingDown, "the proxy shuts down, and the tunnel was quiet"))
            return
        }
        context.eventLoop.assumeIsolated().scheduleTask(in: left.timeAmount) { self.endQuietTunnel() }
    }

    /// Half a tunnel in which nothing moves is waited for as long as a connection between requests: the side that has said
    /// its last may have forgotten the other.
    func checkTunnel(_ now: ContinuousClock.Instant) {
        guard let tunnelMoved, exchange?.state.isHalfTunnel == true else { return }
        guard tunnelMoved.duration(to: now) >= engine.configuration.limits.idleTimeout else { return }
        exchange?.cutOff(nil)
    }
}
