import ProxyCore

/// What holds at a moment, as the events that told of it: the beginning of a recording that begins late.
///
/// Bounded: beyond as many audience sets as a cache holds, what was told first is left out.
struct StandingEvents: Sendable {
    private static let tokenLimit = 1_024

    private var listening: Listening?
    private var credentials: ProxyEvent?
    private var clock: ProxyEvent?
    private var minting: ProxyEvent?
    private var preflight: ProxyEvent?
    private var faults = FaultState()
    private var overrides: [String: ProxyEvent] = [:]
    private var tokens: [AudienceSet: ProxyEvent] = [:]
    /// What was in use before, for as long as it may come back.
    private var formerTokens: [AudienceSet: ProxyEvent] = [:]
    private var failures: [AudienceSet: ProxyEvent] = [:]

    mutating func absorb(_ event: ProxyEvent) {
        switch event {
        case .listening(let listening): self.listening = listening
        case .credentialsResolved, .credentialsFailed: credentials = event
        case .clockMeasured: clock = event
        case .mintingSwitched(let change): minting = change.isOn ? nil : event
        case .preflightProgressed: preflight = event
        case .fault(let notice): faults.absorb(notice)
        case .audienceChanged(let change): overrides[change.host] = change.audiences == nil ? nil : event
        case .tokenMinted(let mint), .tokenRefreshed(let mint):
            failures[mint.facts.audiences] = nil
            putAside(mint.facts.audiences)
            Self.keep(event, for: mint.facts.audiences, in: &tokens)
        case .tokenFailed(let failure): Self.keep(event, for: failure.audiences, in: &failures)
        case .tokenEvicted(let eviction): evicted(eviction)
        case .tokenExpired(let expiry):
            if tokens[expiry.audiences]?.mintedToken == expiry.token { tokens[expiry.audiences] = nil }
        case .tokenRestored(let restored): restore(restored)
        case .flowStarted, .flowProgressed, .flowCompleted, .flowFailed, .tokenFetching, .tokenRetrying, .tokenVerified,
            .bisectProgressed, .replayRefused, .principalChanged, .tls:
            break
        }
    }

    private mutating func evicted(_ eviction: TokenEvicted) {
        failures[eviction.audiences] = nil
        // The one before it serves while a new one is kept back, and that one stays.
        guard eviction.reason == .capacity || tokens[eviction.audiences]?.mintedToken == eviction.token else { return }
        putAside(eviction.audiences)
        tokens[eviction.audiences] = nil
    }

    private mutating func restore(_ restored: TokenRestored) {
        guard let event = formerTokens[restored.audiences], event.mintedToken == restored.token else { return }
        formerTokens[restored.audiences] = nil
        Self.keep(event, for: restored.audiences, in: &tokens)
    }

    private mutating func putAside(_ audiences: AudienceSet) {
        guard let event = tokens[audiences] else { return }
        Self.keep(event, for: audiences, in: &formerTokens)
    }

    private static func keep(
        _ event: ProxyEvent, for audiences: AudienceSet, in events: inout [AudienceSet: ProxyEvent]
    ) {
        events[audiences] = event
        guard events.count > tokenLimit else { return }
        if let oldest = events.min(by: { $0.value.time < $1.value.time })?.key { events[oldest] = nil }
    }

    /// In their order. The listener comes last, as of now: a replay begins where it is told that the proxy listens.
    func events(at now: WallTime) -> [ProxyEvent] {
        let earlier =
            [credentials, clock, minting, preflight].compactMap(\.self) + overrides.values + tokens.values
            + failures.values + faults.notices(at: now).map { .fault($0) }
        let last = listening.map {
            ProxyEvent.listening(
                Listening(
                    time: now, address: $0.address, upstream: $0.upstream, isEncrypted: $0.isEncrypted,
                    metrics: $0.metrics, upstreamScheme: $0.upstreamScheme))
        }
        return earlier.sorted { $0.time < $1.time } + (last.map { [$0] } ?? [])
    }
}

extension ProxyEvent {
    /// The token that it tells the coming of.
    fileprivate var mintedToken: TokenID? {
        switch self {
        case .tokenMinted(let mint), .tokenRefreshed(let mint): mint.facts.id
        default: nil
        }
    }
}
