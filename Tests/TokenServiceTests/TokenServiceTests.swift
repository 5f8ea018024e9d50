import JotopTestSupport
import ProxyCore
import Testing
import TokenService

@Suite("The token cache", .timeLimit(.minutes(5)))
struct TokenServiceTests {
    let a = AudienceSet("https://a")

    @Test("Fifty requests for a cold audience cause one call to STS, and all get its token")
    func singleFlight() async throws {
        let bench = Bench()
        try await bench.run {
            let requests = (1...50).map { bench.ask("https://a", flow: $0) }
            let call = try await bench.minter.nextCall()
            // They come from fifty tasks: all must have joined before the answer, or the test would show nothing.
            while bench.service.waiterCount < 50 { await Task.yield() }
            call.succeed()
            var uses: [TokenUse] = []
            for request in requests { uses.append(try await request.value.use) }
            #expect(uses.count { $0 == .minted } == 1)
            #expect(uses.count { $0 == .waited } == 49)
            #expect(bench.minter.callCount == 1)
            let minted = try #require(await bench.probe.first(\.minted))
            #expect(minted.waiters == 50)
            #expect(minted.waiting.count == MintWaiters.named)
            #expect(Set(minted.waiting).count == MintWaiters.named)
            #expect(minted.facts.id.description == "A1")
        }
    }

    @Test("The request that set off a mint may give up without taking the token from the others")
    func giveUp() async throws {
        let bench = Bench()
        try await bench.run {
            let first = bench.ask("https://a", flow: 1)
            let call = try await bench.minter.nextCall()
            let second = bench.ask("https://a", flow: 2)
            while bench.service.waiterCount < 2 { await Task.yield() }
            first.cancel()
            await #expect(throws: ProxyError.self) { try await first.value }
            call.succeed()
            let use = try await second.value.use
            #expect(use == .waited)
        }
    }

