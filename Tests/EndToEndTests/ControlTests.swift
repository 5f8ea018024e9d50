import EmulatedSTS
import JotopTestSupport
import ProxyCore
import Testing

@testable import JotopApp

/// What the dashboard orders, on the whole path.
@Suite("Orders from the dashboard", .timeLimit(.minutes(5)))
struct ControlTests {
    @Test("Undo brings a token back that was evicted, and one that was refreshed over")
    func undo() async throws {
        try await EmbeddedWorld.with { world in
            let upstream = try await world.upstream(accepting: ["http://127.0.0.1"])
            let host = "127.0.0.1:\(upstream.port)"
            _ = try await world.application.send("/1", to: host)
            world.stack.perform(.evictAll)
            world.stack.perform(.undo)
            #expect(try #require(await world.probe.first(\.restored)).token.description == "A1")
            #expect(try await world.application.send("/2", to: host).status == 200)
            world.stack.perform(.refresh(AudienceSet("http://127.0.0.1")))
            _ = await world.probe.first(\.refreshed)
            world.stack.perform(.undo)
            #expect(try #require(await world.probe.first(\.restored)).instead?.description == "A2")
            #expect(try await world.application.send("/3", to: host).status == 200)
            #expect(try #require(await world.probe.first(\.ended)).token?.id.description == "A1")
            #expect(world.stack.stats.snapshot().mints == 2)
            await upstream.shutdown()
        }
    }

    @Test("A token can be minted before any request asks for one")
    func mint() async throws {
        try await EmbeddedWorld.with { world in
            world.stack.perform(.refresh(AudienceSet("urn:early")))
            let minted = try #require(await world.probe.first(\.minted))
            #expect(minted.facts.audiences == AudienceSet("urn:early"))
            #expect(minted.flow == nil)
        }
    }

    @Test("With minting off nothing goes upstream and STS is not asked; on again, all is as before")
    func mintingOff() async throws {
        try await EmbeddedWorld.with { world in
            let upstream = try await world.upstream(accepting: ["http://127.0.0.1"])
            let host = "127.0.0.1:\(upstream.port)"
            _ = try await world.application.send("/1", to: host)
            _ = await world.probe.first(\.ended)
            world.stack.perform(.switchMinting(on: false))
            #expect(await world.probe.first(\.switched) == false)
            world.stack.perform(.refreshAll)
            let refused = try await world.application.send("/2", to: host)
            #expect(refused.status == 503)
            let end = try #require(await world.probe.first(\.ended))
            #expect(end.error?.code == .mintingOff)
            #expect(end.token == nil)
            world.stack.perform(.switchMinting(on: true))
            #expect(await world.probe.first(\.switched) == true)
            #expect(try await world.application.send("/3", to: host).status == 200)
            #expect(world.stack.stats.snapshot().mints == 1)
            await upstream.shutdown()
        }
    }

    @Test("An audience set by hand is what STS is asked for, and is told")
    func audience() async throws {
        try await EmbeddedWorld.with { world in
            let upstream = try await world.upstream(accepting: ["urn:orders"])
            let host = "127.0.0.1:\(upstream.port)"
            #expect(try await world.application.send("/1", to: host).status == 401)
            world.stack.perform(.setAudiences(AudienceSet("urn:orders"), host: host))
            let change = try #require(await world.probe.first(\.audienceChange))
            #expect((change.host, change.audiences) == (host, AudienceSet("urn:orders")))
            #expect(try await world.application.send("/2", to: host).status == 200)
            world.stack.perform(.setAudiences(nil, host: host))
            _ = await world.probe.first(\.audienceChange)
            #expect(try await world.application.send("/3", to: host).status == 401)
            await upstream.shutdown()
        }
    }

    @Test("The token itself is handed to whoever asks for the one in use, and no event has it")
    func reveals() async throws {
        try await EmbeddedWorld.with { world in
            let upstream = try await world.upstream(accepting: ["http://127.0.0.1"])
            _ = try await world.application.send("/", to: "127.0.0.1:\(upstream.port)")
            let id = TokenID(handle: TokenHandle(index: 0), generation: 1)
            let token = await withCheckedContinuation { answer in
                world.stack.orderQueue.yield(
                    .reveal(id, of: AudienceSet("http://127.0.0.1"), to: { answer.resume(returning: $0) }))
            }
            #expect(token?.facts.id == id)
            await upstream.shutdown()
        }
    }
}

extension ProxyEvent {
    fileprivate var switched: Bool? { if case .mintingSwitched(let event) = self { event.isOn } else { nil } }
    fileprivate var audienceChange: AudienceChanged? {
        if case .audienceChanged(let event) = self { event } else { nil }
    }
}
