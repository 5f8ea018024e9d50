import AWSClient
import NIOCore
import OutboundProxies

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Why there is no connection.
package enum ConnectFault: Error, Equatable {
    case refused
    case noAnswer
    case noRoute
    case reset
    /// The proxy answered `CONNECT` with that status.
    case refusedByProxy(status: Int)
    /// The proxy answered with something else than HTTP.
    case notAProxy
    case other(String)

    init(_ error: any Error) {
        switch error {
        case let error as ConnectFault: self = error
        case let error as IOError: self = Self.of(error)
        case ChannelError.connectTimeout: self = .noAnswer
        case is ChannelError: self = .reset
        default: self = .other("\(type(of: error))")
        }
    }

    private static func of(_ error: IOError) -> ConnectFault {
        switch error.errnoCode {
        case ECONNREFUSED: .refused
        case ETIMEDOUT: .noAnswer
        case EHOSTUNREACH, ENETUNREACH, EADDRNOTAVAIL: .noRoute
        case ECONNRESET, EPIPE, ECONNABORTED: .reset
        default: .other(String(cString: strerror(error.errnoCode)))
        }
    }

    /// What happened, to be followed by "by" and the place.
    var words: String {
        switch self {
        case .refused: "connection refused"
        case .noAnswer: "no answer in time"
        case .noRoute: "no route"
        case .reset: "connection closed"
        case .refusedByProxy(407): "a user name and a password are asked for (status 407)"
        case .refusedByProxy(let status): "the tunnel is refused with status \(status)"
        case .notAProxy: "an answer that is not HTTP"
        case .other(let reason): reason
        }
    }

    func remedy(for route: EndpointRoute) -> String {
        switch (self, route.proxy) {
        case (.refusedByProxy(407), let proxy?):
            "put them into \(proxy.origin): http://USER:PASSWORD@\(proxy.place)"
        case (.refusedByProxy, let proxy?):
            "have \(route.tunnelTarget) allowed there, or name it in NO_PROXY if it can be reached without \(proxy.origin)"
        case (.notAProxy, let proxy?): "check the address in \(proxy.origin): no HTTP proxy listens there"
        case (_, let proxy?): "check the address in \(proxy.origin), or unset it where no proxy is needed"
        case (.refused, nil):
            "nothing listens there: check AWS_ENDPOINT_URL_STS if it is set, or a firewall that refuses"
        case (.noRoute, nil):
            "check this machine's network; in a private network, an interface endpoint for STS is needed"
        case (_, nil):
            """
            a firewall, or a private network without a way out: open port \(route.port) to \(route.host), \
            set HTTPS_PROXY, or create an interface endpoint for STS
            """
        }
    }
}
