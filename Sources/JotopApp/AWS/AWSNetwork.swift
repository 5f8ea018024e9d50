import AWSClient
import AWSProfiles
import AsyncHTTPClient
import NIOSSL
import OutboundProxies

/// The way out to AWS: through which proxy, and whom to trust.
struct AWSNetwork: Sendable {
    /// The settings cannot be used.
    struct Failure: Error, CustomStringConvertible {
        let message: String
        let remedy: String

        var description: String { "\(message); \(remedy)" }
    }

    let rules: ProxyRules
    let trust: TLSConfiguration

    /// What `HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY`, `AWS_CA_BUNDLE` and the profile's `ca_bundle` say.
    init(_ settings: AWSSettings) throws(Failure) {
        do { rules = try ProxyRules(environment: settings.environment) } catch {
            throw Failure(message: error.message, remedy: error.remedy)
        }
        if let proxy = rules.servers.first(where: \.usesTLS) {
            throw Failure(
                message: "\(proxy.origin) names a proxy that is spoken to by TLS, which jotop does not do",
                remedy: "set it to the proxy's http:// address; what goes through it is encrypted all the same")
        }
        trust = try Self.trust(settings)
    }

    /// No proxy, and the system's roots.
    static let direct = AWSNetwork(rules: .none, trust: .makeClientConfiguration())

    private init(rules: ProxyRules, trust: TLSConfiguration) {
        self.rules = rules
        self.trust = trust
    }

    /// As the SDKs have it, the bundle takes the place of the system's roots.
    private static func trust(_ settings: AWSSettings) throws(Failure) -> TLSConfiguration {
        var trust = TLSConfiguration.makeClientConfiguration()
        trust.minimumTLSVersion = .tlsv12
        let file: AWSSettings.Setting?
        do { file = try settings.trustRoots() } catch { throw Failure(message: error.message, remedy: error.remedy) }
        guard let file else { return trust }
        guard let certificates = try? NIOSSLCertificate.fromPEMFile(file.value), !certificates.isEmpty else {
            throw Failure(
                message: "\(file.origin) names \(file.value), which holds no certificate in PEM form",
                remedy: "set it to a file of -----BEGIN CERTIFICATE----- blocks, or unset it")
        }
        trust.trustRoots = .certificates(certificates)
        return trust
    }

    /// The settings of an HTTP client for this way.
    func configuration(through proxy: ProxyServer? = nil) -> HTTPClient.Configuration {
        var configuration = AsyncHTTPTransport.configuration
        configuration.tlsConfiguration = trust
        guard let proxy else { return configuration }
        configuration.proxy = .server(
            host: proxy.host, port: proxy.port,
            authorization: proxy.credentials.map { .basic(credentials: $0.exposedBasic) })
        return configuration
    }
}
