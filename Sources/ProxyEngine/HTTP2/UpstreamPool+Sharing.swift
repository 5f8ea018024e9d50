import HTTPWire
import NIOCore
import ProxyCore

/// The connections in HTTP/2, which many requests share.
extension UpstreamPool {
    /// A connection has room for a stream, one more than before.
    func gainedRoom(_ connection: HTTP2UpstreamConnection) {
        guard !isClosed else { return }
        share(connection.target) { $0.gainedRoom() }
        guard connection.slots.isQuiet, connection.isUsable else { return }
        shared.wait(connection, at: time.now())?.close()
        scheduleSweep()
    }

    /// An upstream's answers do not pass in HTTP/2: what is asked of it in the next minutes goes by HTTP/1.
    func avoidHTTP2(to target: UpstreamTarget) { shared.avoid(target, at: time.now()) }

    /// A connection in HTTP/1 was opened to an upstream, and never answered.
    func neverAnswered(_ target: UpstreamTarget) { _ = shared.forgive(target) }

    /// Someone wants a stream over a connection in HTTP/2.
    func share(_ target: UpstreamTarget, with request: Request) {
        request.withdrawn = { [unowned request] in self.shared.withdrew(request, from: target) }
        share(target) { $0.asked(by: request) }
    }

    /// For an upstream that would rather have HTTP/2, and is avoided in it: where it has nothing else, it is asked in HTTP/2 after
    /// all.
    func connectAvoiding(_ target: UpstreamTarget, for request: Request) {
        connector.connect(to: target, offering: .http1_1, on: eventLoop) { result in
            // Where there was no connection at all, another would not come about either.
            guard case .failure(let error) = result, error.obstacle == nil, self.shared.forgive(target), !self.isClosed
            else { return self.connected(result, for: request) }
            self.share(target, with: request)
        }
    }

    /// A connection takes no more streams.
    func left(_ connection: HTTP2UpstreamConnection) {
        shared.forget(connection)
        guard !isClosed else { return }
        share(connection.target) { $0.left(connection) }
    }

    func share(
        _ target: UpstreamTarget, _ fact: (inout SharedConnections.Dispatch) -> [SharedConnections.Order]
    ) {
        for order in shared.told(target, fact) { carryOut(order, target) }
    }

    private func carryOut(_ order: SharedConnections.Order, _ target: UpstreamTarget) {
        switch order {
        case .connect:
            connector.connect(to: target, offering: .http2, on: eventLoop) { self.connected($0, to: target) }
        case .open(let connection, let request):
            shared.use(connection)
            connection.open { stream in
                guard let stream else {
                    // It is gone, and whoever waited for it waits for another one.
                    connection.close()
                    connection.slots.released()
                    return self.share(target) { $0.asked(by: request) }
                }
                if let then = request.take() { then(.success(stream)) } else { stream.release() }
            }
        }
    }

    private func connected(_ result: Result<UpstreamLine, ProxyError>, to target: UpstreamTarget) {
        switch result {
        case .success(.http2(let connection)):
            guard !isClosed else { return connection.close() }
            connection.pool = self
            shared.add(connection)
            share(target) { $0.connected(connection) }
        case .success(let line):
            var waiter: Request?
            share(target) { dispatch in
                let (first, orders) = dispatch.connectedAlone()
                waiter = first
                return orders
            }
            connected(.success(line), for: waiter)
        case .failure(let error):
            var waiters: [Request] = []
            share(target) { dispatch in
                waiters = dispatch.failed()
                return []
            }
            for waiter in waiters { waiter.take()?(.failure(error)) }
        }
    }
}
