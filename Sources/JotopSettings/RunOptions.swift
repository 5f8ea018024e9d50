package import ArgumentParser
package import Configuration

/// The flags of `jotop run`. All optional: what is not given here may be given by the environment or a file.
package struct RunOptions: ParsableArguments {
    @Option(help: "Address to listen on; ':8080': every interface, port 0: any free one. (default: 127.0.0.1:8080)")
    package var listenAddr: String?

    @Option(
        help: "PEM file of the certificate chain to serve HTTPS with, with --tls-key; read again when it changes.",
        completion: .file())
    package var tlsCert: String?

    @Option(help: "PEM file of the certificate's private key, without a passphrase.", completion: .file())
    package var tlsKey: String?

    @Option(help: "Pin every request to this host[:port]; the host header is then never read.")
    package var upstreamHost: String?

    @Option(help: "http or https. (default: https)", completion: .list(["http", "https"]))
    package var upstreamScheme: String?

    @Option(help: "Field of the request that names the upstream; not forwarded. (default: X-Upstream-Host)")
    package var hostHeader: String?

    @Option(help: "How long an upstream may take to begin its answer. (default: 30s)")
    package var upstreamTimeout: String?

    @Option(help: "How long connecting to an upstream may take, and TLS as long again. (default: 10s)")
    package var connectTimeout: String?

    @Option(help: "How long a client may take over a request's head, from its first byte. (default: 30s)")
    package var headTimeout: String?

    @Option(help: "How long a client's connection may wait for a request. (default: 2m)")
    package var idleTimeout: String?

    @Option(help: "Bytes that a request's head may have; 431 above. (default: 65536)")
    package var maxHeadSize: String?

    @Option(help: "Bytes that a request's target may have; 414 above. (default: 16384)")
    package var maxUriSize: String?

    @Option(help: "Fields that a head may have, a request's (431 above) or an answer's (502). (default: 1000)")
    package var maxHeadFields: String?

    @Option(help: "Bytes that a request's body may have; 413 above. (default: 0, as many as come)")
    package var maxBodySize: String?

    @Option(help: "Bytes that an answer's head may have, with interim answers before it; 502 above. (default: 131072)")
    package var maxResponseHeadSize: String?

    @Option(help: "How long requests in flight have when the proxy is told to end. (default: 10s)")
    package var drainTimeout: String?

    @Option(
        help: "Clients that may be connected at a time; 503 above. (default: what the file descriptors at hand allow)")
    package var maxConnections: String?

    @Option(help: "Audience of the tokens; repeatable. (default: scheme://host of the upstream)")
    package var tokenAudience: [String] = []

    @Option(help: "RS256 or ES384. (default: RS256)", completion: .list(["RS256", "ES384"]))
    package var tokenSigningAlgorithm: String?

    @Option(help: "Life of a token, 60s to 1h. (default: 1h)")
    package var tokenDuration: String?

    @Option(help: "How long before its end a token is renewed. (default: 5m)")
    package var tokenRefreshSkew: String?

    @Option(
        help:
            "How old a new token has to be before it is sent; the one before it serves until then. For upstreams whose clocks are behind. (default: 0s)"
    )
    package var settle: String?

    @Option(help: "Tag to send along, key=value; repeatable. Becomes a claim.")
    package var tokenTag: [String] = []

    @Option(
        help:
            "What differs for some hosts: 'HOST; audience=A; tag=K=V; algorithm=ES384; duration=15m'; repeatable, the first that matches counts."
    )
    package var hostRule: [String] = []

    @Option(
        help:
            "true or false: ask STS for no more life than the role session has left, as it refuses more. (default: true)"
    )
    package var capToSession: String?

    @Option(help: "Issuer whose keys v may fetch besides AWS's, exactly as iss spells it; repeatable.")
    package var issuer: [String] = []

    @Option(
        help:
            "Host that the host header may name, or *.example.com; repeatable. Link-local and cloud metadata addresses only by their own name. (default: any)"
    )
    package var allowHost: [String] = []

    @Option(help: "Origin whose pages may use the proxy from a browser; repeatable. (default: none)")
    package var allowOrigin: [String] = []

    @Option(help: "Further value of Host that a loopback listener answers to, * for any; repeatable.")
    package var acceptHost: [String] = []

    @Option(help: "PEM file of certificates to trust besides the system's; repeatable.", completion: .file())
    package var upstreamCa: [String] = []

    @Option(help: "How many audience sets are remembered; the least recently used goes first. (default: 1024)")
    package var maxAudiences: String?

    @Option(help: "debug, info, warn or error. (default: info)", completion: .list(["debug", "info", "warn", "error"]))
    package var logLevel: String?

    @Option(help: "json or text. (default: json)", completion: .list(["json", "text"]))
    package var logFormat: String?

    @Option(help: "true or false: serve metrics for Prometheus. (default: true)", completion: .list(["true", "false"]))
    package var metricsEnabled: String?

    @Option(help: "Address to serve metrics on; must differ from --listen-addr. (default: 127.0.0.1:9090)")
    package var metricsListenAddr: String?

    @Option(help: "Path of the metrics. (default: /metrics)")
    package var metricsPath: String?

    @Flag(help: "No dashboard: log lines instead. Also where standard output is no terminal.")
    package var headless = false

    @Option(help: "Requests that the dashboard keeps, in 64 MiB at most. (default: 5000)")
    package var keep: String?

    @Flag(
        help:
            "A dashboard that changes nothing: no refresh, evict, undo, audience, replay, minting switch, fault or whole token."
    )
    package var readonly = false

    @Flag(help: "Commands that make tokens, STS and the cache's clock go wrong on purpose: :fault and :clock.")
    package var allowFaults = false

    @Option(
        help:
            "What goes wrong from the first request on, in the words of :fault, such as 'tampered host:api.example.com'; repeatable, with --allow-faults."
    )
    package var fault: [String] = []

    @Option(help: "YAML file with the same names.", completion: .file())
    package var config: String?

    @Option(help: "Write the event stream to this file, one JSON object a line.", completion: .file())
    package var record: String?

    @Option(help: "Show this recording instead of running a proxy.", completion: .file())
    package var replay: String?

    @Option(help: "With --replay: how many times as fast, 0.01 to 1000, or max. (default: 1)")
    package var speed: String?

    @Option(help: "With --replay: stop at this time of the recording and stand, HH:MM:SS.")
    package var until: String?

    @Flag(help: "Go on without the dashboard when its terminal is gone, instead of ending.")
    package var keepServing = false

    @OptionGroup(title: "Terminal")
    package var terminal: TerminalOptions

    package init() {}

    /// What was given, under the flags' names.
    package var values: [String: ConfigValue] {
        var values = terminal.values
        for (name, value) in Self.single {
            if let text = value(self) { values[name] = ConfigValue(.string(text), isSecret: false) }
        }
        for (name, list) in Self.repeated where !list(self).isEmpty {
            values[name] = ConfigValue(.stringArray(list(self)), isSecret: false)
        }
        return values
    }

    /// What may be given in a file too, once.
    static var singleNames: [String] { single.map(\.name) + TerminalOptions.names }
    /// What may be given in a file too, several times.
    static var repeatedNames: [String] { repeated.map(\.name) }

    private static let single: [(name: String, value: @Sendable (RunOptions) -> String?)] = [
        ("listen-addr", { $0.listenAddr }),
        ("tls-cert", { $0.tlsCert }),
        ("tls-key", { $0.tlsKey }),
        ("upstream-host", { $0.upstreamHost }),
        ("upstream-scheme", { $0.upstreamScheme }),
        ("host-header", { $0.hostHeader }),
        ("upstream-timeout", { $0.upstreamTimeout }),
        ("connect-timeout", { $0.connectTimeout }),
        ("head-timeout", { $0.headTimeout }),
        ("idle-timeout", { $0.idleTimeout }),
        ("max-head-size", { $0.maxHeadSize }),
        ("max-uri-size", { $0.maxUriSize }),
        ("max-head-fields", { $0.maxHeadFields }),
        ("max-body-size", { $0.maxBodySize }),
        ("max-response-head-size", { $0.maxResponseHeadSize }),
        ("drain-timeout", { $0.drainTimeout }),
        ("max-connections", { $0.maxConnections }),
        ("token-signing-algorithm", { $0.tokenSigningAlgorithm }),
        ("token-duration", { $0.tokenDuration }),
        ("token-refresh-skew", { $0.tokenRefreshSkew }),
        ("cap-to-session", { $0.capToSession }),
        ("max-audiences", { $0.maxAudiences }),
        ("metrics-enabled", { $0.metricsEnabled }),
        ("metrics-listen-addr", { $0.metricsListenAddr }),
        ("metrics-path", { $0.metricsPath }),
        ("log-level", { $0.logLevel }),
        ("log-format", { $0.logFormat }),
        ("headless", { $0.headless ? "true" : nil }),
        ("readonly", { $0.readonly ? "true" : nil }),
        ("record", { $0.record }),
        ("replay", { $0.replay }),
        ("speed", { $0.speed }),
        ("until", { $0.until }),
        ("keep-serving", { $0.keepServing ? "true" : nil }),
        ("keep", { $0.keep }),
        ("settle", { $0.settle }),
        ("allow-faults", { $0.allowFaults ? "true" : nil }),
    ]

    private static let repeated: [(name: String, values: @Sendable (RunOptions) -> [String])] = [
        ("token-audience", { $0.tokenAudience }),
        ("token-tag", { $0.tokenTag }),
        ("host-rule", { $0.hostRule }),
        ("allow-host", { $0.allowHost }),
        ("allow-origin", { $0.allowOrigin }),
        ("accept-host", { $0.acceptHost }),
        ("upstream-ca", { $0.upstreamCa }),
        ("issuer", { $0.issuer }),
        ("fault", { $0.fault }),
    ]
}
