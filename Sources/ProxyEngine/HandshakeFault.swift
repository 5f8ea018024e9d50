import NIOCore
import NIOSSL

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Why a client's handshake came to nothing, in words for the dashboard and the log.
enum HandshakeFault {
    /// Parts of what the library says, and what they mean; the first that fits counts.
    private static let meanings = [
        ("UNKNOWN_CA", "the client does not trust who issued the certificate"),
        ("CERTIFICATE_EXPIRED", "the client takes the certificate for expired"),
        ("CERTIFICATE_UNKNOWN", "the client does not accept the certificate"),
        ("BAD_CERTIFICATE", "the client does not accept the certificate"),
        // OpenSSL says its no in a record that cannot be read here.
        ("DECRYPTION_FAILED_OR_BAD_RECORD_MAC", "the client gave up; it may not trust the certificate"),
        ("UNSUPPORTED_PROTOCOL", "the client speaks no TLS 1.2 or later"),
        ("NO_SHARED_CIPHER", "the client offers no cipher that is in use here"),
        ("eofDuringHandshake", "the client left"),
        ("EOF during handshake", "the client left"),
    ]

    static func describe(_ error: any Error) -> String {
        if let error = error as? IOError, error.errnoCode == ECONNRESET { return "the client broke the connection" }
        let text = "\(error)"
        return meanings.first { text.contains($0.0) }?.1 ?? "TLS handshake failed: \(names(in: text))"
    }

    /// What the library calls it, without the places in its source.
    private static func names(in text: String) -> String {
        let names = text.split(separator: "OPENSSL_internal:").dropFirst()
            .map { String($0.prefix { $0.isUppercase || $0.isNumber || $0 == "_" }) }
        return names.isEmpty ? text : names.joined(separator: ", ")
    }
}
