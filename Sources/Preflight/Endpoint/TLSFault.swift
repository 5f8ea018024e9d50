import NIOCore
import NIOSSL
import ProxyCore

/// Why a handshake came to nothing.
package enum TLSFault: Error, Equatable {
    case noAnswer
    /// Closed or reset in the middle.
    case closed
    /// Nobody who is trusted here vouches for the certificate, or it is not good now.
    case untrusted
    /// The certificate is another's.
    case wrongName
    /// The other side speaks something else.
    case notTLS
    /// No protocol version in common.
    case version
    case connection(ConnectFault)
    case other(String)

    package init(_ error: any Error) {
        switch error {
        case let error as TLSFault: self = error
        case let error as ConnectFault: self = .connection(error)
        case NIOSSLError.handshakeFailed(let cause): self = Self.of(cause)
        case NIOSSLError.unableToValidateCertificate, NIOSSLError.noCertificateToValidate: self = .untrusted
        case NIOSSLError.uncleanShutdown: self = .closed
        case let error as NIOSSLExtraError where error == .failedToValidateHostname: self = .wrongName
        case is IOError, is ChannelError: self = .closed
        default: self = .other("\(error)")
        }
    }

    /// BoringSSL tells its reasons in words alone.
    private static func of(_ error: BoringSSLError) -> TLSFault {
        let words = "\(error)"
        if words.contains("EOF during handshake") { return .closed }
        if words.contains("CERTIFICATE_VERIFY_FAILED") { return .untrusted }
        if words.contains("WRONG_VERSION_NUMBER") || words.contains("HTTP_REQUEST") { return .notTLS }
        if words.contains("PROTOCOL_VERSION") || words.contains("UNSUPPORTED_PROTOCOL") { return .version }
        // What follows the reason is where in a build it was raised.
        return .other(words.split(separator: " ").first { $0.contains("_") }.map { $0.lowercased() } ?? "failed")
    }

    /// What is wrong, in a few words without anything of the error's own but its reason.
    package var words: String {
        switch self {
        case .noAnswer: "no handshake in time"
        case .closed: "the connection was closed during the handshake"
        case .untrusted:
            "no certificate authority that is trusted here vouches for the certificate, or it is not good now"
        case .wrongName: "the certificate is for another name"
        case .notTLS: "the other side does not speak TLS"
        case .version: "no TLS version in common"
        case .connection(let fault): fault.words
        case .other(let words): words
        }
    }

    var isUntrusted: Bool { self == .untrusted }

    /// - Parameter certificate: that of the other side, where it could be looked at.
    func failure(
        at route: EndpointRoute, certificate: PeerCertificate?, now: WallTime
    ) -> PreflightFailure {
        switch self {
        case .noAnswer:
            PreflightFailure(
                "no TLS handshake in time", remedy: "what listens at \(route.tunnelTarget) does not answer: a firewall?"
            )
        case .closed:
            PreflightFailure(
                "the connection was closed during the TLS handshake",
                remedy: "a firewall or a proxy in between cuts TLS to \(route.host)")
        case .untrusted: Self.untrusted(route, certificate, now)
        case .wrongName:
            PreflightFailure(
                "the certificate is not for \(route.host)",
                remedy: "something else answers under that name: check AWS_ENDPOINT_URL_STS, /etc/hosts and proxies")
        case .notTLS:
            PreflightFailure(
                "\(route.tunnelTarget) does not speak TLS",
                remedy: "if it is meant to be plain, write http:// in the endpoint's address")
        case .version:
            PreflightFailure(
                "no TLS version in common with \(route.host)", remedy: "it must speak TLS 1.2 or 1.3")
        case .connection(let fault):
            PreflightFailure("the second connection: \(fault.words)", remedy: fault.remedy(for: route))
        case .other(let words):
            PreflightFailure("TLS: \(words)", remedy: "check what answers at \(route.tunnelTarget)")
        }
    }

    private static func untrusted(
        _ route: EndpointRoute, _ certificate: PeerCertificate?, _ now: WallTime
    ) -> PreflightFailure {
        if let validity = certificate?.validity, !validity.contains(now) {
            let isOver = now >= validity.upperBound
            return PreflightFailure(
                isOver
                    ? "the certificate expired \(validity.upperBound.duration(to: now).words) ago"
                    : "the certificate is not good for another \(now.duration(to: validity.lowerBound).words)",
                remedy: "check this machine's clock (date); if it is right, the endpoint needs another certificate")
        }
        return PreflightFailure(
            "no certificate authority that is trusted here vouches for the certificate of \(route.host)",
            remedy: """
                if a company's proxy looks into TLS, set AWS_CA_BUNDLE to a PEM file with its certificate authority
                else install the system's (the package ca-certificates)
                """)
    }
}
