import Synchronization

/// The faults in force where they are allowed. Safe from any thread.
///
/// A request's fault is looked up once a route, not once a request: routes are forgotten when something changes.
package final class FaultControls: Sendable {
    private struct Shared {
        var state = FaultState()
        var watchers: [Int: AsyncStream<Void>.Continuation] = [:]
        var watches = 0
    }

    private let shared = Mutex(Shared())
    private let routes: AudienceOverrides
    /// The tags that every token is asked for with.
    private let tags: [TokenTag]

    /// - Parameters:
    ///   - routes: told of each change, so that what follows from the former state is forgotten.
    ///   - tags: those configured for every token.
    package init(routes: AudienceOverrides, tags: [TokenTag] = []) {
        self.routes = routes
        self.tags = tags
    }

    package var state: FaultState { shared.withLock { $0.state } }

    /// What is done to the requests for an upstream.
    package func fault(for target: UpstreamTarget) -> Fault? {
        shared.withLock { $0.state.fault(for: target) }
    }

    /// The audiences that a fault asks for in place of the usual ones.
    package func audiences(of fault: Fault, insteadOf usual: AudienceSet) -> AudienceSet {
        fault.audiences(insteadOf: usual, tags: tags)
    }

    package func change<Result: Sendable>(_ body: (inout FaultState) -> Result) -> Result {
        let (result, watchers) = shared.withLock { shared in
            (body(&shared.state), Array(shared.watchers.values))
        }
        routes.changed()
        for watcher in watchers { watcher.yield() }
        return result
    }

    /// An element after each change from now on; one may stand for several.
    package func changes() -> AsyncStream<Void> {
        let (changes, watcher) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let number = shared.withLock { shared in
            shared.watches += 1
            shared.watchers[shared.watches] = watcher
            return shared.watches
        }
        watcher.onTermination = { [weak self] _ in
            self?.shared.withLock { _ = $0.watchers.removeValue(forKey: number) }
        }
        return changes
    }
}
