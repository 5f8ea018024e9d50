package import Crypto

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The computation of a Signature Version 4 signature, for those who sign and for those who check.
package enum SigV4Signature {
    package static let algorithm = "AWS4-HMAC-SHA256"

    /// The text that the key signs: algorithm, moment, scope and the hash of the canonical request.
    package static func stringToSign(_ request: CanonicalRequest, at time: SigningTime, scope: CredentialScope)
        -> String
    {
        [algorithm, time.description, scope.description, hexDigest(Array(request.text.utf8))].joined(separator: "\n")
    }

    /// The key of one day, region and service, derived from the secret key step by step.
    package static func signingKey(secret: RedactedString, scope: CredentialScope) -> SymmetricKey {
        let start = SymmetricKey(data: Data("AWS4\(secret.exposed)".utf8))
        return [scope.day, scope.region, scope.service, CredentialScope.terminator].reduce(start) { key, part in
            SymmetricKey(data: Data(HMAC<SHA256>.authenticationCode(for: Data(part.utf8), using: key)))
        }
    }

    /// The signature in lower-case hexadecimal.
    package static func compute(
        _ request: CanonicalRequest, at time: SigningTime, scope: CredentialScope, secret: RedactedString
    ) -> String {
        let text = Data(stringToSign(request, at: time, scope: scope).utf8)
        let key = signingKey(secret: secret, scope: scope)
        return Hexadecimal.text(HMAC<SHA256>.authenticationCode(for: text, using: key))
    }

    /// The SHA-256 of `bytes` in lower-case hexadecimal.
    package static func hexDigest(_ bytes: [UInt8]) -> String { Hexadecimal.text(SHA256.hash(data: bytes)) }
}

/// Bytes as lower-case hexadecimal digits.
enum Hexadecimal {
    static func text(_ bytes: some Sequence<UInt8>) -> String {
        var result: [UInt8] = []
        for byte in bytes { result += [digits[Int(byte >> 4)], digits[Int(byte & 0xF)]] }
        return String(decoding: result, as: UTF8.self)
    }

    private static let digits = Array("0123456789abcdef".utf8)
}
