package import ProxyCore

/// What came of checking a token's signature against its issuer's keys.
package enum Verification: Sendable, Hashable {
    /// The issuer's key of that id verifies it.
    case good(keyID: String?, at: WallTime)
    /// No key of the issuer's verifies it, or the issuer is none that is trusted.
    case bad(reason: String, at: WallTime)
    /// The keys were not to be had, so nothing is known.
    case unavailable(reason: String)
}
