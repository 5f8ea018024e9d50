import NIOCore
import NIOPosix

/// An address could not be had.
package struct ListenError: Error, Sendable, CustomStringConvertible {
    /// What was to be served there.
    package enum Purpose: Sendable {
        case proxy
        case metrics
    }

    package let purpose: Purpose
    /// As it was asked for.
    package let address: String
    package let reason: String
    package let isInUse: Bool

    init(_ purpose: Purpose, host: String, port: Int, _ error: any Error) {
        self.purpose = purpose
        address = host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        reason = Self.reason(error)
        isInUse = (error as? IOError)?.errnoCode == EADDRINUSE
    }

    package var description: String {
        switch purpose {
        case .proxy: "cannot listen on \(address): \(reason)"
        case .metrics: "cannot serve metrics on \(address): \(reason)"
        }
    }

    private static func reason(_ error: any Error) -> String {
        switch (error as? IOError)?.errnoCode {
        case EADDRINUSE: "address already in use"
        case EACCES: "permission denied: ports below 1024 are reserved"
        case EADDRNOTAVAIL: "this machine has no such address"
        default: "\(error)"
        }
    }
}

extension SocketAddress {
    /// An address that is listened on, as people write it: `127.0.0.1:8080`, `*:8080` for every interface.
    var listening: String {
        let port = port ?? 0
        guard let ip = ipAddress else { return "\(self)" }
        return ip == "::" ? "*:\(port)" : ip.contains(":") ? "[\(ip)]:\(port)" : "\(ip):\(port)"
    }
}
