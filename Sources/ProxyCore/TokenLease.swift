import Synchronization

/// A token that may be sent, and for how long nobody needs to be asked about it again: what makes a cache hit one comparison,
/// without a lock and without a look-up.
package struct TokenLease: Sendable {
    package let token: Token
    /// The moment at which somebody is to be asked again.
    private let end: ContinuousClock.Instant
    /// The number of ``TokenSource/changes`` for which it holds.
    private let changes: UInt64
    private let uses: UseCount?

    /// - Parameter uses: where its uses are counted, but for the first.
    package init(_ token: Token, until end: ContinuousClock.Instant, changes: UInt64, uses: UseCount? = nil) {
        self.token = token
        self.end = end
        self.changes = changes
        self.uses = uses
    }

    /// Whether the token may be sent once more.
    package func holds(at now: ContinuousClock.Instant, changes: UInt64) -> Bool {
        now < end && changes == self.changes
    }

    /// It is sent once more.
    package func used() { uses?.add(1) }
}

/// How many requests a token has served, counted by whoever sends it. Safe from any thread, and nobody waits.
package final class UseCount: Sendable {
    private let count = Atomic<Int>(0)

    package init() {}

    package var value: Int { count.load(ordering: .relaxed) }

    package func add(_ number: Int) { count.add(number, ordering: .relaxed) }
}
