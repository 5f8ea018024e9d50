import AWSClient
import AWSProfiles
import EmulatedSTS
import Foundation
import JotopSettings
import NIOCore
import NIOPosix
import ProxyCore

/// Everything that the demo needs and a developer's account would have: an STS, upstreams that check tokens, and names that
/// lead to them. All on loopback ports that the system picks.
struct DemoWorld {
    /// The hosts of the demo; no DNS knows them, and none is asked.
    enum Host: String, CaseIterable {
        /// Accepts what it gets.
        case api = "api.example.com"
        /// Used in bursts, with long pauses: its token lapses.
        case lake = "lake.example.org"
        /// Large bodies, both ways.
        case files = "files.example.com"
        /// Expects another audience than the one derived from its name.
        case billing = "billing.example.net"
        /// STS denies its audience.
        case partner = "data.partner.io"
        /// STS throttles calls for its audience.
        case events = "events.example.io"
        /// Its clock is late.
        case mirror = "mirror.example.org"
        /// Does not check signatures.
        case legacy = "legacy.example.com"
        /// Nobody serves it.
        case ledger = "ledger.example.net"
    }

    /// So short that a mint, a countdown, a refresh and an expiry are all seen within a minute.
    static let tokenLifetime = Duration.seconds(15)
    static let refreshSkew = Duration.seconds(5)
    private static let session = Duration.seconds(4080)
    private static let region = "us-east-1"

    let sts: EmulatedSTS
    let upstreams: DemoUpstreams
    let credentials: DemoCredentials

    /// Runs the world while `body` does.
    static func with<T>(
        transport: some HTTPTransport, on group: any EventLoopGroup, _ body: (DemoWorld) async throws -> T
    ) async throws -> T {
        let credentials = DemoCredentials(expires: WallTime.now().advanced(by: session))
        let sts = try await EmulatedSTS.start(service(credentials), on: group)
        let result: Result<T, any Error>
        do {
            let upstreams = try await DemoUpstreams.start(sts, transport, on: group)
            do {
                result = .success(try await body(DemoWorld(sts: sts, upstreams: upstreams, credentials: credentials)))
            } catch { result = .failure(error) }
            await upstreams.shutdown()
        } catch {
            result = .failure(error)
        }
        await sts.shutdown()
        return try result.get()
    }

    private static func service(_ credentials: DemoCredentials) -> EmulatedSTS.Configuration {
        var principal = credentials.principal
        principal.tags = ["team": "core"]
        principal.organization = .init(id: "o-ab12cd34ef", path: "o-ab12cd34ef/r-x1y2/ou-x1y2-dev12345/")
        var configuration = EmulatedSTS.Configuration(principals: [principal])
        configuration.regions = [region]
        configuration.deniedAudiences = ["*\(Host.partner.rawValue)"]
        configuration.throttledAudiences = ["*\(Host.events.rawValue)"]
        configuration.lifetimeCap = tokenLifetime
        configuration.latency = .milliseconds(120)
        return configuration
    }

    /// The settings of the demo's proxy.
    var settings: RunSettings {
        var settings = RunSettings()
        settings.listen = ListenAddress(host: "127.0.0.1", port: 0)
        settings.scheme = .http
        settings.tokenDuration = .seconds(60)
        settings.refreshSkew = Self.refreshSkew
        settings.upstreamTimeout = .seconds(10)
        settings.issuers = [sts.issuer]
        return settings
    }

    /// What a developer's environment would say.
    var awsSettings: AWSSettings {
        let environment = [
            "AWS_ENDPOINT_URL_STS": sts.endpoint, "AWS_ENDPOINT_URL_IAM": sts.endpoint, "AWS_REGION": Self.region,
        ]
        return AWSSettings(environment: environment, home: "/nonexistent", shared: SharedConfig())
    }

    /// Where the demo's names lead.
    var ports: [String: Int] {
        Dictionary(uniqueKeysWithValues: Host.allCases.map { ($0.rawValue, upstreams.port(of: $0)) })
    }
}

/// The keys of the demo's role session. They are good for nothing outside it.
struct DemoCredentials: CredentialProvider {
    let name = "demo"
    let expires: WallTime
    private let secret = UUID().uuidString
    private let token = UUID().uuidString

    init(expires: WallTime) { self.expires = expires }

    private static let accessKeyID = "ASIAJOTOPDEMOEXAMPLE"

    var principal: EmulatedPrincipal {
        EmulatedPrincipal(
            accessKeyID: Self.accessKeyID, secretAccessKey: secret, sessionToken: token,
            arn: "arn:aws:iam::123456789012:role/dev-api", sessionName: "demo", sessionExpiration: expires)
    }

    func credentials() async throws(CredentialError) -> AWSCredentials {
        AWSCredentials(
            accessKeyID: Self.accessKeyID, secretAccessKey: secret, sessionToken: token,
            expiration: Date(timeIntervalSince1970: Double(expires.seconds)), source: name)
    }
}
