/// Why STS was asked.
package enum MintReason: String, Sendable, Hashable, CaseIterable {
    /// No token was there.
    case first
    /// The refresh window was reached.
    case due
    /// Somebody asked for it.
    case forced
}

package struct TokenFetching: Sendable {
    package let time: WallTime
    package let audiences: AudienceSet
    package let handle: TokenHandle
    package let reason: MintReason
    /// Counts the calls since the last success, from 1.
    package let attempt: Int
    /// The request that set it off, if one did.
    package let flow: FlowID?

    package init(
        time: WallTime, audiences: AudienceSet, handle: TokenHandle, reason: MintReason, attempt: Int, flow: FlowID?
    ) {
        self.time = time
        self.audiences = audiences
        self.handle = handle
        self.reason = reason
        self.attempt = attempt
        self.flow = flow
    }
}

package struct TokenRetrying: Sendable {
    package let time: WallTime
    package let audiences: AudienceSet
    package let handle: TokenHandle
    package let retry: MintRetry

    package init(time: WallTime, audiences: AudienceSet, handle: TokenHandle, retry: MintRetry) {
        self.time = time
        self.audiences = audiences
        self.handle = handle
        self.retry = retry
    }
}

/// A try that came to nothing, and the wait before the next.
package struct MintRetry: Sendable, Hashable {
    /// Counts the tries of one mint, from 1.
    package let attempt: Int
    /// The service's code, or a word of ours such as `Timeout`.
    package let code: String
    package let took: Duration
    package let wait: Duration

    package init(attempt: Int, code: String, took: Duration, wait: Duration) {
        self.attempt = attempt
        self.code = code
        self.took = took
        self.wait = wait
    }
}

package struct TokenMinted: Sendable {
    package let time: WallTime
    package let facts: TokenFacts
    package let reason: MintReason
    /// When the token enters its refresh window.
    package let refreshAt: WallTime
    /// How long the mint took, retries included.
    package let took: Duration
    /// How many requests waited for it.
    package let waiters: Int
    /// The first of them, in order of arrival; at most ``MintWaiters/named``.
    package let waiting: [FlowID]
    /// The request that set it off, if one did.
    package let flow: FlowID?
    /// The id that STS gave the call.
    package let requestID: String?
    /// Set where less life was asked for than configured.
    package let cap: SessionCap?
    /// From when on it is sent, where it is kept back until it is old enough (`--settle`); until then the one before it is.
    package let servesFrom: WallTime?
    /// What was done on purpose to the call, or to the issuer.
    package let callFault: Fault?

    package init(
        time: WallTime, facts: TokenFacts, reason: MintReason, refreshAt: WallTime, took: Duration, waiters: Int,
        waiting: [FlowID] = [], flow: FlowID?, requestID: String?, cap: SessionCap? = nil,
        servesFrom: WallTime? = nil, callFault: Fault? = nil
    ) {
        self.time = time
        self.facts = facts
        self.reason = reason
        self.refreshAt = refreshAt
        self.took = took
        self.waiters = waiters
        self.waiting = Array(waiting.prefix(MintWaiters.named))
        self.flow = flow
        self.requestID = requestID
        self.cap = cap
        self.servesFrom = servesFrom
        self.callFault = callFault
    }

    /// What was done to the token on purpose.
    package var fault: Fault? { facts.audiences.traits?.fault ?? callFault }
}

/// A token's life, shortened because no token may outlive the role session that asks for it (STS API Reference,
/// *GetWebIdentityToken*, `SessionDurationEscalationException`).
package struct SessionCap: Sendable, Hashable {
    /// The configured life.
    package let wanted: Duration
    /// The life that was asked for instead.
    package let asked: Duration
    /// The end of the session, where it is known.
    package let sessionEnds: WallTime?

    package init(wanted: Duration, asked: Duration, sessionEnds: WallTime?) {
        self.wanted = wanted
        self.asked = asked
        self.sessionEnds = sessionEnds
    }
}

package struct TokenFailed: Sendable {
    package let time: WallTime
    package let audiences: AudienceSet
    package let handle: TokenHandle
    package let reason: MintReason
    /// Counts the calls since the last success, from 1.
    package let attempt: Int
    package let failure: MintFailure
    /// When STS may be asked again for this audience set; until then requests fail at once.
    package let retryAt: WallTime
    package let took: Duration
    /// How many requests waited for it in vain.
    package let waiters: Int
    /// The first of them, in order of arrival; at most ``MintWaiters/named``.
    package let waiting: [FlowID]
    package let flow: FlowID?
    /// The token that goes on serving meanwhile.
    package let stillServing: TokenID?

    package init(
        time: WallTime, audiences: AudienceSet, handle: TokenHandle, reason: MintReason, attempt: Int,
        failure: MintFailure, retryAt: WallTime, took: Duration, waiters: Int, waiting: [FlowID] = [], flow: FlowID?,
        stillServing: TokenID?
    ) {
        self.time = time
        self.audiences = audiences
        self.handle = handle
        self.reason = reason
        self.attempt = attempt
        self.failure = failure
        self.retryAt = retryAt
        self.took = took
        self.waiters = waiters
        self.waiting = Array(waiting.prefix(MintWaiters.named))
        self.flow = flow
        self.stillServing = stillServing
    }
}

package struct TokenEvicted: Sendable {
    package enum Reason: String, Sendable, Hashable {
        /// Somebody asked for it.
        case requested
        /// `--max-audiences` was reached, and it was the least recently used.
        case capacity
    }

    package let time: WallTime
    package let audiences: AudienceSet
    package let handle: TokenHandle
    package let token: TokenID?
    package let reason: Reason

    package init(time: WallTime, audiences: AudienceSet, handle: TokenHandle, token: TokenID?, reason: Reason) {
        self.time = time
        self.audiences = audiences
        self.handle = handle
        self.token = token
        self.reason = reason
    }
}

package struct TokenExpired: Sendable {
    package let time: WallTime
    package let audiences: AudienceSet
    package let token: TokenID
    /// How many requests it served.
    package let uses: Int

    package init(time: WallTime, audiences: AudienceSet, token: TokenID, uses: Int) {
        self.time = time
        self.audiences = audiences
        self.token = token
        self.uses = uses
    }
}
