/// Which audiences may be asked for in place of the right one.
///
/// Whoever gets a token can use it: a token for somebody else's audience would hand one service a credential for another, and a name
/// that looks made up may be one that a cloud trusts. So only names count that cannot be anybody's: `urn:example:` (RFC 6963), and
/// hosts in the domains that are reserved for this, `.invalid`, `.test` and `.example` (RFC 2606, section 2).
package enum WrongAudience {
    /// One to begin with.
    package static let example = "urn:example:wrong-audience"

    /// - Parameters:
    ///   - usual: what the host's tokens are for.
    ///   - known: every audience that is configured, or was asked for.
    /// - Returns: why not; nil if it may.
    package static func refusal(of audience: String, insteadOf usual: AudienceSet?, known: Set<String>) -> String? {
        if usual?.values.contains(audience) == true { return "\(audience) is the right audience there" }
        if known.contains(audience) { return "\(audience) is in use: its token would be a credential for that service" }
        guard isReserved(audience) else {
            return "\(audience) may be a service's: a made-up one begins with urn:example: or is a host in .invalid"
        }
        return nil
    }

    static func isReserved(_ audience: String) -> Bool {
        let lower = audience.lowercased()
        if lower.hasPrefix("urn:example:") { return lower.utf8.count > "urn:example:".utf8.count }
        let rest = lower.split(separator: "://", maxSplits: 1).last ?? ""
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard !authority.contains("@") else { return false }
        let host = authority.prefix { $0 != ":" }
        return ["invalid", "test", "example"].contains { host.hasSuffix("." + $0) || host == $0 }
    }
}
