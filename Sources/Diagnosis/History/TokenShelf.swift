package import ProxyCore

/// The claims of the newest tokens of each audience set and, as far as ``TokenArchive`` goes, of those before; and the last failure of
/// each. A value of bounded size.
package struct TokenShelf: Sendable {
    private struct Kept: Sendable {
        let facts: TokenFacts
        /// Whose it is, worked out once: it is asked for by each request.
        let identity: TokenIdentity
    }

    private struct Entry: Sendable {
        /// Oldest first.
        var tokens: [Kept] = []
        var failure: TokenFailed?
        var use = 0

        /// The newest first, without a copy of any: it is asked for by each request.
        func index(of token: TokenID) -> Int? {
            tokens.indices.reversed().first { tokens[$0].facts.id == token }
        }
    }

    /// The token in use, and those before, so that what is said of a request does not change with each refresh.
    package static let generationLimit = 8

    /// How far it goes back, to be said where a token's claims are gone.
    package static let reach =
        "kept are those of the last \(generationLimit) tokens of each audience, and of \(TokenArchive<Kept>.limit.grouped) older ones"

    private let capacity: Int
    private var archive = TokenArchive<Kept>()
    private var entries: [AudienceSet: Entry] = [:]
    private var uses = 0

    /// - Parameter capacity: audience sets; the least recently changed go first, an eighth of them at a time.
    package init(capacity: Int = 1_024) { self.capacity = max(1, capacity) }

    package func facts(_ token: TokenID, of audiences: AudienceSet) -> TokenFacts? { kept(token, audiences)?.facts }

    package func identity(_ token: TokenID, of audiences: AudienceSet) -> TokenIdentity? {
        kept(token, audiences)?.identity
    }

    private func kept(_ token: TokenID, _ audiences: AudienceSet) -> Kept? {
        if let entry = entries[audiences], let index = entry.index(of: token) { return entry.tokens[index] }
        return archive[token].flatMap { $0.facts.audiences == audiences ? $0 : nil }
    }

    /// The last failure, unless a token has come since.
    package func failure(of audiences: AudienceSet) -> TokenFailed? { entries[audiences]?.failure }

    package mutating func minted(_ facts: TokenFacts) {
        change(facts.audiences) { entry in
            entry.failure = nil
            entry.tokens.append(Kept(facts: facts, identity: TokenIdentity(facts)))
            return entry.tokens.count > Self.generationLimit ? entry.tokens.removeFirst() : nil
        }
    }

    package mutating func failed(_ failure: TokenFailed) {
        change(failure.audiences) { entry in
            entry.failure = failure
            return nil
        }
    }

    /// - Parameter body: returns the token that has no more room in its entry.
    private mutating func change(_ audiences: AudienceSet, _ body: (inout Entry) -> Kept?) {
        if entries.count >= capacity, entries[audiences] == nil {
            let oldest = entries.sorted { $0.value.use < $1.value.use }.prefix(max(1, capacity / 8))
            for (audiences, entry) in oldest {
                entries[audiences] = nil
                for token in entry.tokens { archive.displaced(token.facts.id, token) }
            }
        }
        uses += 1
        entries[audiences, default: Entry()].use = uses
        if let old = body(&entries[audiences, default: Entry()]) { archive.displaced(old.facts.id, old) }
    }
}
