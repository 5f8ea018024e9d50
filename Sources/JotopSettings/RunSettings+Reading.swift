import ProxyCore

extension RunSettings {
    /// Reads and judges all settings.
    ///
    /// - Throws: ``UsageError`` for the first that cannot be used.
    package init(reading reader: SettingsReader) throws(UsageError) {
        self.init()
        try readListening(reader)
        try readUpstream(reader)
        try readToken(reader)
        try readMemory(reader)
        try readGuard(reader)
        try readLimits(reader)
        try readMetrics(reader)
        try readOutput(reader)
    }

    private mutating func readListening(_ reader: SettingsReader) throws(UsageError) {
        try reader.read("listen-addr", into: &listen, valid: "must be host:port or :port, such as 127.0.0.1:8080") {
            ListenAddress($0)
        }
        switch (try Self.file("tls-cert", reader), try Self.file("tls-key", reader)) {
        case (nil, nil): break
        case (let chain?, let key?): certificate = CertificateFiles(chain: chain.value, key: key.value)
        case (let chain?, nil): throw Self.half("tls-cert", chain, without: "tls-key")
        case (nil, let key?): throw Self.half("tls-key", key, without: "tls-cert")
        }
    }

    /// A file's name; a key that was given in its place must not be repeated.
    private static func file(
        _ flag: String, _ reader: SettingsReader
    ) throws(UsageError) -> SettingsReader.Found<String>? {
        guard let found = reader.string(flag) else { return nil }
        guard !found.value.isEmpty, !found.value.contains("-----") else {
            let shown = found.value.isEmpty ? "" : "-----…"
            throw UsageError(
                flag: flag, value: shown, origin: found.origin, remedy: "must be the name of a file in PEM form")
        }
        return found
    }

    private static func half(
        _ flag: String, _ found: SettingsReader.Found<String>, without other: String
    ) -> UsageError {
        UsageError(
            flag: flag, value: found.value, origin: found.origin,
            remedy: "HTTPS takes both --tls-cert and --tls-key; --\(other) is missing")
    }

    private mutating func readUpstream(_ reader: SettingsReader) throws(UsageError) {
        try reader.read("upstream-scheme", into: &scheme, valid: "must be http or https") {
            UpstreamTarget.Scheme(rawValue: $0)
        }
        let scheme = scheme
        try reader.read(
            "upstream-host", into: &upstream,
            valid:
                "must be host or host:port, without path or user, an international name in its xn-- form; the scheme goes to --upstream-scheme"
        ) {
            UpstreamTarget(scheme: scheme, authority: $0).map { .some($0) }
        }
        try reader.read(
            "host-header", into: &hostHeader,
            valid: "must be the name of a header field that is none of HTTP's own, such as X-Upstream-Host"
        ) {
            Bounds.mayNameUpstream($0) ? $0 : nil
        }
        try reader.read(
            "upstream-timeout", into: &upstreamTimeout, valid: "must be a duration above zero, such as 30s"
        ) {
            GoDuration.parse($0).flatMap { $0 > .zero ? $0 : nil }
        }
        try reader.readEach(
            "allow-host", into: &allowedHosts, valid: "must be a host without a port, *.example.com or *"
        ) {
            Bounds.hostPattern($0)
        }
        if let files = reader.strings("upstream-ca") { upstreamCA = files.value }
        trustRoots = reader.variable("SSL_CERT_FILE")
    }

    private mutating func readToken(_ reader: SettingsReader) throws(UsageError) {
        if let found = reader.strings("token-audience") {
            audiences = try Bounds.audiences(found.value, flag: "token-audience", origin: found.origin)
        }
        try reader.read("token-signing-algorithm", into: &algorithm, valid: "must be RS256 or ES384") {
            SigningAlgorithm(rawValue: $0)
        }
        try reader.read("token-duration", into: &tokenDuration, valid: Bounds.tokenDurationRemedy) {
            Bounds.tokenDuration($0)
        }
        try readRenewal(reader)
        if let found = reader.strings("token-tag") {
            tags = try Bounds.tags(found.value, flag: "token-tag", origin: found.origin)
        }
        if let found = reader.strings("host-rule") {
            for text in found.value {
                hostRules.append(try HostRule(reading: text, over: self, origin: found.origin))
            }
        }
        try reader.read("cap-to-session", into: &capsToSession, valid: "must be true or false") { Bounds.bool($0) }
    }

