import NIOSSL
import ProxyCore

/// What matters of a certificate when it is not trusted.
struct PeerCertificate: Sendable, Equatable {
    let validity: Range<WallTime>

    init(_ certificate: NIOSSLCertificate) {
        let start = WallTime(seconds: Int64(certificate.notValidBefore))
        validity = start..<max(start, WallTime(seconds: Int64(certificate.notValidAfter)))
    }
}
