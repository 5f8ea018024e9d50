import Diagnosis
import ProxyCore

/// A member of a token's header or claims, as the reader's cursor stands on it.
struct TokenClaim: Sendable, Hashable {
    let token: TokenID
    let name: ClaimName
    let value: JSONValue
    /// What it is for, in a few words.
    let meaning: String?

    var label: String { name.name }
}
