package import ProxyCore

/// The claims of the newest tokens, and the last failure of each audience set. A value of bounded size.
package struct TokenShelf: Sendable {
    private struct Entry: Sendable {
        /// Oldest first; whose each is, is worked out once, and asked for by each request.
        var tokens: [(facts: TokenFacts, identity: TokenIdentity)] = []
        var failure: TokenFailed?
        var use = 0

        /// The newest first, without a copy of any: it is asked for by each request.
        func index(of token: TokenID) -> Int? {
            tokens.indices.reversed().first { tokens[$0].facts.id == token }
        }
    }

    /// The token in use, and those before, so that what is said of a request does not change with each refresh.
    private static let generationLimit = 8

    private let capacity: Int
    private var entries: [AudienceSet: Entry] = [:]
    private var uses = 0

    /// - Parameter capacity: audience sets; the least recently changed go first, an eighth of them at a time.
    package init(capacity: Int = 1_024) { self.capacity = max(1, capacity) }

    package func facts(_ token: TokenID, of audiences: AudienceSet) -> TokenFacts? {
        entries[audiences].flatMap { entry in entry.index(of: token).map { entry.tokens[$0].facts } }
    }

    package func identity(_ token: TokenID, of audiences: AudienceSet) -> TokenIdentity? {
        entries[audiences].flatMap { entry in entry.index(of: token).map { entry.tokens[$0].identity } }
    }

    /// The last failure, unless a token has come since.
    package func failure(of audiences: AudienceSet) -> TokenFailed? { entries[audiences]?.failure }

    package mutating func minted(_ facts: TokenFacts) {
        change(facts.audiences) { entry in
            entry.failure = nil
            entry.tokens.append((facts, TokenIdentity(facts)))
            if entry.tokens.count > Self.generationLimit { entry.tokens.removeFirst() }
        }
    }

    package mutating func failed(_ failure: TokenFailed) { change(failure.audiences) { $0.failure = failure } }

    private mutating func change(_ audiences: AudienceSet, _ body: (inout Entry) -> Void) {
        if entries.count >= capacity, entries[audiences] == nil {
            let oldest = entries.sorted { $0.value.use < $1.value.use }.prefix(max(1, capacity / 8))
            for (audiences, _) in oldest { entries[audiences] = nil }
        }
        uses += 1
        entries[audiences, default: Entry()].use = uses
        body(&entries[audiences, default: Entry()])
    }
}