    /// When a token is renewed, and from when on the new one serves.
    private mutating func readRenewal(_ reader: SettingsReader) throws(UsageError) {
        let duration = tokenDuration
        let skew = reader.string("token-refresh-skew")
        try reader.read(
            "token-refresh-skew", into: &refreshSkew,
            valid: "must be a duration above zero and below --token-duration (\(GoDuration.format(duration)))"
        ) {
            GoDuration.parse($0).flatMap { $0 > .zero && $0 < duration ? $0 : nil }
        }
        guard refreshSkew < duration || skew != nil else {
            throw UsageError(
                flag: "token-refresh-skew", value: GoDuration.format(refreshSkew), origin: .byDefault,
                remedy:
                    "the default is not below --token-duration (\(GoDuration.format(duration))); give a shorter one, such as 10s"
            )
        }
        let longest = refreshSkew
        try reader.read(
            "settle", into: &settle,
            valid:
                "must be a duration up to 30s and below --token-refresh-skew (\(GoDuration.format(longest))), within which the token before it still serves"
        ) {
            GoDuration.parse($0).flatMap { $0 < longest && $0 <= TokenBounds.longestSettling ? $0 : nil }
        }
    }

    /// How much is remembered.
    private mutating func readMemory(_ reader: SettingsReader) throws(UsageError) {
        try reader.readCount("max-audiences", in: 1...1_000_000, into: &maximumAudiences)
        try reader.readCount("keep", in: 10...100_000, into: &keptFlows)
    }

    private mutating func readGuard(_ reader: SettingsReader) throws(UsageError) {
        try reader.readEach(
            "allow-origin", into: &allowedOrigins, valid: "must be an origin: scheme://host or scheme://host:port"
        ) {
            Bounds.isOrigin($0) ? $0.lowercased() : nil
        }
        try reader.readEach(
            "accept-host", into: &acceptedHosts, valid: "must be a host without a port, *.example.com or *"
        ) { Bounds.hostPattern($0) }
        try reader.readEach(
            "issuer", into: &issuers, valid: "must be an https address, or an http one on this machine"
        ) { Bounds.isIssuer($0) ? $0 : nil }
    }

    private mutating func readMetrics(_ reader: SettingsReader) throws(UsageError) {
        try reader.read("metrics-enabled", into: &metricsEnabled, valid: "must be true or false") { Bounds.bool($0) }
        let given = reader.string("metrics-listen-addr")
        try reader.read(
            "metrics-listen-addr", into: &metricsListen, valid: "must be host:port or :port, such as 127.0.0.1:9090"
        ) {
            ListenAddress($0)
        }
        try reader.read(
            "metrics-path", into: &metricsPath, valid: "must begin with / and have no space, query or fragment"
        ) {
            Bounds.isPath($0) ? $0 : nil
        }
        guard metricsEnabled, metricsListen.collides(with: listen) else { return }
        throw UsageError(
            flag: "metrics-listen-addr", value: metricsListen.description, origin: given?.origin ?? .byDefault,
            remedy: "must differ from --listen-addr (\(listen)); or --metrics-enabled=false")
    }

    private mutating func readOutput(_ reader: SettingsReader) throws(UsageError) {
        try reader.read("log-level", into: &logLevel, valid: "must be debug, info, warn or error") {
            LogLevel(rawValue: $0.lowercased())
        }
        try reader.read("log-format", into: &logFormat, valid: "must be json or text") {
            LogFormat(rawValue: $0.lowercased())
        }
        try reader.read("headless", into: &isHeadless, valid: "must be true or false") { Bounds.bool($0) }
        try reader.read("readonly", into: &isReadOnly, valid: "must be true or false") { Bounds.bool($0) }
        try readFaults(reader)
        try reader.read("record", into: &record, valid: "must be a file name") { $0.isEmpty ? nil : .some($0) }
        try reader.read("keep-serving", into: &keepsServing, valid: "must be true or false") { Bounds.bool($0) }
        terminal = try TerminalSettings(reading: reader)
        replay = try ReplaySettings(reading: reader)
        guard let record, replay != nil else { return }
        throw UsageError(flag: "record", value: record, remedy: "a replay is recorded already: --replay or --record")
    }
}
