import Diagnosis
import ProxyCore

/// A member of a token's header or claims, as the reader's cursor stands on it.
struct TokenClaim: Sendable, Hashable {
    let token: TokenID
    let name: ClaimName
    let value: JSONValue

    var label: String { name.name }
}
