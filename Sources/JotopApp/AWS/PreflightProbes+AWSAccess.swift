import AWSClient
import AWSProfiles
import JotopSettings
import Preflight
import ProxyCore
import TokenService

extension PreflightRequest {
    /// What a preflight of these settings mints: a token for the configured audience, or the pinned upstream's.
    init(_ settings: RunSettings) {
        let pinned = settings.upstream.map { settings.audienceRule.audiences(for: $0) }
        self.init(audiences: pinned ?? settings.audiences)
        algorithm = (pinned?.traits?.algorithm ?? settings.algorithm).rawValue
        duration = pinned?.traits?.duration ?? settings.tokenDuration
    }
}

extension PreflightProbes {
    /// Looks with what the program itself uses.
    ///
    /// - Parameter credentials: where its calls get their keys.
    init(
        _ aws: AWSAccess, settings: RunSettings, credentials: some CredentialProvider, clock: ServiceClock
    ) {
        let client = aws.sts.map { configuration in
            var configuration = configuration
            configuration.capsToSession = settings.capsToSession
            return STSClient(configuration, credentials: credentials, transport: aws.transport, clock: clock)
        }
        self.init(
            configuration: { () throws(PreflightFailure) in aws.settings.words },
            region: { () throws(PreflightFailure) in try aws.region.orFailure().description },
            endpoint: { () throws(PreflightFailure) in
                let sts = try aws.sts.orFailure()
                let route = EndpointRoute(sts.endpoint, proxies: aws.network.rules)
                var probe = EndpointProbe(route, tls: aws.network.trust)
                // A way may take as long as an attempt of a call that goes it.
                probe.timeout = sts.attemptTimeout
                return probe
            },
            credentials: { () throws(CredentialError) in try await credentials.credentials() },
            identity: { () throws(STSError) in try await client.orSTSError().getCallerIdentity() },
            federation: { () throws(STSError) in try await aws.federation(credentials) },
            mint: { (audiences) throws(MintFailure) in
                let sts: STSClient
                do throws(STSError) { sts = try client.orSTSError() } catch { throw MintFailure(error) }
                let minted = try await STSMinter(client: sts, settings: settings).mint(audiences) { _ in }
                return PreflightToken(compact: minted.compact, cap: minted.cap)
            },
            transport: aws.transport)
        if case .success(let sts) = aws.sts { patience = sts.attemptTimeout }
        remedyContext = { (try? client.get())?.remedyContext() ?? RemedyContext() }
    }
}

extension AWSSettings {
    /// What is in force, in words.
    fileprivate var words: String {
        ([place] + shared.unreadable).joined(separator: "; ")
    }

    private var place: String {
        guard profile != nil else { return "variables alone: there is no profile \(profileName)" }
        return "profile \(profileName) of \(abbreviated(files.config)) and \(abbreviated(files.credentials))"
    }

    /// The home folder as people write it.
    private func abbreviated(_ path: String) -> String {
        path.hasPrefix(home + "/") ? "~" + path.dropFirst(home.count) : path
    }
}

extension AWSAccess {
    /// Asks IAM, unless STS is somebody else's: then the real IAM knows nothing of it.
    fileprivate func federation(_ credentials: some CredentialProvider) async throws(STSError) -> FederationState {
        let sts = try self.sts.orSTSError()
        let endpoint: ServiceEndpoint
        do { endpoint = try ServiceEndpoint(.iam, region: sts.endpoint.region, settings: settings) } catch {
            throw .configuration(error)
        }
        let query = QueryEndpoint(
            scheme: endpoint.scheme, authority: endpoint.authority, path: endpoint.path,
            signingRegion: endpoint.region.name)
        let client = IAMClient(sts.calls(to: "iam", at: query), credentials: credentials, transport: transport)
        return try await FederationState.asking(sts: sts.endpoint, iam: endpoint) { () throws(STSError) in
            try await client.federationInfo()
        }
    }
}

extension Result where Failure == STSConfigurationError {
    fileprivate func orFailure() throws(PreflightFailure) -> Success {
        do { return try get() } catch { throw PreflightFailure(error.message, remedy: error.remedy) }
    }

    fileprivate func orSTSError() throws(STSError) -> Success {
        do { return try get() } catch { throw .configuration(error) }
    }
}
