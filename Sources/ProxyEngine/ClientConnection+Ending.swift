import NIOCore
import NIOHTTP1
import ProxyCore

/// The ways in which an exchange ends, and what is told of it.
extension ClientConnection {
    /// The exchange cannot go on.
    func fail(_ error: ProxyError) {
        stopUpstream()
        switch state.failed() {
        case .answer(let close): answer(error, close: close)
        case .abort:
            finish(error)
            abort()
        case .nothing: break
        }
    }

    /// Tells how far a flow has come that lasts longer than a moment.
    func reportProgress() {
        guard let exchange, exchange.hasNews else { return }
        self.exchange?.told()
        engine.events.publish(
            .flowProgressed(exchange.end(at: engine.time.now(), wall: engine.time.wall(), error: nil)))
    }

    /// Stops whatever is being done for the exchange elsewhere.
    func stopUpstream() {
        tokenTask?.cancel()
        tokenTask = nil
        pending?.cancel()
        pending = nil
        deadline?.cancel()
        deadline = nil
        upstream?.close()
        upstream = nil
    }

    /// Reports the exchange as over. Safe to call when there is none.
    func finish(_ error: ProxyError?) {
        if error != nil { stopUpstream() }
        deadline?.cancel()
        deadline = nil
        guard var exchange else { return }
        self.exchange = nil
        if exchange.request == nil, engine.events.hasSubscribers {
            exchange.request = FieldCapture.received(exchange.head)
        }
        idleSince = engine.time.now()
        let end = exchange.end(at: idleSince, wall: engine.time.wall(), error: error)
        loop.counts.ended(exchange.measurement(of: end, at: idleSince))
        engine.events.publish(error == nil ? .flowCompleted(end) : .flowFailed(end))
    }
}
