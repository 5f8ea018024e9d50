import NIOCore
import NIOHTTP1
import ProxyCore

/// What ends a client's connection although nobody closed it.
extension ClientConnection {
    /// Looks whether the client has kept its connection waiting for too long. Called now and then, for all of a loop.
    func checkTime(_ now: ContinuousClock.Instant) {
        guard !isShakingHands else { return checkHandshake(now) }
        guard state.isIdle else { return }
        let limits = engine.configuration.limits
        if let headBegan {
            guard headBegan.duration(to: now) >= limits.headTimeout else { return }
            refuse(ProxyError(.headTimeout, "the request's head was not complete within \(limits.headTimeout)"))
        } else if idleSince.duration(to: now) >= limits.idleTimeout {
            abort()
        }
    }

    /// There are as many connections as there may be.
    func refuseConnection() {
        let limit = engine.connectionLimit
        refuse(
            ProxyError(
                .tooManyConnections, "\(limit) connections are open, and there may be no more; see --max-connections"))
    }

    /// Answers what is no complete request, and ends the connection.
    private func refuse(_ error: ProxyError) {
        guard let context, case .answer(let close) = state.failed(close: true) else { return abort() }
        // It lets no answer pass without a request.
        let pipeline = context.pipeline.syncOperations
        if let pipelining = try? pipeline.context(handlerType: HTTPServerPipelineHandler.self) {
            pipeline.removeHandler(context: pipelining, promise: nil)
        }
        openUnreadable()
        answer(error, close: close)
    }

    /// What the decoder found too large: the target, or the fields.
    var overflow: ProxyError {
        let limits = engine.configuration.limits
        // The method, the version and the spaces around the target: some bytes more than that are certainly too many.
        return watch.isLineLonger(than: limits.targetSize + 16)
            ? tooLong : ProxyError(.headTooLarge, "the request's head has more than \(limits.headSize) bytes")
    }

    var tooLong: ProxyError {
        ProxyError(
            .uriTooLong, "the request's target has more than \(engine.configuration.limits.targetSize) bytes")
    }
}
