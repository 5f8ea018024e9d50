import NIOCore
import NIOSSL
package import ProxyCore

/// Why a handshake with a server came to nothing.
package enum TLSFault: Error, Equatable {
    case noAnswer
    /// Closed or reset in the middle.
    case closed
    /// Nobody who is trusted here vouches for the certificate, or it is not good now: which of them, the certificate tells.
    case untrusted
    /// The certificate's time was over at that moment.
    case expired(WallTime)
    /// The certificate's time begins at that moment.
    case notYetValid(WallTime)
    /// The certificate is another's.
    case wrongName
    /// The other side speaks something else.
    case notTLS
    /// No protocol version in common.
    case version
    case other(String)

    /// - Parameters:
    ///   - certificate: that of the other side, where it could be looked at. BoringSSL does not tell why it trusts one not.
    ///   - now: the time by which it is judged.
    package init(_ error: any Error, certificate: PeerCertificate? = nil, at now: WallTime? = nil) {
        let fault = Self.of(error)
        guard fault == .untrusted, let validity = certificate?.validity, let now, !validity.contains(now) else {
            self = fault
            return
        }
        self = now < validity.lowerBound ? .notYetValid(validity.lowerBound) : .expired(validity.upperBound)
    }

    private static func of(_ error: any Error) -> TLSFault {
        switch error {
        case let error as TLSFault: error
        case NIOSSLError.handshakeFailed(let cause): of(cause)
        case NIOSSLError.unableToValidateCertificate, NIOSSLError.noCertificateToValidate: .untrusted
        case NIOSSLError.uncleanShutdown: .closed
        case let error as NIOSSLExtraError where error == .failedToValidateHostname: .wrongName
        case is IOError, is ChannelError: .closed
        default: .other("\(error)")
        }
    }

    /// BoringSSL tells its reasons in words alone.
    private static func of(_ error: BoringSSLError) -> TLSFault {
        let words = "\(error)"
        if words.contains("EOF during handshake") || words.contains("eofDuringHandshake") { return .closed }
        if words.contains("CERTIFICATE_VERIFY_FAILED") { return .untrusted }
        if words.contains("WRONG_VERSION_NUMBER") || words.contains("HTTP_REQUEST") { return .notTLS }
        if words.contains("PROTOCOL_VERSION") || words.contains("UNSUPPORTED_PROTOCOL") { return .version }
        return .other(Self.reason(in: words))
    }

    /// The library's name for it. What stands beside it is where in a build it was raised.
    private static func reason(in words: String) -> String {
        let name = words.split(separator: "OPENSSL_internal:").dropFirst().first.map {
            $0.prefix { $0.isUppercase || $0.isNumber || $0 == "_" }
        }
        return name.map { $0.lowercased().replacing("_", with: " ") } ?? "the handshake failed"
    }

    /// What is wrong, in a few words without anything of the error's own but its reason.
    package var words: String {
        switch self {
        case .noAnswer: "no handshake in time"
        case .closed: "the connection was closed during the handshake"
        case .untrusted:
            "no certificate authority that is trusted here vouches for the certificate, or it is not good now"
        case .expired(let end): "the certificate expired at \(end.rfc3339)"
        case .notYetValid(let start): "the certificate is not valid before \(start.rfc3339)"
        case .wrongName: "the certificate is for another name"
        case .notTLS: "the other side does not speak TLS"
        case .version: "no TLS version in common"
        case .other(let words): words
        }
    }
}
