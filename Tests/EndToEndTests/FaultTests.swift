import AsyncHTTPClient
import EmulatedSTS
import JotopSettings
import JotopTestSupport
import NIOPosix
import ProxyCore
import Testing

@testable import Diagnosis
@testable import JotopApp

/// The negative tests that every upstream with a token check ought to pass, on the whole path.
@Suite("What goes wrong on purpose is refused, and told as what it is", .timeLimit(.minutes(5)))
struct FaultTests {
    /// A proxy where faults are allowed, and an upstream that wants a tag.
    ///
    /// - Parameter time: the proxy's and the upstream's.
    private static func with(
        time: TimeSource = .live, _ body: (FaultWorld) async throws -> Void
    ) async throws {
        try await EmbeddedWorld.with(
            {
                $0.allowsFaults = true
                $0.tags = [TokenTag(key: "team", value: "core")]
            }, time: time
        ) { world in
            var configuration = VerifyingUpstream.Configuration(
                issuer: world.sts.issuer, audiences: ["http://127.0.0.1"],
                transport: AsyncHTTPTransport(client: world.client))
            configuration.requiredTags = ["team": "core"]
            configuration.now = time.wall
            let upstream = try await VerifyingUpstream.start(
                configuration, on: MultiThreadedEventLoopGroup.singleton)
            try await body(FaultWorld(world: world, host: "127.0.0.1:\(upstream.port)"))
            await upstream.shutdown()
        }
    }

    @Test(
        "Each is answered 401 or 403 by an upstream that verifies, and the diagnosis names it",
        arguments: [
            (Fault.tampered, 401), (.missing, 401), (.audience("urn:example:wrong"), 401), (.tag(nil), 403),
            (.tag(TokenTag(key: "team", value: "other")), 403),
        ])
    func refused(_ row: (fault: Fault, status: Int)) async throws {
        try await Self.with { world in
            #expect(try await world.send("/before").status == 200)
            world.order(.injectFault(row.fault, host: world.host))
            #expect(await world.happening() == .set(row.fault, host: world.host))
            let answer = try await world.send("/faulted")
            #expect(answer.status == row.status)
            let end = try #require(await world.end("/faulted"))
            #expect(end.fault == row.fault)
            var seen = Observations()
            seen.absorb(.flowCompleted(end))
            let diagnosis = Diagnosis(seen.evidence(of: end))
            #expect(diagnosis.cause == .fault)
            #expect(diagnosis.sentence?.plain.contains("(fault \(row.fault))") == true)
            #expect(diagnosis.findings.first?.verdict == .fine)
            world.order(.clearFaults(.all))
            #expect(await world.happening() == .cleared(.all))
            #expect(try await world.send("/after").status == 200)
            #expect(try #require(await world.end("/after")).fault == nil)
        }
    }

    @Test("A token that has expired is kept for it and refused; until there is one, the order says when")
    func expired() async throws {
        let time = ManualTime(wallStart: .now())
        try await Self.with(time: time.source) { world in
            world.order(.injectFault(.expired, host: world.host))
            let unknown = try #require(await world.refusal())
            #expect(unknown.contains("send a request first"))
            // Two hours later, the proxy would close a connection that has been idle since.
            let first = [("Connection", "close")]
            _ = try await world.world.application.send("/first", to: world.host, headers: first)
            world.order(.injectFault(.expired, host: world.host))
            let early = try #require(await world.refusal())
            #expect(early.contains("no token for http://127.0.0.1 has expired yet: A1 will have at "))
            // A token lives for an hour from when STS has minted it, by the machine's clock, which goes on meanwhile.
            time.advance(by: .seconds(2 * 3_600))
            _ = try #require(await world.world.probe.first(\.expired))
            world.order(.injectFault(.expired, host: world.host))
            #expect(await world.happening() == .set(.expired, host: world.host))
            #expect(try await world.send("/faulted").status == 401)
            let end = try #require(await world.end("/faulted"))
            #expect(end.fault == .expired)
            #expect(try #require(end.token).lifeLeft < .zero)
            #expect(end.token?.id.description == "A1")
        }
    }

    @Test("A rotated key is refused as long as the upstream has not fetched it, and its tokens are marked")
    func rotated() async throws {
        try await Self.with { world in
            #expect(try await world.send("/before").status == 200)
            world.order(.injectFault(.keysRotated, host: nil))
            #expect(await world.happening() == .set(.keysRotated, host: nil))
            world.order(.refresh(AudienceSet("http://127.0.0.1")))
            let minted = try #require(await world.world.probe.first(\.refreshed))
            #expect(minted.fault == .keysRotated)
            #expect(try await world.send("/faulted").status == 401)
            #expect(try #require(await world.end("/faulted")).fault == .keysRotated)
        }
    }

    @Test("STS throttles and denies on purpose, the flow says how long the back-off lasts, and off ends it at once")
    func sts() async throws {
        // The back-off does not end by itself, however long the machine takes; the upstream's clock is ahead by as much as that may be.
        let time = ManualTime(wallStart: .now().advanced(by: .seconds(600)))
        try await Self.with(time: time.source) { world in
            world.order(.injectFault(.denied, host: nil))
            _ = await world.happening()
            #expect(try await world.send("/first").status == 502)
            let first = try #require(await world.end("/first"))
            #expect((first.fault, first.error?.backOff) == (.denied, nil))
            #expect(try await world.send("/second").status == 502)
            let second = try #require(await world.end("/second"))
            #expect(second.fault == .denied)
            #expect(try #require(second.error?.backOff) > .zero)
            world.order(.clearFaults(.sts))
            _ = await world.happening()
            #expect(try await world.send("/third").status == 200)
            #expect(world.world.sts.outcomes["AccessDenied"] == nil)
        }
    }

