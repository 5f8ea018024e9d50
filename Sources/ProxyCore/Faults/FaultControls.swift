import Synchronization

/// The faults in force where they are allowed. Safe from any thread.
///
/// A request's fault is looked up once a route, not once a request: routes are forgotten when something changes.
package final class FaultControls: Sendable {
    private let shared = Mutex(FaultState())
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

    package var state: FaultState { shared.withLock { $0 } }

    /// What is done to the requests for an upstream.
    package func fault(for target: UpstreamTarget) -> Fault? {
        shared.withLock { $0.fault(for: target) }
    }

    /// The audiences that a fault asks for in place of the usual ones.
    package func audiences(of fault: Fault, insteadOf usual: AudienceSet) -> AudienceSet {
        fault.audiences(insteadOf: usual, tags: tags)
    }

    package func change<Result: Sendable>(_ body: (inout FaultState) -> Result) -> Result {
        defer { routes.changed() }
        return shared.withLock { body(&$0) }
    }
}
