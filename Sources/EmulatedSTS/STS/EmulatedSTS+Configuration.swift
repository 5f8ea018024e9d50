package import ProxyCore

extension EmulatedSTS {
    package struct Configuration: Sendable {
        /// Who may call, and with which keys.
        package var principals: [EmulatedPrincipal]
        /// The roles that may be assumed.
        package var roles: [EmulatedRole] = []
        /// The tokens that `AssumeRoleWithWebIdentity` knows; every other one is invalid.
        package var webIdentities: [String: EmulatedWebIdentity] = [:]
        /// The regions that signatures may be scoped to; nil for any. One server stands for the endpoints of all.
        package var regions: Set<String>?
        package var host = "127.0.0.1"
        /// 0 lets the system choose.
        package var port = 0
        /// The value of `iss`, where the server is reached by another address than its own. No slash at its end.
        package var issuer: String?
        /// Audiences that no caller may have; `*` stands for any run of characters.
        package var deniedAudiences: [String] = []
        /// Audiences for which every call is throttled; `*` as above.
        package var throttledAudiences: [String] = []
        /// Whether the callers have `sts:TagGetWebIdentityToken`.
        package var allowsTags = true
        /// Whether the callers have `iam:GetOutboundWebIdentityFederationInfo`.
        package var allowsFederationInfo = true
        /// Tokens live at most this long, whatever is asked: time-lapse for demonstrations. AWS does nothing like it.
        package var lifetimeCap: Duration?
        /// Whether RSA keys are looked for before anybody needs them, so that the first RS256 token does not wait.
        package var looksForKeysAhead = true
        /// The wait before each answer.
        package var latency: Duration = .zero
        package var now: @Sendable () -> WallTime = { WallTime.now() }
        /// Told of each call, before its answer is sent.
        package var onCall: (@Sendable (EmulatedCall) -> Void)?

        package init(principals: [EmulatedPrincipal]) {
            self.principals = principals
        }
    }
}
