import NIOCore
import ProxyCore

/// What ends a client's connection although nobody closed it.
extension ClientConnection {
    func checkTime(_ now: ContinuousClock.Instant) {
        guard !isShakingHands else { return checkHandshake(now) }
        guard !state.isTunnelling else { return checkTunnel(now) }
        guard state.isIdle else { return }
        let limits = engine.configuration.limits
        if let headBegan {
            guard headBegan.duration(to: now) >= limits.headTimeout else { return }
            broke(ProxyError(.headTimeout, "the request's head was not complete within \(limits.headTimeout)"))
        } else if idleSince.duration(to: now) >= limits.idleTimeout {
            abort()
        }
    }

    /// There are as many connections as there may be.
    func refuseConnection() { broke(.tooMany(engine.connectionLimit)) }
}

extension ProxyError {
    /// - Parameter limit: how many connections there may be.
    static func tooMany(_ limit: Int) -> ProxyError {
        ProxyError(
            .tooManyConnections, "\(limit) connections are open, and there may be no more; see --max-connections")
    }
}
