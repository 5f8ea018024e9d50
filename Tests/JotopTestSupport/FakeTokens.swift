import Foundation
import ProxyCore

/// Tokens with made-up signatures, for tests that look at everything else.
package enum FakeTokens {
    /// Appears in every made-up signature, so that a test can look for it where no signature may be.
    package static let signature = "c2lnbmF0dXJlLW11c3Qtbm90LWJlLXNlZW4"

    /// A compact JWT.
    ///
    /// - Parameter serial: goes into `jti`, so that two tokens differ.
    package static func compact(
        audiences: [String], issuedAt: Int64 = 1_795_271_528, lifetime: Int64 = 3600, serial: Int = 1
    ) -> String {
        let aud =
            audiences.count == 1
            ? JSONValue.string(audiences[0]) : .array(audiences.map { .string($0) })
        let header = JSONValue.object(["alg": .string("RS256"), "kid": .string("RSA_0"), "typ": .string("JWT")])
        let claims = JSONValue.object([
            "iss": .string("https://issuer.example"), "sub": .string("arn:aws:iam::123456789012:role/dev-api"),
            "aud": aud, "iat": .integer(issuedAt), "exp": .integer(issuedAt + lifetime),
            "jti": .string("serial-\(serial)"),
        ])
        return [header, claims].map { encode($0.description) }.joined(separator: ".") + "." + signature
    }

    private static func encode(_ text: String) -> String {
        Data(text.utf8).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}
