import ProxyCore

extension Token {
    /// The same token with the last byte of its signature flipped, so that no key verifies it. Its print says so by an asterisk:
    /// `9c41e7*`.
    ///
    /// What goes out is a credential all the same: all but one bit of the signature is the good one.
    var withBrokenSignature: Token {
        var bytes = Array(authorization.exposed.utf8)
        if let last = bytes.last, let index = Self.alphabet.firstIndex(of: last) {
            // The highest bit of the last digit is always the signature's own; the lowest may be padding (RFC 4648, section 3.5).
            bytes[bytes.count - 1] = Self.alphabet[index ^ 0b10_0000]
        }
        return Token(
            facts: facts.with(print: facts.print + "*"),
            authorization: Secret(String(decoding: bytes, as: UTF8.self)), born: born, dies: dies)
    }

    /// Base64URL (RFC 4648, section 5).
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
}

extension TokenFacts {
    fileprivate func with(print: String) -> TokenFacts {
        TokenFacts(
            id: id, audiences: audiences, print: print, length: length, issuedAt: issuedAt, expiresAt: expiresAt,
            header: header, claims: claims)
    }
}
