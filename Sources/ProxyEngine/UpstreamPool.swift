import HTTPWire
import NIOCore
import NIOPosix
import NIOSSL
import OutboundProxies
import ProxyCore

/// The upstream connections of one event loop: those that wait are used again, others are made; those in HTTP/2 are shared.
///
/// They are kept by target. Whether a target is reached through a proxy, and which, is settled for as long as the program
/// runs, so no connection is ever taken for one of another way.
final class UpstreamPool {
    typealias Then = (Result<any UpstreamStream, ProxyError>) -> Void

    /// As many as a program that is pushed hard has under way: closing some of them in each lull would cost it a connection for
    /// every other request. How many there may be in all is a matter of descriptors.
    private static let idleLimit = 512
    /// How long a connection waits for its next request.
    private static let idleTime = Duration.seconds(90)

    /// A wish for a connection that has not come true yet.
    final class Request {
        private var then: Then?
        fileprivate var withdrawn: (() -> Void)?

        fileprivate init(_ then: @escaping Then) { self.then = then }

        /// The connection that comes is kept for somebody else.
        func cancel() {
            then = nil
            withdrawn?()
            withdrawn = nil
        }

        /// Whom to tell, once; nil if nobody waits any more.
        func take() -> Then? {
            defer { (then, withdrawn) = (nil, nil) }
            return then
        }
    }

    private let eventLoop: any EventLoop
    let connector: UpstreamConnector
    private let time: TimeSource
    private var idle: IdleConnections<UpstreamConnection>
    var shared: SharedConnections
    private var sweep: Scheduled<Void>?
    private(set) var isClosed = false

    /// - Parameter idleLimit: how many connections may wait, whatever their upstreams and their version.
    init(eventLoop: any EventLoop, connector: UpstreamConnector, time: TimeSource, idleLimit: Int) {
        idle = IdleConnections(limit: Self.idleLimit, total: idleLimit)
        shared = SharedConnections(idleLimit: idleLimit)
        self.eventLoop = eventLoop
        self.connector = connector
        self.time = time
    }

    /// The way to an upstream over a connection that waits for its next request, if there is one.
    ///
    /// - Parameter upgrades: whether the request means to leave HTTP, which only HTTP/1 lets it.
    func idleStream(to target: UpstreamTarget, upgrades: Bool) -> (any UpstreamStream)? {
        guard upgrades || !shared.serves(target) else { return nil }
        while let connection = idle.take(target) {
            if connection.isUsable { return connection }
        }
        return nil
    }

    /// Finds or makes a connection, and calls `then` with a way over it, later.
    func newStream(to target: UpstreamTarget, upgrades: Bool, then: @escaping Then) -> Request {
        let request = Request(then)
        guard target.scheme == .https, !upgrades else {
            connector.connect(to: target, offering: .http1_1, on: eventLoop) { self.connected($0, for: request) }
            return request
        }
        request.withdrawn = { [weak self, unowned request] in self?.shared.withdrew(request, from: target) }
        share(target) { $0.asked(by: request) }
        return request
    }

    private func connected(_ result: Result<UpstreamLine, ProxyError>, for request: Request?) {
        switch result {
        case .success(.http1(let connection)):
            connection.pool = self
            guard let then = request?.take() else { return give(back: connection) }
            then(.success(connection))
        case .success(let line): line.close()
        case .failure(let error): request?.take()?(.failure(error))
        }
    }

    /// Keeps a connection that serves nobody for the next request.
    func give(back connection: UpstreamConnection) {
        guard connection.isUsable, !isClosed else { return connection.close() }
        connection.pool = self
        idle.put(connection, for: connection.target, at: time.now())?.close()
        // A read is outstanding while it waits, so that its end, or a word out of turn, is noticed at once.
        connection.readMore()
        scheduleSweep()
    }

    /// An idle connection is gone.
    func lost(_ connection: UpstreamConnection) { idle.remove(connection, for: connection.target) }

    func closeAll() {
        isClosed = true
        sweep?.cancel()
        for connection in idle.removeAll() { connection.close() }
        for connection in shared.all { connection.close() }
    }

    /// One timer a loop instead of one a connection: nothing is scheduled or cancelled for each request.
    private func scheduleSweep() {
        guard sweep == nil else { return }
        sweep = eventLoop.assumeIsolated().scheduleTask(in: .seconds(15)) { [weak self] in
            guard let self else { return }
            sweep = nil
            let moment = time.now().advanced(by: .zero - Self.idleTime)
            for connection in idle.expire(since: moment) { connection.close() }
            for connection in shared.expire(since: moment) { connection.close() }
            if !idle.isEmpty || !shared.isIdleEmpty { scheduleSweep() }
        }
    }
}

// MARK: - Connections in HTTP/2

extension UpstreamPool {
    /// A connection has room for a stream, one more than before.
    func gainedRoom(_ connection: HTTP2UpstreamConnection) {
        guard !isClosed else { return }
        share(connection.target) { $0.gainedRoom() }
        guard connection.slots.isQuiet, connection.isUsable else { return }
        shared.wait(connection, at: time.now())?.close()
        scheduleSweep()
    }

    /// A connection takes no more streams.
    func left(_ connection: HTTP2UpstreamConnection) {
        shared.forget(connection)
        guard !isClosed else { return }
        share(connection.target) { $0.left(connection) }
    }

    private func share(
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
