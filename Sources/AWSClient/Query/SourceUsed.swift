import Synchronization

/// Where the keys of a client's last call came from, in words.
final class SourceUsed: Sendable {
    private let last = Mutex<String?>(nil)

    var name: String? { last.withLock { $0 } }

    func note(_ keys: AWSCredentials?) {
        guard let keys else { return }
        last.withLock { $0 = keys.source }
    }
}
