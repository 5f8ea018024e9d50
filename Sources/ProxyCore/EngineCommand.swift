/// What a front end may ask of the engine. It never waits for the answer: that comes back as events.
package enum EngineCommand: Sendable, Equatable {
    /// How long a token that a command put out of use is kept, so that ``undo`` can bring it back.
    package static let undoTime = Duration.seconds(60)
    /// An audience set that nobody has used for longer is none of ``refreshAll``: nobody waits for its token, and each is a call to STS.
    package static let refreshReach = Duration.seconds(300)

    /// Mint a token now, whatever the back-off says; the old one serves until the new one is there.
    case refresh(AudienceSet)
    /// The same for every audience set that a request wanted a token for no longer ago than ``refreshReach``.
    case refreshAll
    /// Drop the token, and what is known of refusals; the next request for the audience set waits for STS.
    case evict(AudienceSet)
    case evictAll
    /// Bring back what the latest refresh or evict put out of use, if that is no longer ago than ``undoTime``.
    case undo
    /// Tokens for a host are for these audiences from the next request on; nil: as the settings say.
    case setAudiences(AudienceSet?, host: String)
    /// Off: every request is refused with 503, nothing goes upstream, and STS is not asked.
    case switchMinting(on: Bool)
    /// Something goes wrong on purpose from the next request on; nil for every host.
    case injectFault(Fault, host: String?)
    case clearFaults(FaultScope)
    /// The cache takes its tokens for older by that much more; nil: for as old as they are.
    case putClockForward(Duration?)
    /// Look again at every step from the configuration to a token.
    case runPreflight
    /// Send a request once more, with the token that any request would get now.
    ///
    /// - Parameter confirmed: the method, where somebody has typed it: nothing but GET and HEAD goes without.
    case replay(FlowID, confirmed: String?)
    /// Send it four times, each with another credential: ``BisectStep``.
    case bisect(FlowID, confirmed: String?)
    case stopBisect
    /// End every replay under way that is no part of a bisect, at once.
    case stopReplays
    /// Check a token's signature with its issuer's keys.
    ///
    /// - Parameter flow: a request that carried it, whose very bytes are meant.
    case verify(TokenID, of: AudienceSet, sentWith: FlowID?)
}
