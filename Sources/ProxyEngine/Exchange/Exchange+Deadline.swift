import ProxyCore

/// Whose turn it is before the answer, and how long that may take.
extension Exchange {
    /// Whether it is for the client to go on: it owes some of its body, and the upstream would take it. How long it takes over
    /// that is none of the upstream's delay, as with Go's `ResponseHeaderTimeout`.
    private var awaitsClient: Bool { !state.isRequestComplete && upstream?.isWritable == true }

    /// Something has moved, or it has become another's turn. Nothing is awaited any more once the answer is there.
    func renewDeadline(from now: ContinuousClock.Instant) {
        guard deadline != nil, record.answered == nil else { return }
        deadline = now.advanced(
            by: awaitsClient ? engine.configuration.limits.idleTimeout : engine.configuration.upstreamTimeout)
        loop.exchanges.watchDeadline(of: self)
    }

    /// The deadline has come: whoever's turn it was has not taken it.
    func timedOut() {
        deadline = nil
        // Of a replay the status is what counts, and that is there.
        guard record.answered == nil else { return cutOff(nil) }
        let configuration = engine.configuration
        fail(
            awaitsClient
                ? .bodyHalted(for: configuration.limits.idleTimeout)
                : ProxyError(.upstreamTimeout, "no answer within \(configuration.upstreamTimeout)"))
    }

    /// The upstream takes no more for now, or takes more again.
    func upstreamWritabilityChanged() {
        if deadline != nil { renewDeadline(from: engine.time.now()) }
        guard upstream?.isWritable == true else { return }
        client?.readMore()
        upstream?.flush()
    }
}

extension ProxyError {
    fileprivate static func bodyHalted(for time: Duration) -> ProxyError {
        ProxyError(.bodyTimeout, "nothing more of the request's body came within \(time)")
    }
}
