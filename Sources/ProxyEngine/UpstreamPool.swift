import HTTPWire
import NIOCore
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
        var withdrawn: (() -> Void)?

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

    let eventLoop: any EventLoop
    let connector: UpstreamConnector
    let time: TimeSource
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
    /// - Parameter asHTTP1: whether nothing but HTTP/1 will do for the request.
    func idleStream(to target: UpstreamTarget, asHTTP1: Bool) -> (any UpstreamStream)? {
        guard asHTTP1 || !shared.serves(target, at: time.now()) else { return nil }
        while let connection = idle.take(target) {
            if connection.isUsable { return connection }
        }
        return nil
    }

    /// Finds or makes a connection, and calls `then` with a way over it, later.
    func newStream(to target: UpstreamTarget, asHTTP1: Bool, then: @escaping Then) -> Request {
        let request = Request(then)
        if !asHTTP1, shared.maySpeak(to: target, at: time.now()) {
            share(target, with: request)
        } else if !asHTTP1, target.scheme == .https {
            connectAvoiding(target, for: request)
        } else {
            connector.connect(to: target, offering: .http1_1, on: eventLoop) { self.connected($0, for: request) }
        }
        return request
    }

    func connected(_ result: Result<UpstreamLine, ProxyError>, for request: Request?) {
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
    func scheduleSweep() {
        guard sweep == nil else { return }
        sweep = eventLoop.assumeIsolated().scheduleTask(in: .seconds(15)) {
            self.sweep = nil
            let moment = self.time.now().advanced(by: .zero - Self.idleTime)
            for connection in self.idle.expire(since: moment) { connection.close() }
            for connection in self.shared.expire(since: moment) { connection.close() }
            if !self.idle.isEmpty || !self.shared.isIdleEmpty { self.scheduleSweep() }
        }
    }
}
