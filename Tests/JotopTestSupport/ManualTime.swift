package import ProxyCore
import Synchronization

/// Time that passes only when a test says so.
package final class ManualTime: Sendable {
    private struct Sleeper {
        let id: Int
        let until: ContinuousClock.Instant
        let continuation: CheckedContinuation<Bool, Never>
    }

    private struct State {
        var elapsed = Duration.zero
        var sleepers: [Sleeper] = []
        var cancelled: Set<Int> = []
        var nextID = 0
        var watchers: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
    }

    /// The moment at which the test began.
    package let start: ContinuousClock.Instant
    package let wallStart: WallTime
    private let state = Mutex(State())

    package init(wallStart: WallTime = WallTime(seconds: 1_795_271_528)) {
        start = .now
        self.wallStart = wallStart
    }

    package var now: ContinuousClock.Instant { start.advanced(by: state.withLock { $0.elapsed }) }

    package var source: TimeSource {
        TimeSource(
            now: { self.now }, wall: { self.wallStart.advanced(by: self.state.withLock { $0.elapsed }) },
            sleep: { try await self.sleep(until: $0) })
    }

    /// Lets time pass, and wakes whoever was waiting for it.
    package func advance(by duration: Duration) {
        let woken = state.withLock { state in
            state.elapsed += duration
            let now = start.advanced(by: state.elapsed)
            let woken = state.sleepers.filter { $0.until <= now }
            state.sleepers.removeAll { $0.until <= now }
            return woken
        }
        for sleeper in woken { sleeper.continuation.resume(returning: true) }
    }

    /// Waits until at least that many tasks sleep.
    package func sleepers(atLeast count: Int) async {
        await withCheckedContinuation { continuation in
            let isReached = state.withLock { state in
                if state.sleepers.count >= count { return true }
                state.watchers.append((count, continuation))
                return false
            }
            if isReached { continuation.resume() }
        }
    }

    private func sleep(until moment: ContinuousClock.Instant) async throws {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        let isOver = await withTaskCancellationHandler {
            await withCheckedContinuation { add(Sleeper(id: id, until: moment, continuation: $0)) }
        } onCancel: {
            cancel(id)
        }
        guard isOver else { throw CancellationError() }
    }

    private func add(_ sleeper: Sleeper) {
        let (result, watchers) = state.withLock { state -> (Bool?, [CheckedContinuation<Void, Never>]) in
            if state.cancelled.remove(sleeper.id) != nil { return (false, []) }
            if sleeper.until <= start.advanced(by: state.elapsed) { return (true, []) }
            state.sleepers.append(sleeper)
            let count = state.sleepers.count
            let reached = state.watchers.filter { $0.count <= count }.map(\.continuation)
            state.watchers.removeAll { $0.count <= count }
            return (nil, reached)
        }
        if let result { sleeper.continuation.resume(returning: result) }
        for watcher in watchers { watcher.resume() }
    }

    private func cancel(_ id: Int) {
        let sleeper = state.withLock { state -> Sleeper? in
            guard let index = state.sleepers.firstIndex(where: { $0.id == id }) else {
                state.cancelled.insert(id)
                return nil
            }
            return state.sleepers.remove(at: index)
        }
        sleeper?.continuation.resume(returning: false)
    }
}
