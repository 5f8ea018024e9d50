import JotopTestSupport
import NIOCore
import NIOEmbedded
import ProxyCore
import Testing

@testable import ProxyEngine

/// While a token is awaited, which another task brings.
@Suite("Waiting for a token, in memory", .timeLimit(.minutes(5)))
struct TokenWaitTests {
    private let stats = TrafficStats()

    private func open(_ tokens: StubTokens) async throws -> NIOAsyncTestingChannel {
        let channel = NIOAsyncTestingChannel()
        let connector = UpstreamConnector(
            trust: try UpstreamTrust(additionalRoots: []), timeout: .seconds(1), time: ManualTime().source,
            resolver: nil,
            addresses: AddressRule())
        let engine = EngineContext(
            configuration: ProxyEngine.Configuration(
                router: Router(rule: .header(name: "X-Upstream-Host", scheme: .http))),
            tokens: tokens, events: EventHub(), stats: stats, time: ManualTime().source, connector: connector,
            budget: DescriptorBudget(descriptors: 1024))
        try await channel.testingEventLoop.executeInContext {
            try channel.pipeline.syncOperations.addHandler(ReadCount())
            try ClientPipeline.configure(channel, context: LoopContext(engine: engine, eventLoop: channel.eventLoop))
        }
        try await channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1))
        return channel
    }

    private func reads(of channel: NIOAsyncTestingChannel) async throws -> Int {
        try await channel.testingEventLoop.executeInContext {
            try channel.pipeline.syncOperations.handler(type: ReadCount.self).take()
        }
    }

    @Test("Nothing more of a body is read meanwhile, and a client that leaves gives up its place")
    func waiting() async throws {
        let tokens = StubTokens(.silence)
        let channel = try await open(tokens)
        #expect(try await reads(of: channel) == 1)
        try await channel.writeInbound(
            ByteBuffer(string: EmbeddedProxy.head("POST / HTTP/1.1", "Content-Length: 6") + "one"))
        #expect(try await reads(of: channel) == 0)
        #expect(stats.snapshot().inFlight == 1)
        try await channel.close()
        await tokens.cancelled()
        #expect(stats.snapshot().inFlight == 0)
        #expect(stats.snapshot().problems == 1)
    }

    @Test("A token that is refused is one refusal, and what came of the body is let go of")
    func refused() async throws {
        let channel = try await open(StubTokens(.refused))
        let body = "{\"name\":\"value\"}"
        try await channel.writeInbound(
            ByteBuffer(string: EmbeddedProxy.head("POST / HTTP/1.1", "Content-Length: \(body.utf8.count)") + body))
        // The refusal comes from another thread, and the loop of the test runs when it is told to.
        while stats.snapshot().problems == 0 {
            await Task.yield()
            await channel.testingEventLoop.run()
        }
        var answer = ""
        while let bytes = try await channel.readOutbound(as: ByteBuffer.self) { answer += String(buffer: bytes) }
        #expect(answer == ConnectionHandlerTests.refusal(.tokenUnavailable, "502 Bad Gateway"))
        #expect(channel.isActive)
        #expect(stats.snapshot().inFlight == 0)
        try await channel.close()
    }
}
