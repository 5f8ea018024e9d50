package import TokenDecoding

/// Why a token is not accepted. The description is one sentence and holds nothing of the token.
package enum VerificationFailure: Error, Sendable, Equatable {
    case malformed(TokenDecodingError)
    /// The header says that there is no signature (`alg: none`; RFC 7518, section 3.6).
    case unsigned
    /// The header names no algorithm.
    case missingAlgorithm
    /// The header names another algorithm than RS256 or ES384.
    case unsupportedAlgorithm
    /// The header names extensions that must be understood (RFC 7515, section 4.1.11).
    case criticalHeader
    case missingKeyID
    /// The issuer's set has no such key: fetch the set anew before giving up.
    case unknownKeyID(String)
    /// The key is for another algorithm than the header names.
    case keyMismatch
    case badSignature
    case wrongIssuer
    case wrongAudience
    /// Missing, or not of its type.
    case invalidClaim(String)
    case expired
    case notYetValid
    case issuedInFuture
}

extension VerificationFailure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .malformed(let error): error.description
        case .unsigned: "The token is not signed at all: its header names the algorithm none."
        case .missingAlgorithm: "The token's header names no algorithm."
        case .unsupportedAlgorithm: "The token is signed with another algorithm than RS256 or ES384."
        case .criticalHeader: "The token has critical header parameters that are not understood."
        case .missingKeyID: "The token does not name the key that signed it."
        case .unknownKeyID: "The token is signed with a key that its issuer does not publish."
        case .keyMismatch: "The token names a key that belongs to another algorithm."
        case .badSignature: "The token's signature is not valid."
        case .wrongIssuer: "The token comes from another issuer."
        case .wrongAudience: "The token is meant for another audience."
        case .invalidClaim(let name): "The token's claim \(name) is missing or of the wrong type."
        case .expired: "The token has expired."
        case .notYetValid: "The token is not valid yet."
        case .issuedInFuture: "The token was issued in the future."
        }
    }
}
