import AWSClient
import AWSProfiles
import JotopSettings
import Preflight
import ProxyCore
import TokenService

/// The AWS side of the proxy as a preflight looks at it.
struct DoctorWorld {
    let environment: [String: String]
    let transport: any HTTPTransport
    let settings: RunSettings

    /// What is to be minted: the configured audience, else the pinned upstream's, else a stand-in.
    var request: PreflightRequest {
        let configured = settings.audiences ?? settings.upstream.map { AudienceSet($0.derivedAudience) }
        var request = PreflightRequest(audiences: configured ?? PreflightRequest.standIn)
        request.isStandIn = configured == nil
        request.algorithm = settings.algorithm.rawValue
        request.duration = settings.tokenDuration
        return request
    }

    var probes: PreflightProbes {
        let environment = environment
        let credentials = EnvironmentCredentials(environment: environment)
        let client: Result<STSClient, STSConfigurationError>
        do throws(STSConfigurationError) {
            let configuration = try STSClient.Configuration(environment: environment)
            client = .success(STSClient(configuration, credentials: credentials, transport: transport))
        } catch {
            client = .failure(error)
        }
        return PreflightProbes(
            configuration: { () throws(PreflightFailure) in try Self.configuration(environment) },
            region: { () throws(PreflightFailure) in try Self.region(environment) },
            endpoint: { () throws(PreflightFailure) in try Self.endpoint(client) },
            credentials: { () throws(CredentialError) in try await credentials.credentials() },
            identity: { () throws(STSError) in try await Self.client(client).getCallerIdentity() },
            federation: { .notAsked("its endpoint is not known") },
            mint: { [settings] (audiences) throws(MintFailure) in
                try await Self.mint(audiences, client, settings)
            },
            transport: transport)
    }

    private static func configuration(_ environment: [String: String]) throws(PreflightFailure) -> String {
        do throws(SharedConfigError) {
            let settings = try AWSSettings(reading: environment)
            return settings.profile == nil ? "the environment alone" : "profile \(settings.profileName)"
        } catch {
            throw PreflightFailure(error.message, remedy: error.remedy)
        }
    }

    private static func region(_ environment: [String: String]) throws(PreflightFailure) -> String {
        do throws(STSConfigurationError) { return try AWSRegion(environment: environment).name } catch {
            throw PreflightFailure(error.message, remedy: error.remedy)
        }
    }

    private static func endpoint(
        _ client: Result<STSClient, STSConfigurationError>
    ) throws(PreflightFailure) -> EndpointProbe {
        do throws(STSConfigurationError) {
            let endpoint = try client.get().configuration.endpoint
            return EndpointProbe(EndpointRoute(scheme: endpoint.scheme, authority: endpoint.authority))
        } catch {
            throw PreflightFailure(error.message, remedy: error.remedy)
        }
    }

    private static func client(_ client: Result<STSClient, STSConfigurationError>) throws(STSError) -> STSClient {
        do { return try client.get() } catch { throw .configuration(error) }
    }

    private static func mint(
        _ audiences: AudienceSet, _ client: Result<STSClient, STSConfigurationError>, _ settings: RunSettings
    ) async throws(MintFailure) -> PreflightToken {
        let sts: STSClient
        do { sts = try Self.client(client) } catch { throw MintFailure(error) }
        let minter = STSMinter(
            client: sts, algorithm: settings.algorithm, duration: settings.tokenDuration, tags: settings.tags)
        let minted = try await minter.mint(audiences) { _ in }
        return PreflightToken(compact: minted.compact, cap: minted.cap)
    }
}
