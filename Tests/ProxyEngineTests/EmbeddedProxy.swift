import HTTPWire
import JotopTestSupport
import NIOCore
import NIOEmbedded
import ProxyCore

@testable import ProxyEngine

/// A client's connection and an upstream's on channels in memory: bytes in, bytes out, and no thread but the test's.
///
/// The upstream's connection waits in the pool, as if it had served a request before. No other can be made: there is no
/// network here.
final class EmbeddedProxy {
    /// Reading the system's certificates takes its time.
    private static let trust = Result { try UpstreamTrust(additionalRoots: []) }

    let loop = EmbeddedEventLoop()
    let client: EmbeddedChannel
    let upstream: EmbeddedChannel
    let connection: UpstreamConnection
    let context: LoopContext
    let tokens = StubTokens(.hit)
    let stats = TrafficStats()
    let time = ManualTime()
    let events = EventHub()
    let clientReads = ReadCount()
    let upstreamReads = ReadCount()

    init(_ change: (inout ProxyEngine.Configuration) -> Void = { _ in }) throws {
        var configuration = ProxyEngine.Configuration(
            router: Router(rule: .header(name: "X-Upstream-Host", scheme: .http)))
        change(&configuration)
        guard let target = UpstreamTarget(scheme: .http, authority: "api.example") else {
            throw ProxyError(.invalidUpstream, "api.example")
        }
        let connector = UpstreamConnector(
            trust: try Self.trust.get(), timeout: .seconds(1), time: time.source, resolver: nil,
            addresses: AddressRule())
        let engine = EngineContext(
            configuration: configuration, tokens: tokens, events: events, stats: stats,
            time: time.source, connector: connector, budget: DescriptorBudget(descriptors: 1024))
        context = LoopContext(engine: engine, eventLoop: loop)
        client = EmbeddedChannel(loop: loop)
        upstream = EmbeddedChannel(loop: loop)
        connection = UpstreamConnection(
            target: target, handshakeTimeout: .seconds(1), time: time.source,
            headLimits: HeadLimits(configuration.limits))
        try client.pipeline.syncOperations.addHandler(clientReads)
        try ClientPipeline.configure(client, context: context)
        try configureUpstream()
        let address = try SocketAddress(ipAddress: "127.0.0.1", port: 1)
        try upstream.connect(to: address).wait()
        context.pool.give(back: connection)
        try client.connect(to: address).wait()
    }

    /// The handlers that ``UpstreamConnector`` gives a connection without TLS.
    private func configureUpstream() throws {
        try upstream.pipeline.syncOperations.addHandler(upstreamReads)
        try upstream.pipeline.syncOperations.addHandler(connection)
    }

    /// A request's head, for the one upstream there is.
    static func head(_ line: String = "GET / HTTP/1.1", _ fields: String...) -> String {
        ([line, "Host: localhost", "X-Upstream-Host: api.example"] + fields).joined(separator: "\r\n") + "\r\n\r\n"
    }

    /// Lets time pass for clocks and timers alike.
    func pass(_ duration: Duration) {
        time.advance(by: duration)
        loop.advanceTime(by: duration.timeAmount)
    }

    func clientSends(_ text: String) throws { try clientSends(ByteBuffer(string: text)) }
    func upstreamSends(_ text: String) throws { try upstreamSends(ByteBuffer(string: text)) }
    func clientSends(_ bytes: ByteBuffer) throws { try send(bytes, over: client) }
    func upstreamSends(_ bytes: ByteBuffer) throws { try send(bytes, over: upstream) }

    /// What comes of it goes out at the end of the loop's round.
    private func send(_ bytes: ByteBuffer, over channel: EmbeddedChannel) throws {
        try channel.writeInbound(bytes)
        loop.run()
    }

    /// What has been sent to the client since the last call.
    func clientGets() throws -> String { try Self.wire(client) }
    /// What has been sent upstream since the last call.
    func upstreamGets() throws -> String { try Self.wire(upstream) }

    private static func wire(_ channel: EmbeddedChannel) throws -> String {
        var text = ""
        while let bytes = try channel.readOutbound(as: ByteBuffer.self) { text += String(buffer: bytes) }
        return text
    }
}

/// Counts how often more is asked of a channel.
final class ReadCount: ChannelOutboundHandler {
    typealias OutboundIn = Never

    private var count = 0

    func read(context: ChannelHandlerContext) {
        count += 1
        context.read()
    }

    /// How often since the last call.
    func take() -> Int {
        defer { count = 0 }
        return count
    }
}
