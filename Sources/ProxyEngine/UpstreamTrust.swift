import NIOSSL

/// A file of trusted certificates that is of no use.
package struct TrustRootsError: Error, Sendable, CustomStringConvertible {
    package let file: String

    package var description: String {
        "--upstream-ca \(file): no certificates in PEM form can be read from it"
    }
}

/// Whom the proxy believes that an upstream is who it says it is, and which versions of HTTP it offers (RFC 7301).
struct UpstreamTrust: Sendable {
    /// Offers HTTP/2, and HTTP/1.1 to those who do not know it.
    let anyVersion: NIOSSLContext
    /// Offers HTTP/1.1 alone, for whoever means to leave HTTP on its connection.
    let oldVersion: NIOSSLContext

    /// TLS towards upstreams, with verification on.
    ///
    /// - Parameter additionalRoots: PEM files, added to the system's roots.
    init(additionalRoots: [String]) throws {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        configuration.additionalTrustRoots = try additionalRoots.map { file in
            guard let certificates = try? NIOSSLCertificate.fromPEMFile(file), !certificates.isEmpty else {
                throw TrustRootsError(file: file)
            }
            return .certificates(certificates)
        }
        configuration.applicationProtocols = ["h2", "http/1.1"]
        anyVersion = try NIOSSLContext(configuration: configuration)
        configuration.applicationProtocols = ["http/1.1"]
        oldVersion = try NIOSSLContext(configuration: configuration)
    }
}
