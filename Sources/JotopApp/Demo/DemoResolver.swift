import NIOCore
import NIOPosix

/// Leads the demo's names to loopback ports, and no other name anywhere.
final class DemoResolver: Resolver, Sendable {
    private let eventLoop: any EventLoop
    private let ports: [String: Int]

    init(_ eventLoop: any EventLoop, ports: [String: Int]) {
        self.eventLoop = eventLoop
        self.ports = ports
    }

    func initiateAQuery(host: String, port: Int) -> EventLoopFuture<[SocketAddress]> {
        eventLoop.makeCompletedFuture {
            try ports[host].map { [try SocketAddress(ipAddress: "127.0.0.1", port: $0)] } ?? []
        }
    }

    func initiateAAAAQuery(host: String, port: Int) -> EventLoopFuture<[SocketAddress]> {
        eventLoop.makeSucceededFuture([])
    }

    func cancelQueries() {}
}
