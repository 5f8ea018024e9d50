import Synchronization

/// Notices that something outside has changed, by a value that stands for its state.
final class StampWatch: Sendable {
    private let look: @Sendable () -> Bool

    init<Stamp: Equatable & Sendable>(_ stamp: @escaping @Sendable () -> Stamp) {
        let last = Mutex<Stamp?>(nil)
        look = {
            let now = stamp()
            return last.withLock { last in
                defer { last = now }
                return last != nil && last != now
            }
        }
    }

    /// Whether the stamp is another than at the last look; false at the first one.
    func hasChanged() -> Bool { look() }
}
