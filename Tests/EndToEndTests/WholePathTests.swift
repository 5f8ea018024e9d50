import EmulatedSTS
import Foundation
import JotopSettings
import JotopTestSupport
import ProxyCore
import Testing

@testable import JotopApp

@Suite("The whole path", .timeLimit(.minutes(5)))
struct WholePathTests {
    @Test("A request without a token arrives with one that the upstream verifies, for the audience of its host")
    func verified() async throws {
        try await EmbeddedWorld.with { world in
            let upstream = try await world.upstream(accepting: ["http://127.0.0.1"])
            let answer = try await world.application.send("/v1/items?limit=50", to: "127.0.0.1:\(upstream.port)")
            #expect(answer.status == 200)
            let echo = try JSONValue.parsed(answer.body)
            #expect(echo["path"]?.string == "/v1/items?limit=50")
            let claims = try #require(echo["claims"])
            #expect(claims["aud"]?.string == "http://127.0.0.1")
            #expect(claims["sub"]?.string == "arn:aws:iam::123456789012:role/team/dev-api")
            #expect(claims["iss"]?.string == world.sts.issuer)
            await upstream.shutdown()
        }
    }

    @Test(
        "Twenty requests at once cause one call to STS; those after them none",
        arguments: [SigningAlgorithm.rs256, .es384])
    func coalesced(_ algorithm: SigningAlgorithm) async throws {
        try await EmbeddedWorld.with {
            $0.algorithm = algorithm
            $0.audiences = AudienceSet(["urn:b", "urn:a"])
            $0.tags = [TokenTag(key: "team", value: "core")]
        } sts: {
            $0.latency = .milliseconds(50)
        } _: { world in
            let upstream = try await world.upstream(accepting: ["urn:a"])
            let host = "127.0.0.1:\(upstream.port)"
            let application = world.application
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 1...20 { group.addTask { try await application.send("/\(number)", to: host).status } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses == Array(repeating: 200, count: 20))
            let echo = try JSONValue.parsed(try await world.application.send("/again", to: host).body)
            #expect(echo["claims"]?["aud"] == .array([.string("urn:a"), .string("urn:b")]))
            let tags = echo["claims"]?["https://sts.amazonaws.com/"]?["request_tags"]
            #expect(tags == .object(["team": .string("core")]))
            let totals = world.stack.stats.snapshot()
            #expect(totals.mints == 1)
            #expect(totals.requests == 21)
            #expect(totals.problems == 0)
            await upstream.shutdown()
        }
    }

    @Test("A host's own rule decides what its tokens are for and like, and every other host's are as ever")
    func hostRule() async throws {
        let rule = HostRule(
            hosts: try #require(HostPattern("localhost")), audiences: AudienceSet("urn:x"),
            traits: TokenTraits(
                algorithm: .es384, duration: .seconds(600), tags: [TokenTag(key: "team", value: "core")]))
        try await EmbeddedWorld.with {
            $0.hostRules = [rule]
            $0.audiences = AudienceSet("urn:x")
        } _: { world in
            let upstream = try await world.upstream(accepting: ["urn:x"])
            var lives: [Int64] = []
            var tags: [JSONValue?] = []
            for host in ["localhost", "127.0.0.1", "localhost"] {
                let answer = try await world.application.send("/", to: "\(host):\(upstream.port)")
                #expect(answer.status == 200)
                let claims = try #require(try JSONValue.parsed(answer.body)["claims"])
                lives.append((claims["exp"]?.integer ?? 0) - (claims["iat"]?.integer ?? 0))
                tags.append(claims["https://sts.amazonaws.com/"]?["request_tags"]?["team"])
            }
            #expect(lives == [600, 3600, 600])
            #expect(tags == [.string("core"), nil, .string("core")])
            let algorithms = [await world.probe.first(\.minted), await world.probe.first(\.minted)]
                .map { $0?.facts.header["alg"]?.string }
            #expect(algorithms == ["ES384", "RS256"])
            #expect(world.stack.stats.snapshot().mints == 2, "the same audience, and two tokens")
            await upstream.shutdown()
        }
    }

    @Test("A first token that is kept back is waited for once, and the wait is told")
    func settled() async throws {
        try await EmbeddedWorld.with {
            $0.settle = .milliseconds(300)
        } _: { world in
            let upstream = try await world.upstream(accepting: ["http://127.0.0.1"])
            let host = "127.0.0.1:\(upstream.port)"
            _ = try await world.application.send("/1", to: host)
            let first = try #require(await world.probe.first(\.ended))
            #expect(try #require(first.settled) >= .milliseconds(300))
            #expect(try #require(first.token).age >= .milliseconds(300))
            #expect(try #require(first.durations.token) >= .milliseconds(300))
            _ = try await world.application.send("/2", to: host)
            let second = try #require(await world.probe.first(\.ended))
            #expect((second.use, second.settled) == (.hit, nil))
            await upstream.shutdown()
        }
    }

