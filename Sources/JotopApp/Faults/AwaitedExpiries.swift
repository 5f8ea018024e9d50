import Synchronization

/// The hosts to which an expired token is to be sent as soon as there is one. Safe from any thread.
final class AwaitedExpiries: Sendable {
    private let hosts = Mutex(Set<String>())

    /// - Parameter host: as ``FaultPlace`` spells it, here and below.
    func insert(_ host: String) { _ = hosts.withLock { $0.insert(host) } }

    func contains(_ host: String) -> Bool { hosts.withLock { $0.contains(host) } }

    /// - Returns: whether it was waited for.
    func withdraw(_ host: String) -> Bool { hosts.withLock { $0.remove(host) } != nil }

    /// - Returns: whether anything was waited for.
    func withdrawAll() -> Bool {
        hosts.withLock { hosts in
            defer { hosts = [] }
            return !hosts.isEmpty
        }
    }
}
