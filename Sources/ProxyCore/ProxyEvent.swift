/// Everything that engine, token cache and STS client tell the rest of the program. A value; nothing in it is secret.
///
/// The names and fields that leave the process as NDJSON are fixed in `docs/events.md`.
package enum ProxyEvent: Sendable {
    case listening(Listening)
    case flowStarted(FlowStart)
    /// A flow that lasts longer than a moment, as far as it has come: for screens, and in no log. Told when its token has
    /// been sent, and again when its answer has begun.
    case flowProgressed(FlowEnd)
    /// The client got an answer that came from upstream.
    case flowCompleted(FlowEnd)
    /// The proxy answered itself, or broke off.
    case flowFailed(FlowEnd)
    case tokenFetching(TokenFetching)
    /// A try within a mint came to nothing; another follows.
    case tokenRetrying(TokenRetrying)
    /// The first token of an audience set, or the first after the last had gone.
    case tokenMinted(TokenMinted)
    /// A token that took the place of one that still served.
    case tokenRefreshed(TokenMinted)
    case tokenFailed(TokenFailed)
    case tokenEvicted(TokenEvicted)
    case tokenExpired(TokenExpired)
    case credentialsResolved(CredentialsResolved)
    case credentialsFailed(CredentialsFailed)
}

/// The proxy accepts requests.
package struct Listening: Sendable {
    package let time: WallTime
    /// `127.0.0.1:8080`: the address in use, with the port that the system picked where 0 was asked for.
    package let address: String
    /// The rule, in words: `X-Upstream-Host`, or the pinned upstream.
    package let upstream: String

    package init(time: WallTime, address: String, upstream: String) {
        self.time = time
        self.address = address
        self.upstream = upstream
    }
}

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
    /// The request that set it off, if one did.
    package let flow: FlowID?
    /// The id that STS gave the call.
    package let requestID: String?

    package init(
        time: WallTime, facts: TokenFacts, reason: MintReason, refreshAt: WallTime, took: Duration, waiters: Int,
        flow: FlowID?, requestID: String?
    ) {
        self.time = time
        self.facts = facts
        self.reason = reason
        self.refreshAt = refreshAt
        self.took = took
        self.waiters = waiters
        self.flow = flow
        self.requestID = requestID
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
    package let flow: FlowID?
    /// The token that goes on serving meanwhile.
    package let stillServing: TokenID?

    package init(
        time: WallTime, audiences: AudienceSet, handle: TokenHandle, reason: MintReason, attempt: Int,
        failure: MintFailure, retryAt: WallTime, took: Duration, waiters: Int, flow: FlowID?, stillServing: TokenID?
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
        self.flow = flow
        self.stillServing = stillServing
    }
}

/// Why no token came.
package struct MintFailure: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        /// STS refused this caller; asking again will not help until somebody changes something.
        case denied
        /// STS could not be reached, was busy, or answered nonsense.
        case unavailable
        /// No AWS credentials, no region: STS was not even asked.
        case unconfigured
    }

    package let kind: Kind
    /// The service's code, such as `AccessDenied`, or a word of ours such as `Timeout`.
    package let code: String
    /// What the service said. Untrusted text.
    package let message: String
    package let requestID: String?

    package init(kind: Kind, code: String, message: String, requestID: String? = nil) {
        self.kind = kind
        self.code = code
        self.message = message
        self.requestID = requestID
    }

    package var description: String { message.isEmpty ? code : "\(code): \(message)" }
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

package struct CredentialsResolved: Sendable {
    package let time: WallTime
    /// Which provider answered, such as `environment`.
    package let source: String
    /// When they end; nil for long-lived ones.
    package let expires: WallTime?
    package let region: String?
    /// Who they belong to, where it is known: an ARN.
    package let principal: String?

    package init(time: WallTime, source: String, expires: WallTime?, region: String? = nil, principal: String? = nil) {
        self.time = time
        self.source = source
        self.expires = expires
        self.region = region
        self.principal = principal
    }
}

package struct CredentialsFailed: Sendable {
    package let time: WallTime
    package let source: String
    package let message: String

    package init(time: WallTime, source: String, message: String) {
        self.time = time
        self.source = source
        self.message = message
    }
}

extension ProxyEvent {
    /// When it happened.
    package var time: WallTime {
        switch self {
        case .listening(let event): event.time
        case .flowStarted(let flow): flow.time
        case .flowProgressed(let flow), .flowCompleted(let flow), .flowFailed(let flow): flow.time
        case .tokenFetching(let event): event.time
        case .tokenRetrying(let event): event.time
        case .tokenMinted(let event), .tokenRefreshed(let event): event.time
        case .tokenFailed(let event): event.time
        case .tokenEvicted(let event): event.time
        case .tokenExpired(let event): event.time
        case .credentialsResolved(let event): event.time
        case .credentialsFailed(let event): event.time
        }
    }
}
