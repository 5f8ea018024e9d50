import AWSClient
import OutboundProxies
import Preflight
import ProxyEngine

/// What a ``ProxyStack`` stands on, and what it is to do besides serving.
struct StackSurroundings {
    let sts: STSClient.Configuration
    let credentials: KeptCredentials
    let transport: any HTTPTransport
    /// How a preflight looks at all this; nil where nobody would see it.
    var probes: PreflightProbes?
    /// Which upstreams are reached through a proxy.
    var proxies = ProxyRules.none
    /// Who resolves upstreams' names; nil for the system's resolver.
    var makeResolver: ProxyEngine.MakeResolver?
    /// Whether the totals can be scraped, where the settings say so. Their endpoint listens once nothing is left that could be
    /// refused.
    var tellsMetrics = false
    /// Whether requests are kept so that a command can have them sent again.
    var allowsReplays = false
    /// Makes the issuer sign with new keys, where it runs in this process.
    var rotateKeys: (@Sendable () -> Void)?

    init(sts: STSClient.Configuration, credentials: KeptCredentials, transport: any HTTPTransport) {
        self.sts = sts
        self.credentials = credentials
        self.transport = transport
    }
}
