import Crypto
import Foundation
import NIOSSL
import ProxyEngine
import SwiftASN1
import X509

/// A certificate that vouches for itself, good for an hour unless it is asked otherwise, made for the test: stored ones expire.
struct TestCertificate {
    private let certificate: Certificate
    private let key = P256.Signing.PrivateKey()

    /// - Parameter start: of its validity, in seconds from now; it ends two hours later.
    init(_ name: String, start: TimeInterval = -3600) throws {
        let subject = try DistinguishedName { CommonName(name) }
        let key = Certificate.PrivateKey(key)
        certificate = try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: key.publicKey,
            notValidBefore: Date.now.addingTimeInterval(start),
            notValidAfter: Date.now.addingTimeInterval(start + 7200),
            issuer: subject, subject: subject, signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil))
                SubjectAlternativeNames([.dnsName(name)])
            }, issuerPrivateKey: key)
    }

    /// In PEM form.
    var chain: String { get throws { try certificate.serializeAsPEM().pemString } }
    /// In PEM form.
    var keyText: String { key.pemRepresentation }

    var loaded: NIOSSLCertificate {
        get throws { try NIOSSLCertificate(bytes: Array(certificate.serializeAsPEM().derBytes), format: .der) }
    }

    var loadedKey: NIOSSLPrivateKey {
        get throws { try NIOSSLPrivateKey(bytes: Array(key.derRepresentation), format: .der) }
    }

    /// Writes both files over what was there.
    func write(to files: ServerCertificateFiles) throws {
        try chain.write(toFile: files.chain, atomically: true, encoding: .utf8)
        try keyText.write(toFile: files.key, atomically: true, encoding: .utf8)
    }
}

extension ServerCertificateFiles {
    /// Names of files in a folder of their own, for the time of a test.
    static func temporary<T>(_ body: (ServerCertificateFiles) async throws -> T) async throws -> T {
        let folder = FileManager.default.temporaryDirectory.appending(path: "jotop-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try await body(
            ServerCertificateFiles(
                chain: folder.appending(path: "chain.pem").path, key: folder.appending(path: "key.pem").path))
    }
}