    @Test("An upstream that expects another audience says 401, and the event tells what it said")
    func wrongAudience() async throws {
        try await EmbeddedWorld.with { world in
            let upstream = try await world.upstream(accepting: ["https://elsewhere.example"])
            let answer = try await world.application.send("/", to: "127.0.0.1:\(upstream.port)")
            #expect(answer.status == 401)
            #expect(answer.headers["www-authenticate"]?.hasPrefix("Bearer error=\"invalid_token\"") == true)
            #expect(answer.headers["x-jotop-error"] == nil)
            let end = try #require(await world.probe.first(\.ended))
            #expect(end.status == 401 && end.isProblem)
            let challenge = end.response?.fields.first { $0.name.lowercased() == "www-authenticate" }
            #expect(challenge?.value == answer.headers["www-authenticate"])
            #expect(end.token?.id.description == "A1")
            await upstream.shutdown()
        }
    }

    @Test("An audience that STS denies is 502 at once, the second time without asking")
    func denied() async throws {
        // The back-off does not end by itself, however long the machine takes.
        let time = ManualTime(wallStart: .now())
        try await EmbeddedWorld.with(time: time.source, sts: { $0.deniedAudiences = ["*"] }) { world in
            for _ in 1...3 {
                let answer = try await world.application.send("/", to: "127.0.0.1:1")
                #expect(answer.status == 502)
                #expect(answer.body == "token unavailable")
                #expect(answer.headers["x-jotop-error"] == "token_unavailable")
            }
            #expect(world.sts.outcomes["AccessDenied"] == 1)
            let failed = try #require(await world.probe.first(\.failedToken))
            #expect(failed.failure.code == "AccessDenied")
            #expect(failed.failure.kind == .denied)
        }
    }

    @Test("A refresh by command brings the next generation, under a new key too, and the upstream accepts both")
    func refreshed() async throws {
        try await EmbeddedWorld.with { world in
            let upstream = try await world.upstream(accepting: ["http://127.0.0.1"])
            let host = "127.0.0.1:\(upstream.port)"
            _ = try await world.application.send("/1", to: host)
            world.stack.perform(.refresh(AudienceSet("http://127.0.0.1")))
            let refreshed = try #require(await world.probe.first(\.refreshed))
            #expect(refreshed.reason == .forced)
            #expect(try await world.application.send("/2", to: host).status == 200)
            world.stack.perform(.evictAll)
            _ = await world.probe.first(\.evicted)
            #expect(try await world.application.send("/3", to: host).status == 200)
            #expect(try #require(await world.probe.first(\.minted)).facts.id.description == "A3")
            await upstream.shutdown()
        }
    }

    @Test("An STS that throttles is asked again, and each try is told")
    func throttled() async throws {
        try await EmbeddedWorld.with { world in
            let upstream = try await world.upstream(accepting: ["http://127.0.0.1"])
            // The start asks whose keys these are, and would take the faults for itself.
            _ = await world.first { $0.resolved?.principal }
            world.sts.changeFaults { $0.next(.internalFailure, count: 2) }
            let answer = try await world.application.send("/", to: "127.0.0.1:\(upstream.port)")
            #expect(answer.status == 200)
            var tries: [String] = []
            while let event = await world.probe.next(), event.minted == nil {
                if case .tokenRetrying(let retrying) = event {
                    tries.append("\(retrying.retry.attempt) \(retrying.retry.code)")
                }
            }
            #expect(tries == ["1 InternalFailure", "2 InternalFailure"])
            await upstream.shutdown()
        }
    }

    @Test("An STS that is down while a token still lives hurts nobody")
    func outage() async throws {
        try await EmbeddedWorld.with { world in
            let upstream = try await world.upstream(accepting: ["http://127.0.0.1"])
            let host = "127.0.0.1:\(upstream.port)"
            _ = try await world.application.send("/1", to: host)
            world.sts.changeFaults { $0.lasting = .internalFailure }
            world.stack.perform(.refreshAll)
            let failed = try #require(await world.probe.first(\.failedToken))
            #expect(failed.stillServing?.description == "A1")
            #expect(failed.failure.kind == .unavailable)
            #expect(try await world.application.send("/2", to: host).status == 200)
            await upstream.shutdown()
        }
    }

    @Test("A large body goes both ways whole")
    func large() async throws {
        try await EmbeddedWorld.with { world in
            let upstream = try await world.upstream(accepting: ["http://127.0.0.1"])
            let host = "127.0.0.1:\(upstream.port)"
            #expect(try await world.application.send("/large?bytes=20000000", to: host).body.utf8.count == 20_000_000)
            let echo = try JSONValue.parsed(
                try await world.application.send("/up", to: host, method: "POST", body: 5_000_000).body)
            #expect(echo.description.contains("5000000"))
            await upstream.shutdown()
        }
    }
}

extension JSONValue {
    static func parsed(_ text: String) throws -> JSONValue {
        try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
    }
}
