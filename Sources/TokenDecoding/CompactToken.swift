package import ProxyCore

/// The parts of a token in the JWS compact serialisation (RFC 7515, section 7.1).
///
/// Holds the signature, so it prints as its length alone.
package struct CompactToken: Sendable {
    package let header: JSONValue
    package let claims: JSONValue
    /// Members that the header or the claims name more than once, as far as ``RepeatedNames`` tells them.
    package let repeatedNames: [String]
    package let signature: [UInt8]
    /// What the signature is over: the first two parts as they stand, with their dot.
    package let signingInput: [UInt8]

    package init(_ token: String) throws(TokenDecodingError) {
        let bytes = Array(token.utf8)
        guard bytes.count <= TokenDecoder.maximumLength else { throw .tooLarge }
        let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 3 else { throw .notThreeParts(count: parts.count) }
        let (header, headerNames) = try Self.json(parts[0], .header)
        let (claims, claimNames) = try Self.json(parts[1], .claims)
        (self.header, self.claims) = (header, claims)
        repeatedNames = headerNames + claimNames
        guard let signature = Base64URL.decode(parts[2]) else { throw .badBase64(.signature) }
        self.signature = signature
        signingInput = Array(bytes[..<(parts[2].startIndex - 1)])
    }

    private static func json(
        _ text: ArraySlice<UInt8>, _ part: TokenDecodingError.Part
    ) throws(TokenDecodingError) -> (JSONValue, repeated: [String]) {
        guard let bytes = Base64URL.decode(text) else { throw .badBase64(part) }
        guard let value = BoundedJSON.object(bytes, maximumSize: TokenDecoder.maximumLength) else {
            throw .badJSON(part)
        }
        return (value, RepeatedNames.find(in: bytes))
    }
}

extension CompactToken: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "CompactToken(signature: \(signature.count) bytes)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
