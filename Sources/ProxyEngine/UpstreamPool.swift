import NIOCore
import ProxyCore

/// The upstream connections of one event loop: those that wait are used again, others are made.
///
/// They are kept by target. Whether a target is reached through a proxy, and which, is settled for as long as the program
/// runs, so no connection is ever taken for one of another way.
final class UpstreamPool {
    /// As many as a program that is pushed hard has under way: closing some of them in each lull would cost it a connection for
    /// every other request. How many there may be in all is a matter of descriptors.
    private static let idleLimit = 512
    /// How long a connection waits for its next request.
    private static let idleTime = Duration.seconds(90)

    /// A wish for a connection that has not come true yet.
    final class Request {
        fileprivate var then: ((Result<any UpstreamStream, ProxyError>) -> Void)?

        fileprivate init(_ then: @escaping (Result<any UpstreamStream, ProxyError>) -> Void) { self.then = then }

        /// The connection that comes is kept for somebody else.
        func cancel() { then = nil }
    }

    private let eventLoop: any EventLoop
    private let connector: UpstreamConnector
    private let time: TimeSource
    private var idle: IdleConnections<UpstreamConnection>
    private var sweep: Scheduled<Void>?
    private var isClosed = false

    /// - Parameter idleLimit: how many connections may wait, whatever their upstreams.
    init(eventLoop: any EventLoop, connector: UpstreamConnector, time: TimeSource, idleLimit: Int) {
        idle = IdleConnections(limit: Self.idleLimit, total: idleLimit)
        self.eventLoop = eventLoop
        self.connector = connector
        self.time = time
    }

    /// The way to an upstream over a connection that waits for its next request, if there is one.
    func idleStream(to target: UpstreamTarget) -> (any UpstreamStream)? {
        while let connection = idle.take(target) {
            if connection.isUsable { return connection }
        }
        return nil
    }

    /// Makes a connection, and calls `then` with the first way over it, later.
    func newStream(
        to target: UpstreamTarget, then: @escaping (Result<any UpstreamStream, ProxyError>) -> Void
    ) -> Request {
        let request = Request(then)
        connector.connect(to: target, on: eventLoop) { result in self.arrived(result, for: request) }
        return request
    }

    private func arrived(_ result: Result<UpstreamConnection, ProxyError>, for request: Request) {
        if case .success(let connection) = result { connection.pool = self }
        guard let then = request.then else {
            if case .success(let connection) = result { give(back: connection) }
            return
        }
        request.then = nil
        then(result.map { $0 })
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
    }

    /// One timer a loop instead of one a connection: nothing is scheduled or cancelled for each request.
    private func scheduleSweep() {
        guard sweep == nil else { return }
        sweep = eventLoop.assumeIsolated().scheduleTask(in: .seconds(15)) { [weak self] in
            guard let self else { return }
            sweep = nil
            for connection in idle.expire(since: time.now().advanced(by: .zero - Self.idleTime)) { connection.close() }
            if !idle.isEmpty { scheduleSweep() }
        }
    }
}
