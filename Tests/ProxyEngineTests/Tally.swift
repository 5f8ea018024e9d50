import JotopTestSupport
import Synchronization

/// Counts from any thread.
final class Tally: Sendable {
    private let count = Mutex(0)
    var value: Int { count.withLock { $0 } }
    func increment() { count.withLock { $0 += 1 } }
}

extension RawConnection {
    /// Writes 256 MiB, or as much as the other side takes before the connection ends.
    ///
    /// - Parameter sent: counts the MiB.
    func flood(counting sent: Tally) async {
        for _ in 1...256 {
            guard (try? await write(bytes: 1 << 20)) != nil else { return }
            sent.increment()
        }
    }
}
