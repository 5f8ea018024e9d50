import AWSClient
import Foundation
import Synchronization

/// A clock that a test turns on: sleepers wake when it says so, and a test can wait until somebody sleeps.
final class ManualTime: Sendable {
    private struct Sleeper {
        let wake: Date
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var now: Date
        var lastID = 0
        var sleepers: [Int: Sleeper] = [:]
        var onSleep: [CheckedContinuation<Void, Never>] = []
    }

    static let start = Date(timeIntervalSince1970: 1_795_256_100)

    private let state = Mutex(State(now: start))

    var now: Date { state.withLock { $0.now } }

    var environment: STSClient.Environment {
        STSClient.Environment(now: { self.now }, sleep: { try await self.sleep(for: $0) }, random: { 0.5 })
    }

    /// - Parameter waiting: whether those who sleep wait; if not, no time passes in their sleep.
    func environment(waiting: Bool) -> STSClient.Environment {
        guard !waiting else { return environment }
        return STSClient.Environment(now: { self.now }, sleep: { _ in }, random: { 0.5 })
    }

    /// Turns the clock on, and wakes those whose time has come.
    func advance(by duration: Duration) {
        let woken = state.withLock { state in
            state.now += duration / .seconds(1)
            let due = state.sleepers.filter { $0.value.wake <= state.now }
            for id in due.keys { state.sleepers[id] = nil }
            return due.values.map(\.continuation)
        }
        for continuation in woken { continuation.resume() }
    }

    /// Returns when somebody sleeps.
    func asleep() async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                if state.sleepers.isEmpty { state.onSleep.append(continuation) }
                return !state.sleepers.isEmpty
            }
            if isThere { continuation.resume() }
        }
    }

    private func sleep(for duration: Duration) async throws {
        let id = state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let watchers = state.withLock { state in
                    let wake = state.now.addingTimeInterval(duration / .seconds(1))
                    state.sleepers[id] = Sleeper(wake: wake, continuation: continuation)
                    defer { state.onSleep = [] }
                    return state.onSleep
                }
                for watcher in watchers { watcher.resume() }
                if Task.isCancelled { cancel(id) }
            }
        } onCancel: {
            cancel(id)
        }
    }

    private func cancel(_ id: Int) {
        let sleeper = state.withLock { $0.sleepers.removeValue(forKey: id) }
        sleeper?.continuation.resume(throwing: CancellationError())
    }
}
