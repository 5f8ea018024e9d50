/// Where the engine gets tokens from. The engine asks, and never learns who answers.
package protocol TokenSource: Sendable {
    /// A token that may be sent now, without waiting; nil means: ask ``token(for:flow:)``.
    ///
    /// Called on the client's event loop, takes one short lock at most. It counts as a use, and may set off a refresh behind
    /// the caller's back. The hot path does not come here: it has a lease that holds.
    func lease(for audiences: AudienceSet) -> TokenLease?

    /// Moves on with whatever may make another token the answer, or none: leases from before do not hold any more.
    var changes: UInt64 { get }

    /// A token, minted if need be. Callers that ask for the same audiences at the same time share one mint, and one
    /// that gives up (its task is cancelled) takes nothing away from the others.
    ///
    /// - Parameter flow: the request that asks, for the events.
    /// - Throws: ``ProxyError`` with `tokenUnavailable`.
    func token(for audiences: AudienceSet, flow: FlowID) async throws(ProxyError) -> TokenGrant

    /// The newest token for the audiences that has expired, for whoever wants to see that it is refused; nil where none is kept.
    func expiredToken(for audiences: AudienceSet) -> Token?
}

extension TokenSource {
    package func expiredToken(for audiences: AudienceSet) -> Token? { nil }
}

/// A token, and what it took to get it.
package struct TokenGrant: Sendable {
    package let token: Token
    package let use: TokenUse
    /// The request whose wish set off the mint, where it was another one.
    package let mintedFor: FlowID?
    /// How much of the wait was for the token to become old enough (`--settle`).
    package let settled: Duration?

    package init(token: Token, use: TokenUse, mintedFor: FlowID? = nil, settled: Duration? = nil) {
        self.token = token
        self.use = use
        self.mintedFor = mintedFor
        self.settled = settled
    }

    /// What was done to it on purpose. A token that was long in coming is as good as any once it is there.
    package var fault: Fault? { use == .hit && token.fault?.isOfCall == true ? nil : token.fault }
}

/// How a request came by its token.
package enum TokenUse: String, Sendable, Hashable, CaseIterable {
    /// It was in the cache.
    case hit
    /// This request caused the mint.
    case minted
    /// It waited for a mint that another request had caused.
    case waited
    /// No token was to be had, so nothing went upstream.
    case failed
    /// The request was refused before a token was asked for.
    case notAsked

    /// `hit`, `minted` or `none`, as events and exports have it: whoever waited for a mint got a minted one.
    package var eventName: String {
        switch self {
        case .hit: "hit"
        case .minted, .waited: "minted"
        case .failed, .notAsked: "none"
        }
    }
}
