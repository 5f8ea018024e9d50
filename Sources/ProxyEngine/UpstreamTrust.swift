import NIOSSL

/// A file of trusted certificates that is of no use.
package struct TrustRootsError: Error, Sendable, CustomStringConvertible {
    /// The flag or the variable that names it.
    package let setting: String
    package let file: String

    package var description: String { "\(setting) \(file): no certificates in PEM form can be read from it" }
}

/// Whom the proxy believes that an upstream is who it says it is, and which versions of HTTP it offers (RFC 7301).
struct UpstreamTrust: Sendable {
    /// Offers HTTP/2, and HTTP/1.1 to those who do not know it.
    let anyVersion: NIOSSLContext
    /// Offers HTTP/1.1 alone, for whoever means to leave HTTP on its connection.
    let oldVersion: NIOSSLContext

    /// TLS towards upstreams, with verification on.
    ///
    /// - Parameters:
    ///   - roots: a PEM file in the place of the system's roots; nil for those.
    ///   - additionalRoots: PEM files, added to the roots.
    /// - Throws: ``TrustRootsError`` if one of them holds no certificates.
    init(roots: String? = nil, additionalRoots: [String] = []) throws {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        if let roots { configuration.trustRoots = .certificates(try Self.certificates(roots, of: "SSL_CERT_FILE")) }
        configuration.additionalTrustRoots = try additionalRoots.map {
            .certificates(try Self.certificates($0, of: "--upstream-ca"))
        }
        configuration.applicationProtocols = ["h2", "http/1.1"]
        anyVersion = try NIOSSLContext(configuration: configuration)
        configuration.applicationProtocols = ["http/1.1"]
        oldVersion = try NIOSSLContext(configuration: configuration)
    }

    private static func certificates(_ file: String, of setting: String) throws(TrustRootsError) -> [NIOSSLCertificate]
    {
        guard let certificates = try? NIOSSLCertificate.fromPEMFile(file), !certificates.isEmpty else {
            throw TrustRootsError(setting: setting, file: file)
        }
        return certificates
    }
}
