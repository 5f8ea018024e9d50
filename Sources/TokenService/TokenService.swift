package import ProxyCore
import ServiceLifecycle
import Synchronization

/// The cache of tokens, one entry an audience set, and the only place that asks for new ones.
///
/// A hit is read under one short lock. Every mint belongs to ``run()``, so a request that gives up cancels nobody
/// else's token. What it does is published as events; what it counts goes to the totals.
package final class TokenService: TokenSource, Service {
    package struct Configuration: Sendable {
        /// How long before its end a token is renewed.
        package var refreshSkew: Duration = .seconds(300)
        /// How long a new token is kept back before it serves, while the one before it goes on serving.
        package var settle: Duration = .zero
        /// How many audience sets are remembered; the least recently used goes first.
        package var maximumAudiences = 1024
        /// How many tokens of an audience set are kept when they are out of use; only faults want any.
        package var retiredTokens = 0

        package init() {}
    }

    enum Job: Sendable {
        case mint(AudienceSet)
        case wake(AudienceSet, TokenEntry.Wake)
        /// A new token is old enough then.
        case settle(AudienceSet, at: ContinuousClock.Instant)
        /// The time to take a command back is over then.
        case forget(AudienceSet, at: ContinuousClock.Instant)
    }

    let configuration: Configuration
    let minter: any TokenMinter
    let events: EventHub
    let stats: TrafficStats
    let minting: MintingSwitch
    let time: TimeSource
    let random: @Sendable () -> Double
    let table: Mutex<TokenTable>
    let changed = Atomic<UInt64>(0)
    private let jobs: AsyncStream<Job>
    let queue: AsyncStream<Job>.Continuation

    /// Cheap: nothing is asked for before a request or a command comes, and nothing is minted before ``run()``.
    ///
    /// - Parameters:
    ///   - minting: while it is off, the issuer is not asked.
    ///   - random: a number from 0 to 1, for the back-off's jitter.
    package init(
        _ configuration: Configuration, minter: some TokenMinter, events: EventHub, stats: TrafficStats,
        minting: MintingSwitch = MintingSwitch(), time: TimeSource = .live,
        random: @escaping @Sendable () -> Double = { .random(in: 0...1) }
    ) {
        self.configuration = configuration
        self.minter = minter
        self.events = events
        self.stats = stats
        self.minting = minting
        self.time = time
        self.random = random
        table = Mutex(
            TokenTable(limit: configuration.maximumAudiences, retiredLimit: configuration.retiredTokens))
        (jobs, queue) = AsyncStream.makeStream()
    }

    /// Mints and keeps time until the task is cancelled or the group shuts down; then fails whoever still waits.
    package func run() async {
        await withDiscardingTaskGroup { group in
            for await job in jobs.cancelOnGracefulShutdown() {
                group.addTask { await self.perform(job) }
            }
            group.cancelAll()
        }
        close()
    }

    /// Changes the table. Leases from before do not hold after it.
    func change<T>(_ body: (inout sending TokenTable) -> sending T) -> T {
        defer { changed.add(1, ordering: .releasing) }
        return table.withLock(body)
    }

    /// How many tasks wait for a token now.
    package var waiterCount: Int { table.withLock { $0.waiters.count } }

    private func perform(_ job: Job) async {
        switch job {
        case .mint(let audiences): await mint(audiences)
        case .wake(let audiences, let wake):
            guard await time.waited(until: wake.at) else { return }
            woke(audiences, wake)
        case .settle(let audiences, let moment):
            guard await time.waited(until: moment) else { return }
            settled(audiences)
        case .forget(let audiences, let moment):
            guard await time.waited(until: moment) else { return }
            change { _ = $0.update(audiences) { $0.undoLapsed(at: moment) } }
        }
    }

    private func close() {
        let abandoned = change { table in
            table.isClosed = true
            defer { table.waiters = [:] }
            return table.waiters.values.map(\.continuation)
        }
        for waiter in abandoned { waiter.resume(returning: .failure(.closed)) }
    }
}

extension ProxyError {
    static let closed = ProxyError(.shuttingDown, "no token: shutting down")
    static let gaveUp = ProxyError(.clientGone, "gave up waiting for a token")
    static let full = ProxyError(
        .tokenUnavailable, "--max-audiences tokens are being minted at this moment: no room for another audience")

    static func unavailable(_ cause: MintFailure) -> ProxyError {
        var error = ProxyError(.tokenUnavailable, cause.description)
        error.fault = cause.fault
        error.refusalCode = cause.code
        return error
    }

    /// STS failed lately, and was not asked for this request.
    ///
    /// - Parameter wait: the time until it may be asked again.
    static func backOff(_ cause: MintFailure, wait: Duration) -> ProxyError {
        var error = ProxyError.unavailable(cause)
        error.backOff = max(.zero, wait)
        return error
    }
}
