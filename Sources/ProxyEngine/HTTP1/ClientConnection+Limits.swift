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

    /// The proxy shuts down: an idle connection ends, another after its exchange, a tunnel as soon as it is quiet.
    func quiesce(_ context: ChannelHandlerContext) {
        guard state.quiesced() else { return endQuietTunnel() }
        // The last answer may still be here, or the client be reading it: closing before would take it away.
        let written = context.eventLoop.makePromise(of: Void.self)
        context.writeAndFlush(wrapOutboundOut(outbox.take() ?? ByteBuffer()), promise: written)
        written.futureResult.assumeIsolated().whenComplete { _ in
            // A request that has come meanwhile is answered, and ends the connection itself.
            if self.state.isIdle { self.context?.close(promise: nil) }
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
