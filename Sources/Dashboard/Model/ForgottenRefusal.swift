import ProxyCore

/// What STS said of an audience set, until somebody had it forgotten. The cache has no event for that.
struct ForgottenRefusal: Sendable, Hashable {
    let audiences: AudienceSet
    let handle: TokenHandle
    /// The name of the refusal: `AccessDenied`.
    let code: String
}
