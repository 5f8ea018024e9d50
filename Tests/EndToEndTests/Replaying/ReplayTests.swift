import EmulatedSTS
import JotopSettings
import JotopTestSupport
import NIOHTTP1
import NIOPosix
import ProxyCore
import Testing

@testable import JotopApp

@Suite("Replays, on the wire", .timeLimit(.minutes(5)))
struct ReplayTests {
    @Test("A request is sent once more as it went upstream, with the audience that is in force now")
    func again() async throws {
        try await EmbeddedWorld.with(allowsReplays: true) { world in
            try await WatchedUpstream.with(.otherAudience, in: world) { upstream, host in
                let answer = try await world.application.send("/v1", to: host, headers: [("X-Api-Key", "k-123456")])
                #expect(answer.status == 401)
                let flow = try #require(await world.probe.first(\.ended)).start.id
                world.stack.perform(.setAudiences(AudienceSet("urn:other"), host: host))
                world.stack.perform(.replay(flow, confirmed: nil))
                let end = await world.probe.first(\.ended)
                #expect(end?.status == 200)
                #expect(end?.start.replay == FlowReplay(of: flow))
                #expect(end?.start.audiences == AudienceSet("urn:other"))
                #expect(upstream.requests.map { $0.values(of: "x-api-key") } == [["k-123456"], ["k-123456"]])
                #expect(world.stack.stats.snapshot().requests == 1)
                #expect(world.stack.stats.snapshot().problems == 1)
            }
        }
    }

    @Test("Another method than GET and HEAD goes only where it was confirmed, and with its whole body")
    func confirmed() async throws {
        try await EmbeddedWorld.with(allowsReplays: true) { world in
            try await WatchedUpstream.with(.open, in: world) { upstream, host in
                _ = try await world.application.send("/", to: host, method: "POST", body: 5_000)
                let flow = try #require(await world.probe.first(\.ended)).start.id
                for confirmed in [nil, "post", "PUT"] {
                    world.stack.perform(.replay(flow, confirmed: confirmed))
                    let refused = await world.probe.first(\.replayRefused)
                    #expect(refused?.reason.hasPrefix("POST may change something") == true)
                }
                #expect(upstream.requests.count == 1)
                world.stack.perform(.replay(flow, confirmed: "POST"))
                let end = await world.probe.first(\.ended)
                #expect(end?.requestBytes == 5_000)
                #expect(upstream.requests.map(\.bodySize) == [5_000, 5_000])
                #expect(upstream.requests.map(\.method) == ["POST", "POST"])
            }
        }
    }

    @Test(
        "A body that was not kept whole, minting that is off and a request that is not kept are refused with the reason"
    )
    func refused() async throws {
        try await EmbeddedWorld.with(allowsReplays: true) { world in
            try await WatchedUpstream.with(.open, in: world) { upstream, host in
                _ = try await world.application.send("/", to: host, method: "PUT", body: 65_537)
                let flow = try #require(await world.probe.first(\.ended)).start.id
                world.stack.perform(.replay(flow, confirmed: "PUT"))
                let large = await world.probe.first(\.replayRefused)
                #expect(large?.reason == "its body is larger than 64 KiB, and was not kept")
                world.stack.perform(.bisect(FlowID(99), confirmed: nil))
                let unknown = await world.probe.first(\.replayRefused)
                #expect(unknown?.reason.hasPrefix("the request is not kept") == true)
                world.stack.perform(.switchMinting(on: false))
                world.stack.perform(.replay(flow, confirmed: "PUT"))
                let off = await world.probe.first(\.replayRefused)
                #expect(off?.reason == "token minting is off")
                #expect(upstream.requests.count == 1)
            }
        }
    }

    @Test("A replay that lasts is told of while it lasts, also where no client is connected")
    func lasting() async throws {
        // One for each answer.
        let gate = AsyncStream.makeStream(of: Void.self)
        let listener = try await LoopbackServer.bind(on: MultiThreadedEventLoopGroup.singleton)
        let server = LoopbackServer(listener) { _ in
            for await _ in gate.stream { break }
            return LoopbackResponse(status: .ok, type: "text/plain", text: "fine")
        }
        try await EmbeddedWorld.with(allowsReplays: true) { world in
            gate.continuation.yield()
            let host = "127.0.0.1:\(listener.port)"
            _ = try await world.application.send("/", to: host, headers: [("Connection", "close")])
            let flow = try #require(await world.probe.first(\.ended)).start.id
            // The first may owe it to the client that has just gone.
            for _ in 1...2 {
                world.stack.perform(.replay(flow, confirmed: nil))
                let progress = await world.probe.first { event -> FlowEnd? in
                    if case .flowProgressed(let flow) = event { flow } else { nil }
                }
                #expect(progress?.start.replay == FlowReplay(of: flow))
                gate.continuation.yield()
                let end = await world.probe.first(\.ended)
                #expect(end?.status == 200)
            }
        }
        await server.shutdown()
    }

