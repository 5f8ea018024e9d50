#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Calls STS: signs, sends, reads the answer, and tries again where that helps.
///
/// Cheap to make and to copy; the copies share the retry quota and what was learnt of the service's clock and of the
/// session. Any number of calls may run at the same time. A cancelled call ends with `transport(.cancelled)`.
package struct STSClient: Sendable {
    static let version = "2011-06-15"

    package let configuration: Configuration
    var query: QueryClient
    let session = SessionMemory()

    /// - Parameters:
    ///   - clock: what is learnt of the service's clock; hand one in to share it, or to be told of changes.
    ///   - onAttempt: told of each attempt when it has ended, on the task of the call.
    package init(
        _ configuration: Configuration, credentials: any CredentialProvider = NoCredentials(),
        transport: any HTTPTransport, environment: Environment = .live, clock: ServiceClock = ServiceClock(),
        onAttempt: @escaping @Sendable (Attempt) -> Void = { _ in }
    ) {
        self.configuration = configuration
        query = QueryClient(
            configuration.calls(to: "sts", at: configuration.endpoint.query), credentials: credentials,
            transport: transport, environment: environment, clock: clock, onAttempt: onAttempt)
    }

    /// The same client, whose attempts are told to somebody else.
    package func observed(by onAttempt: @escaping @Sendable (Attempt) -> Void) -> STSClient {
        var copy = self
        copy.query.onAttempt = onAttempt
        return copy
    }

    /// How far STS's clock is ahead of ours, by its last answer; nil before the first one.
    package var clockOffset: Duration? { query.clock.offset }

    /// The time by which lifetimes are judged.
    var serviceTime: Date {
        configuration.correctsClock ? query.clock.now(query.environment) : query.environment.now()
    }

    /// Whether lifetimes can be judged: our own clock may be wrong as long as the service has not told its time.
    var knowsTime: Bool { !configuration.correctsClock || query.clock.offset != nil }

    /// Tells whose credentials these are; needs no permission.
    package func getCallerIdentity() async throws(STSError) -> CallerIdentity {
        try CallerIdentity(await query.call(QueryForm(action: "GetCallerIdentity", version: Self.version)))
    }

    /// Begins a session of a role (STS API Reference, *AssumeRole*).
    package func assumeRole(_ request: AssumeRoleRequest) async throws(STSError) -> AssumedRole {
        try AssumedRole(await query.call(request.form), "AssumeRoleResult")
    }

    /// Begins a session of a role with somebody else's token (STS API Reference, *AssumeRoleWithWebIdentity*).
    ///
    /// The call is not signed, so a client without credentials serves. `InvalidIdentityToken` passes, as the Go SDK has
    /// it: STS may not have fetched the identity provider's keys in time.
    package func assumeRoleWithWebIdentity(
        _ request: AssumeRoleWithWebIdentityRequest
    ) async throws(STSError) -> AssumedRole {
        let answer = try await query.callUnsigned(request.form, transients: ["InvalidIdentityToken"])
        return try AssumedRole(answer, "AssumeRoleWithWebIdentityResult")
    }
}

extension STSClient.Configuration {
    /// The same limits for calls to another service of the Query protocol.
    package func calls(to service: String, at endpoint: QueryEndpoint) -> QueryClient.Configuration {
        var calls = QueryClient.Configuration(service: service, endpoint: endpoint)
        (calls.attemptTimeout, calls.deadline, calls.retries) = (attemptTimeout, deadline, retries)
        (calls.correctsClock, calls.userAgent) = (correctsClock, userAgent)
        calls.credentialPatience = credentialPatience
        return calls
    }
}
