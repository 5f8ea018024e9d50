import AWSClient
import AWSProfiles
import JotopSettings
import NIOSSL
import Preflight
import ProxyCore
import TokenService

/// The AWS side of the proxy as a preflight looks at it.
struct DoctorWorld: Sendable {
    private let settings: RunSettings
    private let transport: any HTTPTransport
    private let surroundings: STSClient.Environment
    private let tls: TLSConfiguration
    private let proxies: ProxyRules?
    private let credentials: EnvironmentCredentials
    private let aws: Result<AWSSettings, SharedConfigError>
    /// nil without AWS settings.
    private let client: Result<STSClient, STSConfigurationError>?

    /// - Parameters:
    ///   - tls: whom the transport trusts.
    ///   - proxies: those that the transport goes through.
    ///   - adjust: changes the client's limits.
    init(
        environment: [String: String], settings: RunSettings, transport: some HTTPTransport,
        tls: TLSConfiguration = .makeClientConfiguration(), proxies: ProxyRules? = nil,
        surroundings: STSClient.Environment = .live,
        adjust: (inout STSClient.Configuration) -> Void = { _ in }
    ) {
        (self.settings, self.transport, self.surroundings) = (settings, transport, surroundings)
        (self.tls, self.proxies) = (tls, proxies)
        let credentials = EnvironmentCredentials(environment: environment)
        self.credentials = credentials
        let aws = Result { () throws(SharedConfigError) in try AWSSettings(reading: environment) }
        self.aws = aws
        client = (try? aws.get()).map { aws in
            Result { () throws(STSConfigurationError) in
                var configuration = try STSClient.Configuration(settings: aws)
                adjust(&configuration)
                return STSClient(
                    configuration, credentials: credentials, transport: transport, environment: surroundings)
            }
        }
    }

    /// What is to be minted: the configured audience, else the pinned upstream's, else a stand-in.
    var request: PreflightRequest {
        let configured = settings.audiences ?? settings.upstream.map { AudienceSet($0.derivedAudience) }
        var request = PreflightRequest(audiences: configured ?? PreflightRequest.standIn)
        request.isStandIn = configured == nil
        request.algorithm = settings.algorithm.rawValue
        request.duration = settings.tokenDuration
        request.correctsClock = (try? client?.get())?.configuration.correctsClock ?? true
        return request
    }

    var probes: PreflightProbes {
        PreflightProbes(
            configuration: { () throws(PreflightFailure) in try configuration() },
            region: { () throws(PreflightFailure) in try region() },
            endpoint: { () throws(PreflightFailure) in try endpoint() },
            credentials: { () throws(CredentialError) in try await credentials.credentials() },
            identity: { () throws(STSError) in try await sts().getCallerIdentity() },
            federation: { () throws(STSError) in try await federation() },
            mint: { (audiences) throws(MintFailure) in try await mint(audiences) },
            transport: transport)
    }
}

extension DoctorWorld {
    private func configuration() throws(PreflightFailure) -> String {
        do throws(SharedConfigError) {
            let settings = try aws.get()
            guard settings.profile != nil else { return "variables alone: there is no profile \(settings.profileName)" }
            return "profile \(settings.profileName) of \(settings.files.config)"
        } catch {
            throw PreflightFailure(error.message, remedy: error.remedy)
        }
    }

    /// An address that makes no sense is the next step's affair.
    private func region() throws(PreflightFailure) -> String {
        if case .failure(let error)? = client, [.missingRegion, .invalidRegion].contains(error.code) {
            throw PreflightFailure(error)
        }
        let choice = (try? aws.get()).flatMap { try? RegionChoice.configured(in: $0) }
        return choice?.description ?? "none"
    }

    private func endpoint() throws(PreflightFailure) -> EndpointProbe {
        do throws(STSError) {
            let endpoint = try sts().configuration.endpoint
            return EndpointProbe(EndpointRoute(endpoint, proxies: proxies), tls: tls)
        } catch {
            throw PreflightFailure(error)
        }
    }

    private func sts() throws(STSError) -> STSClient {
        guard let client else {
            throw .configuration(
                STSConfigurationError(.missingRegion, message: "there are no AWS settings", remedy: "see configuration")
            )
        }
        do throws(STSConfigurationError) { return try client.get() } catch { throw .configuration(error) }
    }

    private func federation() async throws(STSError) -> FederationState {
        let sts = try sts()
        guard let aws = try? aws.get() else { return .notAsked("there are no AWS settings") }
        let iam: ServiceEndpoint
        do throws(STSConfigurationError) {
            iam = try ServiceEndpoint(.iam, region: sts.configuration.endpoint.region, settings: aws)
        } catch {
            throw .configuration(error)
        }
        let endpoint = QueryEndpoint(
            scheme: iam.scheme, authority: iam.authority, path: iam.path, signingRegion: iam.region.name)
        let client = IAMClient(
            sts.configuration.calls(to: "iam", at: endpoint), credentials: credentials, transport: transport,
            environment: surroundings)
        return try await .asking(sts: sts.configuration.endpoint, iam: iam) { () throws(STSError) in
            try await client.federationInfo()
        }
    }

    private func mint(_ audiences: AudienceSet) async throws(MintFailure) -> PreflightToken {
        let client: STSClient
        do throws(STSError) { client = try sts() } catch { throw MintFailure(error) }
        let minter = STSMinter(
            client: client, algorithm: settings.algorithm, duration: settings.tokenDuration, tags: settings.tags)
        let minted = try await minter.mint(audiences) { _ in }
        return PreflightToken(compact: minted.compact, cap: minted.cap)
    }
}
