import JotopSettings
import ProxyCore
import ProxyEngine

extension RunSettings {
    /// What of the settings is the engine's.
    var engineConfiguration: ProxyEngine.Configuration {
        let rule = upstream.map { Router.Rule.pinned($0) } ?? .header(name: hostHeader, scheme: scheme)
        var configuration = ProxyEngine.Configuration(router: Router(rule: rule, allowedHosts: allowedHosts))
        configuration.host = listen.host
        configuration.port = listen.port
        configuration.audience = audienceRule
        configuration.upstreamTimeout = upstreamTimeout
        configuration.connectTimeout = connectTimeout
        configuration.limits.headTimeout = headTimeout
        configuration.limits.idleTimeout = idleTimeout
        configuration.limits.headSize = maximumHeadSize
        configuration.limits.targetSize = maximumURISize
        configuration.limits.fieldCount = maximumHeadFields
        configuration.limits.bodySize = maximumBodySize
        configuration.limits.responseHeadSize = maximumResponseHeadSize
        configuration.limits.connections = maximumConnections
        configuration.drainTimeout = drainTimeout
        configuration.additionalTrustRoots = upstreamCA
        configuration.trustRoots = trustRoots
        configuration.certificate = certificate.map { ServerCertificateFiles(chain: $0.chain, key: $0.key) }
        configuration.guardian = BrowserGuard(
            allowedOrigins: Set(allowedOrigins), acceptedHosts: ownNames.map { $0 + acceptedHosts })
        return configuration
    }

    /// Keeps pages of a browser from reading the metrics.
    var metricsGuardian: BrowserGuard {
        guard metricsListen.isLoopback else { return BrowserGuard() }
        return BrowserGuard(
            acceptedHosts: BrowserGuard.loopbackNames(and: [metricsListen.host]) + acceptedHosts)
    }

    /// What the listener is called; nil where any name will do: a listener that others can reach has names that nobody
    /// here knows, and where `Host` names the upstream it cannot name the listener.
    private var ownNames: [HostPattern]? {
        guard listen.isLoopback, upstream != nil || hostHeader.lowercased() != "host" else { return nil }
        return BrowserGuard.loopbackNames(and: [listen.host] + (upstream.map { [$0.host] } ?? []))
    }
}
