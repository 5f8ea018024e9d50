package import ProxyCore

/// Who gets tokens from the issuer. The cache decides when; this decides how.
package protocol TokenMinter: Sendable {
    /// Asks for one token.
    ///
    /// - Parameter onRetry: told of each try that came to nothing, if another follows.
    /// - Throws: why there is none. It must end by itself in bounded time.
    func mint(
        _ audiences: AudienceSet, onRetry: @escaping @Sendable (MintRetry) -> Void
    ) async throws(MintFailure) -> MintedToken
}

/// What the issuer handed over.
package struct MintedToken: Sendable {
    /// The compact token.
    package let compact: Secret
    /// The id of the call, for those who ask the issuer.
    package let requestID: String?
    /// Set where less life was asked for than configured.
    package let cap: SessionCap?
    /// What was done to the call, or to the issuer, on purpose.
    package var fault: Fault?

    package init(compact: Secret, requestID: String?, cap: SessionCap? = nil, fault: Fault? = nil) {
        self.compact = compact
        self.requestID = requestID
        self.cap = cap
        self.fault = fault
    }
}
