import NIOSSL

/// A file of trusted certificates that is of no use.
package struct TrustRootsError: Error, Sendable, CustomStringConvertible {
    package let file: String

    package var description: String {
        "--upstream-ca \(file): no certificates in PEM form can be read from it"
    }
}

/// Whom the proxy believes that an upstream is who it says it is.
enum UpstreamTrust {
    /// TLS towards upstreams, with verification on.
    ///
    /// - Parameter additionalRoots: PEM files, added to the system's roots.
    static func context(additionalRoots: [String]) throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["http/1.1"]
        configuration.additionalTrustRoots = try additionalRoots.map { file in
            guard let certificates = try? NIOSSLCertificate.fromPEMFile(file), !certificates.isEmpty else {
                throw TrustRootsError(file: file)
            }
            return .certificates(certificates)
        }
        return try NIOSSLContext(configuration: configuration)
    }
}
