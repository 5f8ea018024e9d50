/// Whose keys may be fetched at all.
///
/// A token names its issuer itself, so whoever wrote the token would otherwise decide where this machine sends requests,
/// and every forged token would verify against its forger's keys.
package struct IssuerTrust: Sendable {
    private let named: Set<String>

    /// - Parameter issuers: issuers to be trusted besides those whose names have the form that AWS publishes, exactly as
    ///   their tokens spell them.
    package init(naming issuers: some Sequence<String> = []) { named = Set(issuers) }

    /// - Returns: nil unless the issuer is one of AWS's form, or named by the user.
    package func address(of issuer: String) -> IssuerAddress? {
        guard let address = IssuerAddress(issuer), address.isKnownForm || named.contains(issuer) else { return nil }
        return address
    }
}
