import NIOCore
import NIOExtras
import NIOPosix
import NIOSSL
import ProxyCore

/// The listening socket, and the connections that came through it.
struct Listener {
    /// `host:port`, with the port in use.
    let address: String
    private let quiescing: ServerQuiescingHelper
    let contexts: [NIOLoopBound<LoopContext>]
    private let group: any EventLoopGroup

    static func bind(_ engine: EngineContext, on group: any EventLoopGroup) async throws -> Listener {
        var contexts: [NIOLoopBound<LoopContext>] = []
        let loops = Array(group.makeIterator())
        for eventLoop in loops {
            contexts.append(
                try await eventLoop.submit {
                    let context = LoopContext(engine: engine, eventLoop: eventLoop, siblings: loops.count)
                    return NIOLoopBound(context, eventLoop: eventLoop)
                }.get())
        }
        let quiescing = ServerQuiescingHelper(group: group)
        let configuration = engine.configuration
        do {
            let channel = try await bootstrap(
                group, contexts: contexts, quiescing: quiescing, idleTimeout: configuration.limits.idleTimeout
            )
            .bind(host: configuration.host.isEmpty ? "::" : configuration.host, port: configuration.port).get()
            engine.connector.own.listens(at: channel.localAddress)
            return Listener(
                address: channel.localAddress?.listening ?? "\(configuration.host):\(configuration.port)",
                quiescing: quiescing, contexts: contexts, group: group)
        } catch {
            throw ListenError(.proxy, host: configuration.host, port: configuration.port, error)
        }
    }

    /// Stops accepting, lets exchanges come to their end, and breaks off what has not within `limit`.
    func drain(for limit: TimeAmount) async {
        let eventLoop = group.any()
        let done = eventLoop.makePromise(of: Void.self)
        quiescing.initiateShutdown(promise: done)
        let contexts = contexts
        let force = eventLoop.scheduleTask(in: limit) { Self.closeAll(contexts) }
        try? await done.futureResult.get()
        force.cancel()
        // What has been told until now reaches whoever listens before the engine is over.
        for context in contexts { try? await context.eventLoop.submit { context.value.closeAll() }.get() }
    }

    private static func closeAll(_ contexts: [NIOLoopBound<LoopContext>]) {
        for context in contexts { context.eventLoop.execute { context.value.closeAll() } }
    }

    #if os(Linux)
        /// How long a client may take nothing of what it was sent, in milliseconds, before its connection is broken off:
        /// `TCP_USER_TIMEOUT` (RFC 5482; tcp(7)), which holds for a closed window too.
        private static let patience = ChannelOptions.Types.SocketOption(level: .tcp, name: .init(rawValue: 18))
    #endif

    private static func bootstrap(
        _ group: any EventLoopGroup, contexts: [NIOLoopBound<LoopContext>], quiescing: ServerQuiescingHelper,
        idleTimeout: Duration
    ) -> ServerBootstrap {
        let byLoop = Dictionary(uniqueKeysWithValues: contexts.map { (ObjectIdentifier($0.eventLoop), $0) })
        let server = ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 1024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(quiescing.makeServerChannelHandler(channel: channel))
                }
            }
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelOption(.autoRead, value: false)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    guard let context = byLoop[ObjectIdentifier(channel.eventLoop)] else {
                        throw ChannelError.operationUnsupported
                    }
                    try ClientPipeline.configure(channel, context: context.value)
                }
            }
        #if os(Linux)
            return server.childChannelOption(Self.patience, value: Int(clamping: idleTimeout.milliseconds))
        #else
            return server
        #endif
    }
}

/// The handlers of a client's connection, outermost first.
enum ClientPipeline {
    static func configure(_ channel: any Channel, context: LoopContext) throws {
        let pipeline = channel.pipeline.syncOperations
        let connection = ClientConnection(loop: context)
        if let certificate = context.engine.certificate {
            try pipeline.addHandler(PlaintextRefusal { [unowned connection] in connection.handshakeFailed($0) })
            try pipeline.addHandler(NIOSSLServerHandler(context: context.engine.serverContext(of: certificate)))
        }
        try pipeline.addHandler(connection)
    }
}

extension EngineContext {
    /// What a new connection is served with; a change is told.
    fileprivate func serverContext(of certificate: ServerCertificate) -> NIOSSLContext {
        let (context, news) = certificate.current(at: time.now())
        if let news { events.publish(.tls(TLSNotice(time: time.wall(), news))) }
        if case .certificateChanged? = news { tellValidity() }
        return context
    }

    /// Says so if the certificate that is served is out of its time.
    func tellValidity() {
        let now = time.wall()
        guard let complaint = certificate?.complaint(at: now) else { return }
        events.publish(.tls(TLSNotice(time: now, complaint)))
    }
}
