import NIOCore
import NIOSSL
import NIOTLS
import ProxyCore

/// What comes before the first request where TLS is spoken. No flow is begun by it.
extension ClientConnection {
    func handshakeEvent(_ event: Any, _ context: ChannelHandlerContext) {
        guard case .handshakeCompleted(let negotiated)? = event as? TLSUserEvent else { return }
        isShakingHands = false
        idleSince = engine.time.now()
        guard negotiated != "h2" else { return makeWay(context) }
        if isSurplus { refuseConnection() }
    }

    /// Tells of it, once; there is nothing left to do on this connection but to close it.
    func handshakeFailed(_ reason: String) {
        guard isShakingHands else { return }
        isShakingHands = false
        engine.stats.update { $0.handshakeFailures += 1 }
        engine.events.publish(.tls(TLSNotice(time: engine.time.wall(), .handshakeFailed(reason: reason))))
    }

    /// A handshake has the time of a head.
    func checkHandshake(_ now: ContinuousClock.Instant) {
        let limit = engine.configuration.limits.headTimeout
        guard idleSince.duration(to: now) >= limit else { return }
        handshakeFailed("there was no TLS handshake within \(limit)")
        abort()
    }
}