    @Test("A fault of STS that takes another's place does not inherit its back-off")
    func replaced() async throws {
        try await Self.with { world in
            world.order(.injectFault(.denied, host: nil))
            _ = await world.happening()
            let first = try await world.send("/first").status
            #expect(first == 502)
            world.order(.injectFault(.slow(.milliseconds(1)), host: nil))
            #expect(await world.happening() == .set(.slow(.milliseconds(1)), host: nil))
            let second = try await world.send("/second").status
            #expect(second == 200)
        }
    }

    @Test("A fault of the port that goes without saying is of that port alone, and is taken back by the same words")
    func spelling() async throws {
        try await Self.with { world in
            world.order(.injectFault(.tampered, host: "API.example:80"))
            #expect(await world.happening() == .set(.tampered, host: "api.example:80"))
            let target = try #require(UpstreamTarget(scheme: .http, authority: "api.example"))
            let other = try #require(UpstreamTarget(scheme: .http, authority: "api.example:8080"))
            let faults = try #require(world.world.stack.controls.faults)
            #expect(faults.fault(for: target) == .tampered && faults.fault(for: other) == nil)
            world.order(.clearFaults(.host("api.example")))
            #expect(await world.happening() == .refused(reason: "no such fault is in force"))
            world.order(.clearFaults(.host("Api.Example:80")))
            #expect(await world.happening() == .cleared(.host("api.example:80")))
            #expect(faults.fault(for: target) == nil)
        }
    }

    @Test("A request that ends before anything is done to it is not marked")
    func untouched() async throws {
        try await Self.with { world in
            world.order(.injectFault(.tampered, host: world.host))
            _ = await world.happening()
            world.order(.injectFault(.denied, host: nil))
            _ = await world.happening()
            let denied = try await world.send("/denied").status
            // What STS did on purpose is told, and not what would have been done to the token.
            let refused = await world.end("/denied")
            #expect((denied, refused?.fault) == (502, .denied))
            world.order(.switchMinting(on: false))
            await world.mintingSwitched()
            let off = try await world.send("/off").status
            let unminted = try #require(await world.end("/off"))
            #expect((off, unminted.fault) == (503, nil))
        }
    }

    @Test("With the cache's clock put forward a used token is renewed at once, and both are good")
    func clock() async throws {
        try await Self.with { world in
            let first = try await world.send("/1").status
            #expect(first == 200)
            world.order(.putClockForward(.seconds(55 * 60 + 1)))
            #expect(await world.happening() == .clockMoved(ahead: .seconds(55 * 60 + 1)))
            #expect(try #require(await world.world.probe.first(\.refreshed)).reason == .due)
            #expect(try await world.send("/2").status == 200)
            world.order(.clearFaults(.all))
            #expect(await world.happening() == .cleared(.all))
            #expect(await world.happening() == .clockMoved(ahead: .zero))
        }
    }

    @Test("No host is ever given a token for an audience that another one uses, or may use")
    func wrongAudience() async throws {
        try await Self.with { world in
            world.order(.setAudiences(AudienceSet("urn:example:taken"), host: "other.example"))
            for audience in [
                "http://127.0.0.1", "urn:example:taken", "sts.amazonaws.com", "https://billing.example.net",
            ] {
                world.order(.injectFault(.audience(audience), host: world.host))
                #expect(await world.refusal() != nil, "\(audience)")
            }
            let status = try await world.send("/").status
            #expect(status == 200)
        }
    }

    @Test("Where faults are not allowed, none is, and the answer says how they would be")
    func notAllowed() async throws {
        try await EmbeddedWorld.with { world in
            for command in [
                EngineCommand.injectFault(.tampered, host: nil), .clearFaults(.all), .putClockForward(.seconds(60)),
            ] {
                world.stack.perform(command)
                let happening = await world.probe.first(\.faultHappening)
                #expect(happening?.refusal?.contains("--allow-faults") == true)
            }
        }
    }
}

/// A proxy, and the one upstream behind it.
private struct FaultWorld {
    let world: EmbeddedWorld
    let host: String

    func order(_ command: EngineCommand) { world.stack.perform(command) }
    func happening() async -> FaultNotice.Happening? { await world.probe.first(\.faultHappening) }
    /// Why what happens next is a refusal; nil where it is none.
    func refusal() async -> String? { await happening()?.refusal }

    /// Waits until minting has been switched.
    func mintingSwitched() async {
        _ = await world.probe.first { event in if case .mintingSwitched = event { true } else { nil } }
    }

    func send(_ path: String) async throws -> (status: Int, headers: [String: String], body: String) {
        try await world.application.send(path, to: host)
    }

    /// The end of the request for a path.
    func end(_ path: String) async -> FlowEnd? {
        await world.probe.first { event in event.ended.flatMap { $0.start.path == path ? $0 : nil } }
    }
}

extension FaultNotice.Happening {
    fileprivate var refusal: String? { if case .refused(let reason) = self { reason } else { nil } }
}

extension ProxyEvent {
    fileprivate var faultHappening: FaultNotice.Happening? {
        if case .fault(let notice) = self { notice.happening } else { nil }
    }
}
