import AWSClient
import Foundation
import NIOCore
import OutboundProxies

@testable import Preflight

/// What tests of the way to an endpoint have in common.
enum EndpointProps {
    static func route(_ host: String, by proxy: ProxyServer? = nil) -> EndpointRoute {
        EndpointRoute(scheme: "https", authority: host, proxy: proxy)
    }

    static func hop(_ port: Int, user: String? = nil) throws -> ProxyServer {
        try ProxyServer("http://\(user.map { $0 + "@" } ?? "")127.0.0.1:\(port)", from: "HTTPS_PROXY")
    }

    static func local(_ port: Int) -> SocketAddress {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return SocketAddress(address)
    }

    static func failure(_ body: () async throws -> Void) async -> PreflightFailure? {
        do {
            try await body()
            return nil
        } catch {
            return error as? PreflightFailure
        }
    }
}

extension LoopbackListener.Manner {
    var isSilent: Bool {
        if case .silent = self { true } else { false }
    }
}
