import AWSClient
import Synchronization

/// Which measurements of the clock a log is told of: one that is far off, and not the same half a minute more or less.
/// Safe from any thread.
final class ClockAlarm: Sendable {
    private static let step = Duration.seconds(30)

    private let told = Mutex(Duration.zero)

    /// - Returns: whether it is to be told.
    func sounds(at offset: Duration) -> Bool {
        told.withLock { told in
            guard max(offset, .zero - offset) > ClockSkew.significant else {
                told = .zero
                return false
            }
            guard max(offset - told, told - offset) >= Self.step else { return false }
            told = offset
            return true
        }
    }
}
