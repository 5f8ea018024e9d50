import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// Why an upstream could not be reached or understood, in words for the dashboard and the log.
enum UpstreamFault {
    static func describe(_ error: any Error) -> String {
        switch error {
        case let error as NIOConnectionError: connecting(error)
        case let error as ChannelError: channel(error)
        case let error as NIOSSLError: tls(error)
        case let error as NIOSSLExtraError: "TLS: \(error.description)"
        case is HTTPParserError: "the upstream's answer is not HTTP/1.1: \(error)"
        case let error as IOError: errno(error)
        default: "\(type(of: error))"
        }
    }

    private static func connecting(_ error: NIOConnectionError) -> String {
        guard let last = error.connectionErrors.last else {
            return "the name \(error.host) cannot be resolved"
        }
        return describe(last.error)
    }

    private static func channel(_ error: ChannelError) -> String {
        switch error {
        case .connectTimeout: "no connection in time"
        case .eof, .ioOnClosedChannel, .alreadyClosed: "the upstream closed the connection"
        default: "\(error)"
        }
    }

    private static func errno(_ error: IOError) -> String {
        switch error.errnoCode {
        case ECONNREFUSED: "connection refused"
        case ECONNRESET, EPIPE: "connection reset"
        case EHOSTUNREACH, ENETUNREACH: "no route to the host"
        case ETIMEDOUT: "no connection in time"
        default: error.description
        }
    }

    private static func tls(_ error: NIOSSLError) -> String {
        switch error {
        case .handshakeFailed(let cause): "TLS handshake failed: \(cause)"
        case .unableToValidateCertificate, .noCertificateToValidate:
            "TLS: the upstream's certificate is not valid for this name; see --upstream-ca"
        case .uncleanShutdown: "the upstream closed the connection without ending TLS"
        default: "TLS: \(error)"
        }
    }
}
