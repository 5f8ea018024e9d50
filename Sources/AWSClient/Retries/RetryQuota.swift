import Synchronization

/// How many retries a client may still make, whatever its calls: an outage must not be answered with a flood.
///
/// The SDKs' retry quota: a bucket of tokens that a retry pays from, and that successes fill again.
package struct RetryTokens: Sendable, Equatable {
    package static let capacity = 500

    package private(set) var left = capacity

    package init() {}

    /// What a retry after a failure of that kind costs.
    package static func cost(after kind: RetryPolicy.Kind) -> Int { kind == .throttling ? 5 : 14 }

    /// Pays for a retry.
    ///
    /// - Returns: what it cost; nil, and nothing is taken, if too little is left.
    package mutating func take(after kind: RetryPolicy.Kind) -> Int? {
        let cost = Self.cost(after: kind)
        guard left >= cost else { return nil }
        left -= cost
        return cost
    }

    /// A call succeeded.
    ///
    /// - Parameter cost: of the retry that led to it; nil if the first attempt did.
    package mutating func succeeded(afterRetryOf cost: Int?) {
        left = min(Self.capacity, left + (cost ?? 1))
    }
}

/// The tokens of one client, shared by its calls and its copies.
package final class RetryQuota: Sendable {
    private let tokens = Mutex(RetryTokens())

    package init() {}

    package var left: Int { tokens.withLock { $0.left } }

    func take(after kind: RetryPolicy.Kind) -> Int? { tokens.withLock { $0.take(after: kind) } }

    func succeeded(afterRetryOf cost: Int?) { tokens.withLock { $0.succeeded(afterRetryOf: cost) } }
}
