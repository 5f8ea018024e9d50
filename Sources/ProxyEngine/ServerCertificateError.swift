/// The listener's certificate or its key is of no use. Tells what is wrong and what to do, and nothing of the key.
package struct ServerCertificateError: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Flag: String, Sendable {
        case chain = "--tls-cert"
        case key = "--tls-key"
    }

    package let flag: Flag
    package let file: String
    package let problem: String
    package let remedy: String

    package var description: String { "\(flag.rawValue) \(file): \(problem); \(remedy)" }

    static func unreadable(_ flag: Flag, _ file: String, _ reason: String) -> Self {
        Self(flag: flag, file: file, problem: reason, remedy: "name a file in PEM form that can be read")
    }

    static func noCertificate(_ file: String) -> Self {
        Self(
            flag: .chain, file: file, problem: "there is no certificate in it",
            remedy: "it must hold -----BEGIN CERTIFICATE----- blocks, the server's own first")
    }

    static func noKey(_ file: String) -> Self {
        Self(
            flag: .key, file: file, problem: "there is no private key in it",
            remedy: "it must hold a -----BEGIN PRIVATE KEY----- block (or EC PRIVATE KEY, RSA PRIVATE KEY)")
    }

    static func encrypted(_ file: String) -> Self {
        Self(
            flag: .key, file: file, problem: "the key is encrypted, and nobody is asked for a passphrase",
            remedy: "write it without one: openssl pkey -in FILE -out NEW")
    }

    static func mismatch(_ key: String, _ chain: String) -> Self {
        Self(
            flag: .key, file: key, problem: "the key is not that of the first certificate in \(chain)",
            remedy: "give the key and the chain that were issued together, the server's own certificate first")
    }
}
