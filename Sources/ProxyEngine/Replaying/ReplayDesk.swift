import NIOCore
package import ProxyCore
import Synchronization

/// Where commands have requests sent once more: through the engine itself, by no socket of its own, so that nobody outside can.
package final class ReplayDesk: Sendable {
    private let contexts = Mutex<[NIOLoopBound<LoopContext>]>([])

    init() {}

    func open(_ contexts: [NIOLoopBound<LoopContext>]) { self.contexts.withLock { $0 = contexts } }
    func close() { contexts.withLock { $0 = [] } }

    /// The request of a flow; nil if it is not kept, or not any more.
    package func request(_ flow: FlowID) async -> KeptRequest? {
        for context in contexts.withLock(\.self) {
            let found = try? await context.eventLoop.submit { context.value.shelf?[flow] }.get()
            if let request = found ?? nil { return request }
        }
        return nil
    }

    /// Sends a request once more, and waits for its end. A cancelled task ends it.
    ///
    /// - Parameters:
    ///   - audiences: those that a token is asked of the cache for; nil for whichever are in force now for its host.
    /// - Returns: nil if the engine does not run.
    package func send(
        _ request: KeptRequest, _ credential: SentCredential, as replay: FlowReplay, for audiences: AudienceSet? = nil
    ) async -> FlowEnd? {
        guard request.obstacle == nil, let context = contexts.withLock({ $0.first }) else { return nil }
        let run = ReplayRun()
        return await withTaskCancellationHandler {
            await withCheckedContinuation { (answer: CheckedContinuation<FlowEnd, Never>) in
                context.eventLoop.execute {
                    let resending = Resending(replay, to: request.target, for: audiences) {
                        answer.resume(returning: $0)
                    }
                    run.begin(request, credential, resending, on: context.value)
                }
            }
        } onCancel: {
            context.eventLoop.execute { run.cancel() }
        }
    }
}
