import NIOCore
import NIOPosix
import NIOSSL
import OutboundProxies
import ProxyCore
import TLSFaults

/// Why an upstream could not be reached or understood, in words for the dashboard and the log.
enum UpstreamFault {
    /// What is answered where no connection could be had: the rule's own word if it let no address pass.
    static func refusal(
        _ error: any Error, connectingTo target: UpstreamTarget, through proxy: ProxyServer? = nil
    ) -> ProxyError {
        let causes = (error as? NIOConnectionError)?.connectionErrors.map { $0.error } ?? [error]
        let refusals = causes.compactMap { $0 as? ProxyError }
        if let refusal = refusals.first, refusals.count == causes.count { return refusal }
        let reason = describe(error, connectingTo: target)
        return ProxyError(
            .upstreamUnavailable, proxy.map { "\($0.words) cannot be reached: \(reason)" } ?? reason,
            obstacle: causes.last.flatMap { obstacle($0) })
    }

    private static func obstacle(_ error: any Error) -> ProxyError.Obstacle? {
        switch error {
        case ChannelError.connectTimeout: .timeout
        case let error as IOError where error.errnoCode == ECONNREFUSED: .connectionRefused
        case let error as IOError where error.errnoCode == ETIMEDOUT: .timeout
        default: nil
        }
    }

    static func describe(_ error: any Error, connectingTo target: UpstreamTarget) -> String {
        switch error {
        case let error as NIOConnectionError: connecting(error, target)
        case let error as ChannelError: channel(error)
        case let error as IOError: errno(error)
        case let error as ProxyError: error.detail
        default: "\(type(of: error))"
        }
    }

    private static func connecting(_ error: NIOConnectionError, _ target: UpstreamTarget) -> String {
        guard let last = error.connectionErrors.last else { return "the name \(error.host) cannot be resolved" }
        let address = last.target.ipAddress.map { $0.contains(":") ? "[\($0)]" : $0 } ?? error.host
        let place = "\(address):\(last.target.port ?? target.port) (\(target.scheme.rawValue))"
        return "\(describe(last.error, connectingTo: target)) by \(place)"
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
        case EMFILE, ENFILE: "no file descriptor left (ulimit -n)"
        case ECONNREFUSED: "connection refused"
        case ECONNRESET, EPIPE: "connection reset"
        case EHOSTUNREACH, ENETUNREACH: "no route to the host"
        case ETIMEDOUT: "no connection in time"
        default: error.description
        }
    }

    /// - Parameter certificate: the upstream's, where it has shown one: asked for after a failed handshake alone.
    static func tls(
        _ error: any Error, connectingTo target: UpstreamTarget, certificate: PeerCertificate?, at now: WallTime
    ) -> String {
        if case NIOSSLError.uncleanShutdown = error { return "the upstream closed the connection without ending TLS" }
        let host = target.host
        return switch TLSFault(error, certificate: certificate, at: now) {
        case .untrusted:
            "TLS: no certificate authority that is trusted here vouches for the certificate of \(host); see --upstream-ca"
        case .expired(let end): "TLS: the certificate of \(host) expired at \(end.rfc3339)"
        case .notYetValid(let start): "TLS: the certificate of \(host) is not valid before \(start.rfc3339)"
        case .wrongName: "TLS: the certificate is not for \(host)"
        case .notTLS:
            "TLS: \(host):\(target.port) does not speak TLS; if it is meant not to, use --upstream-scheme http"
        case .version: "TLS: \(host) speaks no TLS 1.2 or later"
        case let fault: "TLS: \(fault.words)"
        }
    }
}
