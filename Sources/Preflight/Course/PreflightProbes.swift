package import AWSClient
package import ProxyCore

/// What a preflight asks of the program around it: the same settings, chain and clients that the proxy uses.
///
/// Each is called at most once in a run, in the order in which they stand here, and none before those that it needs have
/// answered. Each bounds its own time.
package struct PreflightProbes: Sendable {
    /// Reads variables and shared files, and says in words what is in force, such as `profile dev`.
    package var configuration: @Sendable () async throws(PreflightFailure) -> String
    /// The region, and where it is set, in words: `us-east-1 (AWS_REGION)`.
    package var region: @Sendable () async throws(PreflightFailure) -> String
    /// The way to STS.
    package var endpoint: @Sendable () async throws(PreflightFailure) -> EndpointProbe
    package var credentials: @Sendable () async throws(CredentialError) -> AWSCredentials
    package var identity: @Sendable () async throws(STSError) -> CallerIdentity
    package var federation: @Sendable () async throws(STSError) -> FederationState
    package var mint: @Sendable (AudienceSet) async throws(MintFailure) -> PreflightToken
    /// What is known of the calls, so that a remedy can be exact.
    package var remedyContext: @Sendable () -> RemedyContext = { RemedyContext() }
    /// For what anybody may ask: STS's `Date`, an issuer's documents.
    package var transport: any HTTPTransport
    /// How long each of an issuer's documents is waited for.
    package var patience: Duration = .seconds(5)

    package init(
        configuration: @escaping @Sendable () async throws(PreflightFailure) -> String,
        region: @escaping @Sendable () async throws(PreflightFailure) -> String,
        endpoint: @escaping @Sendable () async throws(PreflightFailure) -> EndpointProbe,
        credentials: @escaping @Sendable () async throws(CredentialError) -> AWSCredentials,
        identity: @escaping @Sendable () async throws(STSError) -> CallerIdentity,
        federation: @escaping @Sendable () async throws(STSError) -> FederationState,
        mint: @escaping @Sendable (AudienceSet) async throws(MintFailure) -> PreflightToken,
        transport: some HTTPTransport
    ) {
        self.configuration = configuration
        self.region = region
        self.endpoint = endpoint
        self.credentials = credentials
        self.identity = identity
        self.federation = federation
        self.mint = mint
        self.transport = transport
    }
}

/// A token as the proxy would get it.
package struct PreflightToken: Sendable {
    /// The compact token.
    package let compact: Secret
    /// Set where less life was asked for than wanted.
    package let cap: SessionCap?

    package init(compact: Secret, cap: SessionCap? = nil) {
        self.compact = compact
        self.cap = cap
    }
}

/// What is to be minted.
package struct PreflightRequest: Sendable {
    /// nil where no audience is known yet: then nothing is minted, and what needs a token is left out.
    package var audiences: AudienceSet?
    /// Whether a token is minted for them; nobody likes one to be minted unasked.
    package var mints = true
    /// Whether the audiences are a stand-in, since nobody named one.
    package var isStandIn = false
    /// `RS256` or `ES384`.
    package var algorithm = "RS256"
    package var duration: Duration = .seconds(3600)
    /// Whether signatures are corrected by the measured clock (off with `AWS_DISABLE_CLOCK_SKEW_CORRECTION`).
    package var correctsClock = true

    package init(audiences: AudienceSet?) { self.audiences = audiences }

    /// For want of an audience: a name that is reserved (RFC 6761, section 6.4), so that no upstream accepts the token.
    package static let standIn = AudienceSet("https://jotop-doctor.invalid")
}
