import Crypto
import Foundation
import NIOSSL
import SwiftASN1
import X509

/// A certificate made for the test, which vouches for itself: stored ones expire.
struct TestCertificate: Sendable {
    private let certificate: Certificate
    private let key: P256.Signing.PrivateKey

    /// - Parameters:
    ///   - name: the host that it is for.
    ///   - hours: from when until when it is good, counted from now.
    init(name: String, hours: Range<Double> = -1..<1) throws {
        let key = P256.Signing.PrivateKey()
        let subject = try DistinguishedName { CommonName(name) }
        certificate = try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: Certificate.PrivateKey(key).publicKey,
            notValidBefore: Date.now.addingTimeInterval(hours.lowerBound * 3600),
            notValidAfter: Date.now.addingTimeInterval(hours.upperBound * 3600),
            issuer: subject, subject: subject, signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil))
                SubjectAlternativeNames([.dnsName(name)])
            }, issuerPrivateKey: Certificate.PrivateKey(key))
        self.key = key
    }

    func serverContext() throws -> NIOSSLContext {
        try NIOSSLContext(
            configuration: .makeServerConfiguration(
                certificateChain: [.certificate(try trusted)],
                privateKey: .privateKey(try NIOSSLPrivateKey(bytes: Array(key.derRepresentation), format: .der))))
    }

    /// Client settings that trust this certificate alone.
    func trust() throws -> TLSConfiguration {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.trustRoots = .certificates([try trusted])
        return configuration
    }

    private var trusted: NIOSSLCertificate {
        get throws { try NIOSSLCertificate(bytes: Array(certificate.serializeAsPEM().derBytes), format: .der) }
    }
}
