import ProxyCore

/// What holds at a moment, as the events that told of it: the beginning of a recording that begins late.
///
/// Bounded: beyond as many audience sets as a cache holds, the tokens that were minted first are left out.
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
            keep(event, for: mint.facts.audiences)
        case .tokenFailed(let failure): failures[failure.audiences] = event
        case .tokenEvicted(let eviction): tokens[eviction.audiences] = nil
        case .tokenExpired(let expiry): tokens[expiry.audiences] = nil
        case .flowStarted, .flowProgressed, .flowCompleted, .flowFailed, .tokenFetching, .tokenRetrying, .tokenRestored,
            .tokenVerified, .bisectProgressed, .replayRefused, .principalChanged, .tls:
            break
        }
    }

    private mutating func keep(_ event: ProxyEvent, for audiences: AudienceSet) {
        tokens[audiences] = event
        guard tokens.count > Self.tokenLimit else { return }
        if let oldest = tokens.min(by: { $0.value.time < $1.value.time })?.key { tokens[oldest] = nil }
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
                    metrics: $0.metrics))
        }
        return earlier.sorted { $0.time < $1.time } + (last.map { [$0] } ?? [])
    }
}