    @Test("A hit is read at once, inside the refresh window too, while one refresh runs behind it")
    func refreshBehind() async throws {
        let bench = Bench()
        try await bench.run {
            let first = bench.ask("https://a")
            try await bench.minter.nextCall().succeed(serial: 1)
            _ = try await first.value
            #expect(bench.service.cachedToken(for: a)?.facts.id.generation == 1)
            bench.time.advance(by: .seconds(3400))
            for _ in 1...20 { #expect(bench.service.cachedToken(for: a)?.facts.id.generation == 1) }
            try await bench.minter.nextCall().succeed(serial: 2)
            let refreshed = try #require(await bench.probe.first(\.refreshed))
            #expect(refreshed.facts.id.description == "A2")
            #expect(refreshed.reason == .due)
            #expect(bench.service.cachedToken(for: a)?.facts.id.generation == 2)
            #expect(bench.minter.callCount == 2)
        }
    }

    @Test("A token in use is renewed when its window begins, though no request comes just then")
    func renewedAhead() async throws {
        let bench = Bench()
        try await bench.run {
            let first = bench.ask("https://a")
            try await bench.minter.nextCall().succeed()
            _ = try await first.value
            await bench.time.sleepers(atLeast: 1)
            bench.time.advance(by: .seconds(3300))
            try await bench.minter.nextCall().succeed(serial: 2)
            let reason = await bench.probe.first(\.refreshed)?.reason
            #expect(reason == .due)
        }
    }

    @Test("An outage of STS hurts nobody before the token's real end, and then everybody is told")
    func outage() async throws {
        let bench = Bench()
        try await bench.run {
            let first = bench.ask("https://a")
            try await bench.minter.nextCall().succeed()
            _ = try await first.value
            bench.time.advance(by: .seconds(3500))
            #expect(bench.service.cachedToken(for: a) != nil)
            try await bench.minter.nextCall().fail(.throttled)
            let failed = try #require(await bench.probe.first(\.failedToken))
            #expect(failed.stillServing?.description == "A1")
            #expect(bench.service.cachedToken(for: a) != nil)
            bench.time.advance(by: .seconds(100))
            #expect(bench.service.cachedToken(for: a) == nil)
        }
    }

    @Test("A denied audience is not asked for again by each request, until its back-off is over or somebody forces it")
    func backoff() async throws {
        let bench = Bench()
        try await bench.run {
            let first = bench.ask("https://a")
            try await bench.minter.nextCall().fail(.accessDenied)
            await #expect(throws: ProxyError.self) { try await first.value }
            for _ in 1...5 {
                await #expect(throws: ProxyError.self) { try await bench.ask("https://a").value }
            }
            #expect(bench.minter.callCount == 1)
            bench.service.refresh(a)
            try await bench.minter.nextCall().fail(.accessDenied)
            let attempts = [
                await bench.probe.first(\.failedToken)?.attempt, await bench.probe.first(\.failedToken)?.attempt,
            ]
            #expect(attempts == [1, 1])
            bench.time.advance(by: .seconds(4))
            let later = bench.ask("https://a")
            try await bench.minter.nextCall().succeed()
            let use = try await later.value.use
            #expect(use == .minted)
        }
    }

    @Test("With other credentials the back-off is over, and a refresh that was put off is made up for")
    func otherCredentials() async throws {
        let bench = Bench()
        try await bench.run {
            let denied = bench.ask("https://denied")
            try await bench.minter.nextCall().fail(.accessDenied)
            await #expect(throws: ProxyError.self) { try await denied.value }
            let first = bench.ask("https://a")
            try await bench.minter.nextCall().succeed(lifetime: 3600)
            _ = try await first.value
            await bench.time.sleepers(atLeast: 1)
            bench.time.advance(by: .seconds(3300))
            try await bench.minter.nextCall().fail(.accessDenied)
            _ = await bench.probe.first { event in event.failedToken.flatMap { $0.audiences == a ? $0 : nil } }
            bench.service.credentialsChanged()
            try await bench.minter.nextCall().succeed(serial: 2)
            let refreshed = try #require(await bench.probe.first(\.refreshed))
            #expect(refreshed.facts.id.description.hasSuffix("2"))
            let again = bench.ask("https://denied")
            try await bench.minter.nextCall().succeed()
            let use = try await again.value.use
            #expect(use == .minted)
        }
    }

    @Test("An error tells the request nothing but that there is no token, whatever STS said")
    func errorCode() async throws {
        let bench = Bench()
        try await bench.run {
            let request = bench.ask("https://a")
            try await bench.minter.nextCall().fail(.accessDenied)
            let error = try #require(await #expect(throws: ProxyError.self) { try await request.value })
            #expect(error.code == .tokenUnavailable)
            #expect(error.code.body == "token unavailable")
        }
    }

    @Test("The least recently used audience goes when there are too many")
    func capacity() async throws {
        let bench = Bench(maximumAudiences: 2)
        try await bench.run {
            for name in ["https://a", "https://b"] {
                let request = bench.ask(name)
                try await bench.minter.nextCall().succeed()
                _ = try await request.value
                bench.time.advance(by: .seconds(1))
            }
            #expect(bench.service.cachedToken(for: a) != nil)
            let request = bench.ask("https://c")
            try await bench.minter.nextCall().succeed()
            _ = try await request.value
            let evicted = try #require(await bench.probe.first(\.evicted))
            #expect(evicted.audiences == AudienceSet("https://b"))
            #expect(evicted.reason == .capacity)
            #expect(bench.service.cachedToken(for: a) != nil)
            #expect(bench.service.cachedToken(for: AudienceSet("https://b")) == nil)
        }
    }

    @Test("With every place taken by a mint there is no room for another audience, and none is made")
    func full() async throws {
        let bench = Bench(maximumAudiences: 2)
        try await bench.run {
            let waiting = ["https://a", "https://b"].map { bench.ask($0) }
            let calls = [try await bench.minter.nextCall(), try await bench.minter.nextCall()]
            await #expect(throws: ProxyError.self) { try await bench.ask("https://c").value }
            for call in calls { call.succeed() }
            for request in waiting { _ = try await request.value }
            #expect(bench.minter.callCount == 2)
        }
    }

    @Test("Eviction of all tells of those that held a token, and of no other")
    func evictAll() async throws {
        let bench = Bench()
        try await bench.run {
            let denied = bench.ask("https://denied")
            try await bench.minter.nextCall().fail(.accessDenied)
            await #expect(throws: ProxyError.self) { try await denied.value }
            let granted = bench.ask("https://a")
            try await bench.minter.nextCall().succeed()
            _ = try await granted.value
            bench.service.evictAll()
            bench.events.finish()
            var evicted: [AudienceSet] = []
            while let event = await bench.probe.next() { evicted += event.evicted.map { [$0.audiences] } ?? [] }
            #expect(evicted == [a])
        }
    }

    @Test("Eviction drops the token: the next request waits for a new one, of the next generation")
    func eviction() async throws {
        let bench = Bench()
        try await bench.run {
            let first = bench.ask("https://a")
            try await bench.minter.nextCall().succeed()
            _ = try await first.value
            bench.service.evict(a)
            let token = await bench.probe.first(\.evicted)?.token
            #expect(token?.description == "A1")
            #expect(bench.service.cachedToken(for: a) == nil)
            let second = bench.ask("https://a")
            try await bench.minter.nextCall().succeed(serial: 2)
            let next = try await second.value.token.facts.id
            #expect(next.description == "A2")
        }
    }

    @Test("A token that nobody used lapses, and its end is told")
    func expiry() async throws {
        let bench = Bench()
        try await bench.run {
            bench.service.refresh(a)
            try await bench.minter.nextCall().succeed(lifetime: 600)
            _ = await bench.probe.first(\.minted)
            await bench.time.sleepers(atLeast: 1)
            bench.time.advance(by: .seconds(300))
            await bench.time.sleepers(atLeast: 1)
            bench.time.advance(by: .seconds(300))
            let expired = try #require(await bench.probe.first(\.expired))
            #expect(expired.token.description == "A1")
            #expect(expired.uses == 0)
            #expect(bench.minter.callCount == 1)
            #expect(bench.stats.snapshot().cachedAudiences == 0)
        }
    }

    @Test("Refresh for all mints for every audience that is remembered")
    func refreshAll() async throws {
        let bench = Bench()
        try await bench.run {
            for name in ["https://a", "https://b"] {
                let request = bench.ask(name)
                try await bench.minter.nextCall().succeed()
                _ = try await request.value
            }
            bench.service.refreshAll()
            let asked = [try await bench.minter.nextCall(), try await bench.minter.nextCall()]
            #expect(Set(asked.map(\.audiences.description)) == ["https://a", "https://b"])
            for call in asked { call.succeed(serial: 2) }
        }
    }

    @Test("Refresh for all leaves those alone that nobody has used for five minutes")
    func refreshAllInUse() async throws {
        let bench = Bench()
        try await bench.run {
            for name in ["https://idle", "https://used"] {
                let request = bench.ask(name)
                try await bench.minter.nextCall().succeed()
                _ = try await request.value
            }
            bench.time.advance(by: .seconds(200))
            _ = try await bench.ask("https://used").value
            bench.time.advance(by: .seconds(101))
            bench.service.refreshAll()
            let call = try await bench.minter.nextCall()
            #expect(call.audiences.description == "https://used")
            call.succeed(serial: 2)
            #expect(bench.minter.callCount == 3)
        }
    }

    @Test("An answer that is no token fails the mint, and the error does not quote it")
    func unusable() async throws {
        let bench = Bench()
        try await bench.run {
            let request = bench.ask("https://a")
            try await bench.minter.nextCall().succeed(compact: "secret.not-a.token!")
            let error = try #require(await #expect(throws: ProxyError.self) { try await request.value })
            #expect(!error.description.contains("secret"))
        }
    }

    @Test("When the cache stops, whoever waits is told instead of waiting for ever")
    func stop() async throws {
        let bench = Bench()
        let running = Task { [service = bench.service] in await service.run() }
        let request = bench.ask("https://a")
        let call = try await bench.minter.nextCall()
        running.cancel()
        call.fail(.throttled)
        await running.value
        await #expect(throws: ProxyError.self) { try await request.value }
        await #expect(throws: ProxyError.self) { try await bench.ask("https://b").value }
    }

    @Test("A call that ends because the cache stops is no failure of STS's: nobody is told of one, and none is counted")
    func stopIsNoFailure() async throws {
        let bench = Bench()
        let running = Task { [service = bench.service] in await service.run() }
        let request = bench.ask("https://a")
        let call = try await bench.minter.nextCall()
        running.cancel()
        call.fail(MintFailure(kind: .unavailable, code: "Unreachable", message: "cancelled"))
        await running.value
        let error = await #expect(throws: ProxyError.self) { try await request.value }
        #expect(error?.code == .shuttingDown)
        let last = FlowStart(
            id: FlowID(9), time: WallTime(seconds: 1), method: "GET", host: nil, path: "/", audiences: nil)
        bench.events.publish(.flowStarted(last))
        var hasFailed = false
        while let event = await bench.probe.next() {
            if case .flowStarted = event { break }
            if event.failedToken != nil { hasFailed = true }
        }
        #expect(!hasFailed)
    }
}
