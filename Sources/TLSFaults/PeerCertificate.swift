package import NIOSSL
package import ProxyCore

/// What matters of a certificate when it is not trusted.
package struct PeerCertificate: Sendable, Equatable {
    package let validity: Range<WallTime>

    package init(validity: Range<WallTime>) { self.validity = validity }

    package init(_ certificate: NIOSSLCertificate) {
        let start = WallTime(seconds: Int64(certificate.notValidBefore))
        validity = start..<max(start, WallTime(seconds: Int64(certificate.notValidAfter)))
    }
}
