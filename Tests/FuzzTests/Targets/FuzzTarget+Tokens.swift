import ProxyCore
import TokenVerification

@testable import TokenDecoding

extension FuzzTarget {
    static let tokens = [token, keySet, base64URL]

    private static let parts = [
        ".", "..", "eyJhbGciOiJFUzM4NCJ9", "eyJ", "e30", "W10", "bnVsbA", "====", "eyJhIjp7ImEiOnt9fX0", "-_", "+/",
    ]

    /// A compact JWT, which anybody may give to `jotop decode`, and which STS answers with.
    private static let token = FuzzTarget.text(name: "token", dictionary: parts) { text in
        let token: CompactToken
        do { token = try CompactToken(text) } catch { return "\(error)".filter { !$0.isNumber } }
        let signed = String(decoding: token.signingInput, as: UTF8.self)
        try hold("\(signed).\(Base64URL.encode(token.signature))" == text, "its parts are not the whole of it")
        for json in [token.header, token.claims] {
            guard case .object = json else { throw Broken(description: "a part that is no object") }
            try holdPrintable(json.description)
        }
        let signature = Base64URL.encode(token.signature)
        if signature.count >= 4 { try hold(!"\(token)\(String(reflecting: token))".contains(signature), "prints it") }
        let again = try TokenDecoder.decode(text)
        try hold(again.signatureLength == token.signature.count, "read again, it is another one")
        return "accepted"
    }

    /// The keys of an issuer.
    private static let keySet = FuzzTarget(
        name: "jwks",
        dictionary: [
            "\"kty\":\"EC\"", "\"kty\":\"RSA\"", "\"kty\":\"oct\"", "\"crv\":\"P-384\"", "\"crv\":\"P-256\"",
            "\"kid\":\"\"", "\"use\":\"enc\"", "\"n\":\"AQAB\"", "\"e\":\"AQAB\"", "\"x\":\"\"", "null", "[]", "{}",
        ], share: 0.5
    ) { bytes in
        do {
            let ids = try await JSONWebKeySet(json: bytes).keyIDs
            try hold(Set(ids).count == ids.count && ids.count <= JSONWebKeySet.maximumCount, "\(ids)")
            return "\(min(ids.count, 3)) keys"
        } catch let error as JSONWebKeySetError {
            return error.description
        }
    }

    /// Only what encodes to the very same text is decoded: two texts for one token would be two tokens.
    private static let base64URL = FuzzTarget(name: "base64url") { bytes in
        guard let decoded = Base64URL.decode(bytes) else { return "refused" }
        try hold(Array(Base64URL.encode(decoded).utf8) == bytes, "it is not the one text for these bytes")
        return "accepted"
    }
}

/// Nothing in what is printed moves a cursor, hides or turns round.
func holdPrintable(_ text: String) throws {
    for scalar in text.unicodeScalars {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator:
            throw Broken(description: "U+\(String(scalar.value, radix: 16)) in \(text.debugDescription)")
        default: continue
        }
    }
}
