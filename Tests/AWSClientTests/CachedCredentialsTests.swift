import AWSClient
import Foundation
import Synchronization
import Testing

@Suite("Cached credentials")
struct CachedCredentialsTests {
    private let time = ManualTime()
    private let source = ScriptedSource()
    private let stamp = Stamp()
    private let reports = AsyncStream.makeStream(of: CredentialReport.self)

    /// The state of the files.
    private final class Stamp: Sendable {
        private let value = Mutex(0)
        var current: Int { value.withLock { $0 } }
        func change() { value.withLock { $0 += 1 } }
    }

    private func cached() -> CachedCredentials {
        let (stamp, reported) = (stamp, reports.continuation)
        return CachedCredentials(
            source, environment: time.environment, stamp: { stamp.current }, onReport: { reported.yield($0) })
    }

    private func nextReport() async -> CredentialReport? {
        var iterator = reports.stream.makeAsyncIterator()
        return await iterator.next()
    }

    /// Has the first search find something, and be told of.
    private func find(_ credentials: AWSCredentials, for cached: CachedCredentials) async throws {
        async let first = cached.credentials()
        await source.answer(credentials)
        _ = try await first
        #expect(await nextReport() == .resolved(credentials))
    }

    @Test("Fifty callers cost one search")
    func singleFlight() async throws {
        let cached = cached()
        try await withThrowingTaskGroup(of: AWSCredentials.self) { group in
            for _ in 0..<50 { group.addTask { try await cached.credentials() } }
            await source.answer(.test("A", ends: 3_600))
            for try await credentials in group { #expect(credentials.accessKeyID == "A") }
        }
        #expect(source.count == 1)
    }

    @Test("A caller that is cancelled goes at once, and the others get what they wait for")
    func cancellation() async throws {
        let cached = cached()
        let impatient = Task { try await cached.credentials() }
        impatient.cancel()
        let error = await #expect(throws: CredentialError.self) { try await impatient.value }
        #expect(error?.message.contains("cancelled") == true)
        async let patient = cached.credentials()
        await source.answer(.test("A"))
        let found = try await patient
        #expect(found == .test("A"))
        #expect(source.count == 1)
    }

    @Test("Near their end they go on serving while one search runs behind them")
    func behind() async throws {
        let cached = cached()
        try await find(.test("A", ends: 900), for: cached)
        time.advance(by: .seconds(700))
        for _ in 1...3 {
            let served = try await cached.credentials()
            #expect(served.accessKeyID == "A")
        }
        await source.answer(.test("B", ends: 1_800))
        #expect(await nextReport() == .resolved(.test("B", ends: 1_800)))
        let served = try await cached.credentials()
        #expect(served.accessKeyID == "B")
        #expect(source.count == 2)
    }

    @Test("A source that is away costs nothing while the old ones live, and its error is told once")
    func away() async throws {
        let cached = cached()
        try await find(.test("A", ends: 900), for: cached)
        time.advance(by: .seconds(700))
        let served = try await cached.credentials()
        #expect(served.accessKeyID == "A")
        await source.answer(.failure(.test()))
        #expect(await nextReport() == .failed(.test(), serving: .test("A", ends: 900)))
        time.advance(by: .seconds(200))
        let asked = Task { try await cached.credentials() }
        await source.answer(.failure(.test()))
        let error = await #expect(throws: CredentialError.self) { try await asked.value }
        #expect(error == .test())
        for _ in 1...300 {
            let again = await #expect(throws: CredentialError.self) { try await cached.credentials() }
            #expect(again == .test())
        }
        #expect(source.count == 3)
        time.advance(by: .seconds(2))
        #expect(await nextReport() == .failed(.test(), serving: nil))
        async let back = cached.credentials()
        await source.answer(.test("B"))
        _ = try await back
        #expect(await nextReport() == .resolved(.test("B")))
    }

    @Test("A file that changes is read before the next answer; if that fails, the old ones serve")
    func files() async throws {
        let cached = cached()
        async let first = cached.credentials()
        await source.answer(.test("A"))
        _ = try await first
        stamp.change()
        async let second = cached.credentials()
        await source.answer(.failure(.test(.incomplete)))
        let kept = try await second
        #expect(kept.accessKeyID == "A")
        stamp.change()
        async let third = cached.credentials()
        await source.answer(.test("B"))
        let changed = try await third
        #expect(changed.accessKeyID == "B")
        #expect(source.count == 3)
    }

    @Test("A source that changes the files itself answers at once, and is not asked again by the next who ask")
    func writesItsCache() async throws {
        let cached = cached()
        async let first = cached.credentials()
        await source.answer(.test("A")) { stamp.change() }
        let found = try await first
        #expect(found.accessKeyID == "A")
        for _ in 1...50 {
            let served = try await cached.credentials()
            #expect(served.accessKeyID == "A")
        }
        #expect(source.count == 1)
    }

    @Test("A source that hangs counts as failed when the bound is over, and what it says later does not count")
    func hangs() async throws {
        let bounds = ManualTime()
        var environment = time.environment
        environment.timer = bounds.environment.sleep
        let cached = CachedCredentials(source, environment: environment)
        let first = Task { try await cached.credentials() }
        await bounds.asleep()
        bounds.advance(by: .seconds(90))
        let error = await #expect(throws: CredentialError.self) { try await first.value }
        #expect(error?.message.contains("longer than 90") == true)
        await source.answer(.test("late"))
        time.advance(by: .seconds(2))
        async let second = cached.credentials()
        await source.answer(.test("B"))
        let found = try await second
        #expect(found.accessKeyID == "B")
    }

    private static func call(_ client: STSClient, isMint: Bool) async throws {
        guard isMint else {
            _ = try await client.getCallerIdentity()
            return
        }
        _ = try await client.getWebIdentityToken(WebIdentityTokenRequest(audiences: ["a"]))
    }

    @Test("A call that waits for credentials ends when patience is over, and says what it waited for")
    func deadline() async throws {
        let (bounds, stub) = (ManualTime(), StubService([]))
        let client = try stub.client(credentials: cached(), timer: bounds.environment.sleep)
        for isMint in [false, true] {
            let call = Task { try await Self.call(client, isMint: isMint) }
            await bounds.asleep()
            bounds.advance(by: .seconds(75))
            let error = await #expect(throws: STSError.self) { try await call.value }
            guard case .credentials(let cause)? = error else {
                Issue.record("another end: \(String(describing: error))")
                return
            }
            #expect(cause.message == "no credentials within 75s" && cause.source == "scripted" && !cause.remedy.isEmpty)
        }
        #expect(source.count == 1 && stub.requests.isEmpty)
    }

    @Test("What the service refuses again is reported once, and others are reported as found")
    func refused() async throws {
        let cached = cached()
        async let first = cached.credentials()
        await source.answer(.test("A"))
        let found = try await first
        #expect(await nextReport() == .resolved(.test("A")))
        await cached.rejected(found)
        async let second = cached.credentials()
        await source.answer(.test("A"))
        _ = try await second
        guard case .failed(let error, nil)? = await nextReport() else {
            Issue.record("no failure was reported")
            return
        }
        #expect(error.code == .loginNeeded && error.message.contains("STS says"))
        time.advance(by: .seconds(61))
        await cached.rejected(found)
        async let third = cached.credentials()
        await source.answer(.test("A"))
        _ = try await third
        stamp.change()
        async let fourth = cached.credentials()
        await source.answer(.test("B"))
        _ = try await fourth
        #expect(await nextReport() == .resolved(.test("B")))
    }

    @Test("What the service refused and takes later is reported as found again, once")
    func accepted() async throws {
        let cached = cached()
        async let first = cached.credentials()
        await source.answer(.test("A"))
        let found = try await first
        await cached.accepted(found)
        #expect(await nextReport() == .resolved(.test("A")))
        await cached.rejected(found)
        async let second = cached.credentials()
        await source.answer(.test("A"))
        _ = try await second
        guard case .failed? = await nextReport() else {
            Issue.record("no failure was reported")
            return
        }
        for _ in 1...2 { await cached.accepted(found) }
        #expect(await nextReport() == .resolved(.test("A")))
        stamp.change()
        async let third = cached.credentials()
        await source.answer(.test("B"))
        _ = try await third
        #expect(await nextReport() == .resolved(.test("B")))
    }

    @Test("A changed profile is noticed without a request, while the old credentials serve")
    func changedUnasked() async throws {
        let cached = cached()
        try await find(.test("A"), for: cached)
        let running = Task { await cached.run() }
        await time.asleep()
        stamp.change()
        time.advance(by: .seconds(5))
        await time.asleep()
        let served = try await cached.credentials()
        #expect(served.accessKeyID == "A")
        await source.answer(.test("B"))
        #expect(await nextReport() == .resolved(.test("B")))
        running.cancel()
        await running.value
    }

    @Test("With clock correction switched off, lifetimes are judged by our own clock")
    func uncorrected() async throws {
        let clock = ServiceClock()
        let stub = StubService([.answering(403, "")], now: time.now, offset: .seconds(-3_600))
        let client = try stub.client(credentials: StaticCredentials(), clock: clock)
        await #expect(throws: STSError.self) { try await client.getCallerIdentity() }
        let cached = CachedCredentials(
            source, environment: time.environment, clock: clock, correctsClock: false, stamp: { 0 })
        async let first = cached.credentials()
        await source.answer(.test("A", ends: -3_000))
        _ = try await first
        time.advance(by: .seconds(61))
        async let second = cached.credentials()
        await source.answer(.test("B"))
        let found = try await second
        #expect(found.accessKeyID == "B")
    }

    @Test("Rejected ones are dropped, here and in the source")
    func rejected() async throws {
        let cached = cached()
        async let first = cached.credentials()
        await source.answer(.test("A"))
        await cached.rejected(try await first)
        #expect(source.rejected == ["A"])
        async let second = cached.credentials()
        await source.answer(.test("B"))
        let found = try await second
        #expect(found.accessKeyID == "B")
    }

    @Test("A renewal that is asked for is waited for, once a minute")
    func renewal() async throws {
        let cached = cached()
        async let first = cached.credentials()
        await source.answer(.test("A", ends: 100))
        let held = try await first
        await cached.renew(held)
        #expect(source.count == 1)
        time.advance(by: .seconds(60))
        async let renewed: Void = cached.renew(held)
        await source.answer(.test("B", ends: 4_000))
        await renewed
        let found = try await cached.credentials()
        #expect(found.accessKeyID == "B")
        #expect(source.count == 2)
    }

    @Test("It renews by itself, and nobody needs to ask")
    func byItself() async throws {
        let cached = cached()
        try await find(.test("A", ends: 300), for: cached)
        let running = Task { await cached.run() }
        for _ in 1...21 {
            await time.asleep()
            time.advance(by: .seconds(10))
        }
        await source.answer(.test("B", ends: 9_000))
        #expect(await nextReport() == .resolved(.test("B", ends: 9_000)))
        running.cancel()
        await running.value
    }

    @Test("A new login is noticed within seconds, and nobody needs to ask")
    func newLogin() async throws {
        let cached = cached()
        let first = Task { try await cached.credentials() }
        await source.answer(.failure(.test(.loginNeeded, "the login is over")))
        await #expect(throws: CredentialError.self) { try await first.value }
        #expect(await nextReport() == .failed(.test(.loginNeeded, "the login is over"), serving: nil))
        let running = Task { await cached.run() }
        for _ in 1...5 {
            await time.asleep()
            time.advance(by: .seconds(2))
        }
        #expect(source.count == 1)
        await time.asleep()
        stamp.change()
        time.advance(by: .seconds(2))
        await source.answer(.test("A"))
        #expect(await nextReport() == .resolved(.test("A")))
        running.cancel()
        await running.value
    }

    @Test("Lifetimes are judged by the service's clock, once it is known")
    func serviceClock() async throws {
        let clock = ServiceClock()
        let stub = StubService([.answering(403, "")], now: time.now, offset: .seconds(-3_600))
        let client = try stub.client(credentials: StaticCredentials(), clock: clock)
        let cached = CachedCredentials(source, environment: time.environment, clock: clock)
        // By our clock, an hour ahead, these are over already.
        async let first = cached.credentials()
        await source.answer(.test("A", ends: -3_000))
        _ = try await first
        await #expect(throws: STSError.self) { try await client.getCallerIdentity() }
        time.advance(by: .seconds(100))
        let served = try await cached.credentials()
        #expect(served.accessKeyID == "A")
        #expect(source.count == 1)
    }
}
