package import ProxyCore

/// Reads a hub's events one by one.
package final class EventProbe {
    private var iterator: AsyncStream<EventBatch>.Iterator
    private var pending: ArraySlice<ProxyEvent> = []

    package init(_ hub: EventHub) { iterator = hub.subscribe().batches.makeAsyncIterator() }

    /// The next event; nil once the hub has finished.
    package func next() async -> ProxyEvent? {
        while pending.isEmpty {
            guard let batch = await iterator.next(isolation: #isolation) else { return nil }
            pending = batch.events[...]
        }
        return pending.removeFirst()
    }

    /// Skips to the first event from which `extract` gets something.
    package func first<Value>(_ extract: (ProxyEvent) -> Value?) async -> Value? {
        while let event = await next() {
            if let value = extract(event) { return value }
        }
        return nil
    }
}

extension ProxyEvent {
    package var minted: TokenMinted? { if case .tokenMinted(let event) = self { event } else { nil } }
    package var refreshed: TokenMinted? { if case .tokenRefreshed(let event) = self { event } else { nil } }
    package var failedToken: TokenFailed? { if case .tokenFailed(let event) = self { event } else { nil } }
    package var evicted: TokenEvicted? { if case .tokenEvicted(let event) = self { event } else { nil } }
    package var restored: TokenRestored? { if case .tokenRestored(let event) = self { event } else { nil } }
    package var expired: TokenExpired? { if case .tokenExpired(let event) = self { event } else { nil } }
    package var fetching: TokenFetching? { if case .tokenFetching(let event) = self { event } else { nil } }
    package var resolved: CredentialsResolved? {
        if case .credentialsResolved(let event) = self { event } else { nil }
    }
    package var unresolved: CredentialsFailed? {
        if case .credentialsFailed(let event) = self { event } else { nil }
    }
    package var listening: Listening? { if case .listening(let event) = self { event } else { nil } }
    package var tls: TLSNotice.Happening? { if case .tls(let notice) = self { notice.happening } else { nil } }

    package var verified: TokenVerified? { if case .tokenVerified(let event) = self { event } else { nil } }
    package var replayRefused: ReplayRefused? { if case .replayRefused(let event) = self { event } else { nil } }

    /// A bisect that is over.
    package var bisected: BisectReport? {
        guard case .bisectProgressed(let report) = self, report.isOver else { return nil }
        return report
    }

    /// The end of a flow, whether completed or failed.
    package var ended: FlowEnd? {
        switch self {
        case .flowCompleted(let end), .flowFailed(let end): end
        default: nil
        }
    }
}
