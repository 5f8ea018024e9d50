import NIOCore
import ProxyCore
import Synchronization

/// A replay under way, as its waiter holds on to it. What it does, it does on the replay's event loop.
final class ReplayRun: Sendable {
    private struct State {
        var stream: NIOLoopBound<ReplayStream>?
        var isCancelled = false
    }

    private let state = Mutex(State())

    func begin(
        _ request: KeptRequest, _ credential: SentCredential, _ resending: Resending, on loop: LoopContext
    ) {
        let stream = ReplayStream(request.body.bytes, loop: loop)
        let bound = NIOLoopBound(stream, eventLoop: loop.eventLoop)
        state.withLock { $0.stream = bound }
        let exchange = Exchange(
            request.head, body: request.body.length, client: stream, loop: loop, credential: credential,
            resending: resending)
        stream.begin(exchange, resending)
        loop.scheduleProgress()
        if state.withLock(\.isCancelled) { stream.cancel() }
    }

    /// Ends it, also where it has not begun yet: then as soon as it has.
    func cancel() {
        let stream = state.withLock { state in
            state.isCancelled = true
            return state.stream
        }
        stream?.value.cancel()
    }
}
