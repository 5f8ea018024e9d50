import NIOCore
import ProxyCore
import Synchronization

/// How many connections to upstreams are open, or being opened: each takes a file descriptor, and one client's connection in HTTP/2 may
/// want a hundred of them.
final class OpenSockets: Sendable {
    private let count = Atomic<Int>(0)
    private let limit: Int

    /// - Parameter limit: the most there may be; a name with several addresses may take it a little beyond.
    init(limit: Int) { self.limit = limit }

    /// Why there can be no more; nil if there can.
    var obstacle: ProxyError? {
        guard count.load(ordering: .relaxed) >= limit else { return nil }
        return ProxyError(
            .tooManyConnections,
            "\(limit) connections to upstreams are open, and there are no file descriptors for more; see ulimit -n")
    }

    func opened(_ channel: any Channel) {
        count.add(1, ordering: .relaxed)
        channel.closeFuture.whenComplete { _ in self.count.subtract(1, ordering: .relaxed) }
    }
}
