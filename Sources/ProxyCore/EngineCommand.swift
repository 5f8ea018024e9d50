/// What a front end may ask of the engine. It never waits for the answer: that comes back as events.
package enum EngineCommand: Sendable, Equatable {
    /// Mint a new token now; the old one serves until the new one is there.
    case refresh(AudienceSet)
    /// The same for every audience set that holds a token or failed to get one.
    case refreshAll
    /// Drop the token; the next request for the audience set waits for STS.
    case evict(AudienceSet)
    case evictAll
    /// Look again at every step from the configuration to a token.
    case runPreflight
}
