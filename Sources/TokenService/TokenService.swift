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
        /// How many audience sets are remembered; the least recently used goes first.
        package var maximumAudiences = 1024

        package init() {}
    }

    enum Job: Sendable {
        case mint(AudienceSet)
        case wake(AudienceSet, TokenEntry.Wake)
    }

    let configuration: Configuration
    let minter: any TokenMinter
    let events: EventHub
    let stats: TrafficStats
    let time: TimeSource
    let random: @Sendable () -> Double
    let table: Mutex<TokenTable>
    private let jobs: AsyncStream<Job>
    let queue: AsyncStream<Job>.Continuation

    /// Cheap: nothing is asked for before a request or a command comes, and nothing is minted before ``run()``.
    ///
    /// - Parameter random: a number from 0 to 1, for the back-off's jitter.
    package init(
        _ configuration: Configuration, minter: some TokenMinter, events: EventHub, stats: TrafficStats,
        time: TimeSource = .live, random: @escaping @Sendable () -> Double = { .random(in: 0...1) }
    ) {
        self.configuration = configuration
        self.minter = minter
        self.events = events
        self.stats = stats
        self.time = time
        self.random = random
        table = Mutex(TokenTable(limit: configuration.maximumAudiences))
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

    /// How many tasks wait for a token now.
    package var waiterCount: Int { table.withLock { $0.waiters.count } }

    private func perform(_ job: Job) async {
        switch job {
        case .mint(let audiences): await mint(audiences)
        case .wake(let audiences, let wake):
            guard (try? await time.sleep(wake.at)) != nil else { return }
            woke(audiences, wake)
        }
    }

    private func close() {
        let abandoned = table.withLock { table in
            table.isClosed = true
            defer { table.waiters = [:] }
            return table.waiters.values.map(\.continuation)
        }
        for waiter in abandoned { waiter.resume(returning: .failure(.closed)) }
    }
}

// MARK: - Commands

extension TokenService {
    /// Asks for a new token now, whatever the back-off says; the old one serves until it is there.
    package func refresh(_ audiences: AudienceSet) {
        let now = time.now()
        let (begins, displaced) = table.withLock { table in
            let displaced = table.ensure(audiences, at: now)
            return (table.update(audiences) { $0.refreshRequested(at: now) } ?? false, displaced)
        }
        evicted(displaced ?? [])
        if begins { queue.yield(.mint(audiences)) }
    }

    /// The same for every audience set that is remembered.
    package func refreshAll() {
        for audiences in table.withLock({ Array($0.entries.keys) }) { refresh(audiences) }
    }

    /// Drops the token, and what is known of refusals; requests that have it already keep it, the next one waits for STS.
    package func evict(_ audiences: AudienceSet) {
        let dropped = table.withLock { table -> (TokenHandle, TokenID?, Int)? in
            let found = table.update(audiences) { ($0.handle, $0.evicted()) }
            return found.map { ($0.0, $0.1, table.holding) }
        }
        guard let (handle, token, holding) = dropped else { return }
        stats.update { $0.cachedAudiences = holding }
        events.publish(
            .tokenEvicted(
                TokenEvicted(
                    time: time.wall(), audiences: audiences, handle: handle, token: token, reason: .requested)))
    }

    /// The same for every audience set that holds a token.
    package func evictAll() {
        let held = table.withLock { $0.entries.compactMap { $0.value.held == nil ? nil : $0.key } }
        for audiences in held { evict(audiences) }
    }

    /// Other credentials sign from now on: back-offs end, for every audience set.
    package func credentialsChanged() {
        let now = time.now()
        let wakes = table.withLock { table in
            table.entries.keys.compactMap { audiences in
                table.update(audiences) { $0.credentialsChanged(at: now) }.map { (audiences, $0) }
            }
        }
        for (audiences, wake) in wakes { queue.yield(.wake(audiences, wake)) }
    }

    /// Tokens are somebody else's from now on: each is renewed behind its next use.
    package func principalChanged() {
        let now = time.now()
        table.withLock { table in
            for audiences in table.entries.keys { _ = table.update(audiences) { $0.principalChanged(at: now) } }
        }
    }

    func evicted(_ displaced: [TokenTable.Displaced]) {
        guard !displaced.isEmpty else { return }
        stats.update { [holding = table.withLock { $0.holding }] in $0.cachedAudiences = holding }
        for dropped in displaced {
            events.publish(
                .tokenEvicted(
                    TokenEvicted(
                        time: time.wall(), audiences: dropped.audiences, handle: dropped.handle,
                        token: dropped.token, reason: .capacity)))
        }
    }
}

extension ProxyError {
    static let closed = ProxyError(.shuttingDown, "no token: shutting down")
    static let gaveUp = ProxyError(.clientGone, "gave up waiting for a token")
    static let full = ProxyError(
        .tokenUnavailable, "--max-audiences tokens are being minted at this moment: no room for another audience")

    static func unavailable(_ cause: MintFailure) -> ProxyError {
        ProxyError(.tokenUnavailable, cause.description)
    }
}