    /// A request that was answered once, and an upstream that leaves the answer to a second one to the test.
    ///
    /// - Parameters:
    ///   - time: by which an answer is waited for.
    ///   - patience: how long it is.
    private static func withAnswered(
        time: TimeSource = .live, patience: Duration = .seconds(86_400),
        _ body: (EmbeddedWorld, FlowID, RawServer) async throws -> Void
    ) async throws {
        let upstream = try await RawServer.start()
        try await EmbeddedWorld.with({ $0.upstreamTimeout = patience }, allowsReplays: true, time: time) { world in
            try await body(world, try await answered("/", by: upstream, in: world), upstream)
        }
    }

    /// A request that is answered once.
    private static func answered(
        _ path: String, by upstream: RawServer, in world: EmbeddedWorld
    ) async throws -> FlowID {
        let application = world.application
        async let sent = application.send(path, to: "127.0.0.1:\(upstream.port)")
        let connection = try await upstream.accept()
        _ = await connection.read(through: "\r\n\r\n")
        try await connection.write("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
        _ = try await sent
        return try #require(await world.probe.first(\.ended)).start.id
    }

    @Test("A replay does not wait for the end of an answer that has none")
    func endless() async throws {
        let time = ManualTime(wallStart: .now())
        try await Self.withAnswered(time: time.source, patience: .seconds(1)) { world, flow, upstream in
            world.stack.perform(.replay(flow, confirmed: nil))
            let second = try await upstream.accept()
            _ = await second.read(through: "\r\n\r\n")
            try await second.write("HTTP/1.1 401 No\r\n\r\na drop, and no end")
            let begun = await world.probe.first { event -> FlowEnd? in
                if case .flowProgressed(let flow) = event, flow.status != nil { flow } else { nil }
            }
            #expect(begun != nil)
            time.advance(by: .seconds(1))
            let end = try #require(await world.probe.first(\.ended))
            #expect(end.status == 401 && end.start.replay == FlowReplay(of: flow))
        }
    }

    @Test("A replay that gets no answer is ended by hand at once, and its flow and its connection end with it")
    func stopped() async throws {
        try await Self.withAnswered { world, flow, upstream in
            world.stack.perform(.replay(flow, confirmed: nil))
            let second = try await upstream.accept()
            _ = await second.read(through: "\r\n\r\n")
            world.stack.perform(.stopReplays)
            let end = try #require(await world.probe.first(\.ended))
            #expect(end.start.replay == FlowReplay(of: flow) && end.status == nil)
            #expect(end.error?.code == .clientGone)
            #expect(end.error?.detail == "the replay was ended before its answer was complete")
            #expect(await second.readToEnd() == "")
            #expect(world.stack.stats.snapshot().requests == 1)
        }
    }

    @Test("An order to end what was only just asked for is not lost, and the next replay is not ended by it")
    func stoppedEarly() async throws {
        try await Self.withAnswered { world, first, upstream in
            let second = try await Self.answered("/second", by: upstream, in: world)
            // The first may come as far as a connection that waits for somebody else then, or as far as a request, or not at all.
            // Nobody answers it: without the order it would last.
            let answering = Task {
                await withDiscardingTaskGroup { group in
                    for await connection in upstream.connections() {
                        group.addTask {
                            guard await connection.read(through: "\r\n\r\n").hasPrefix("GET /second ") else { return }
                            try? await connection.write("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")
                            await connection.close()
                        }
                    }
                }
            }
            for command in [EngineCommand.replay(first, confirmed: nil), .stopReplays, .replay(second, confirmed: nil)]
            {
                world.stack.perform(command)
            }
            var ends: [FlowReplay?: FlowEnd] = [:]
            while ends.count < 2 {
                let end = try #require(await world.probe.first(\.ended))
                ends[end.start.replay] = end
            }
            answering.cancel()
            let stopped = try #require(ends[FlowReplay(of: first)])
            #expect(stopped.status == nil && stopped.error?.code == .clientGone)
            let other = try #require(ends[FlowReplay(of: second)])
            #expect(other.status == 204 && other.error == nil)
        }
    }

    @Test("The end of the program ends a replay that gets no answer")
    func shutDown() async throws {
        var replay: (probe: EventProbe, connection: RawConnection)?
        // Leaving shuts the program down, and waits until it has ended.
        try await Self.withAnswered { world, flow, upstream in
            world.stack.perform(.replay(flow, confirmed: nil))
            let connection = try await upstream.accept()
            _ = await connection.read(through: "\r\n\r\n")
            replay = (world.probe, connection)
        }
        let (probe, connection) = try #require(replay)
        let end = try #require(await probe.first(\.ended))
        #expect(end.status == nil && end.error?.code == .clientGone)
        #expect(await connection.readToEnd() == "")
    }

    @Test("Where no dashboard may act, no request is kept")
    func nothingKept() async throws {
        try await EmbeddedWorld.with { world in
            try await WatchedUpstream.with(.open, in: world) { _, host in
                _ = try await world.application.send("/", to: host)
                let flow = try #require(await world.probe.first(\.ended)).start.id
                world.stack.perform(.replay(flow, confirmed: nil))
                let refused = await world.probe.first(\.replayRefused)
                #expect(refused?.reason.hasPrefix("the request is not kept") == true)
            }
        }
    }
}
