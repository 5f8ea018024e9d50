import ArgumentParser
import Foundation
import JotopSettings
import ProxyCore
import Recordings
import Testing

@Suite("The settings of run")
struct RunSettingsTests {
    /// Reads settings as the command does.
    private func settings(
        _ arguments: [String] = [], environment: [String: String] = [:], file: String? = nil
    ) async throws -> RunSettings {
        let options = try RunOptions.parse(arguments)
        let reader = try await SettingsReader(flags: options.values, environment: environment, file: file)
        return try RunSettings(reading: reader)
    }

    @Test("What is to be played back is read, and refused where it makes no sense")
    func replay() async throws {
        let arguments = ["--replay", "run.jotop", "--speed", "2.5", "--until", "14:31:57"]
        let replay = try #require(try await settings(arguments).replay)
        #expect(replay.file == "run.jotop" && replay.speed == 2.5 && replay.until == ClockTime("14:31:57"))
        #expect(try await settings(["--replay", "x", "--speed", "max"]).replay?.speed == .infinity)
        #expect(try await settings(environment: ["REPLAY": "y"]).replay?.speed == 1)
        for wrong in [
            ["--speed", "0"], ["--speed", "1001"], ["--speed", "nan"], ["--until", "25:00:00"], ["--record", "x"],
        ] {
            await #expect(throws: UsageError.self) { try await settings(["--replay", "x"] + wrong) }
        }
    }

    @Test("The terminal's settings are read")
    func terminal() async throws {
        let given = try await settings(["--color", "mono", "--glyphs", "ascii", "--esc-delay", "200ms", "--fps", "2"])
        #expect(given.terminal.color == .mono && given.terminal.glyphs == .ascii)
        #expect(given.terminal.escapeDelay == .milliseconds(200) && given.terminal.framePace == .milliseconds(500))
        let usual = try await settings()
        #expect(usual.terminal == TerminalSettings() && !usual.keepsServing && usual.replay == nil)
        #expect(try await settings(["--keep-serving"]).keepsServing)
    }

    @Test("The defaults are the contract's")
    func defaults() async throws {
        let settings = try await settings()
        #expect(settings.listen == ListenAddress(host: "127.0.0.1", port: 8080))
        #expect(settings.upstream == nil)
        #expect(settings.scheme == .https)
        #expect(settings.hostHeader == "X-Upstream-Host")
        #expect(settings.upstreamTimeout == .seconds(30))
        #expect(settings.audiences == nil)
        #expect(settings.algorithm == .rs256)
        #expect(settings.tokenDuration == .seconds(3600))
        #expect(settings.refreshSkew == .seconds(300))
        #expect(settings.logLevel == .info && settings.logFormat == .json)
        #expect(settings.maximumAudiences == 1024)
        #expect(settings.keptFlows == 5_000)
        #expect(settings.capsToSession)
        #expect(!settings.isHeadless)
        #expect(settings.connectTimeout == .seconds(10) && settings.headTimeout == .seconds(30))
        #expect(settings.idleTimeout == .seconds(120) && settings.maximumConnections == nil)
        #expect(settings.maximumHeadSize == 65_536 && settings.maximumURISize == 16_384)
    }

    @Test("Limits are settable by flag and variable, and a smaller head makes room for a smaller target")
    func limits() async throws {
        let settings = try await settings(
            ["--max-head-size", "2048", "--max-connections", "7", "--head-timeout", "5s"],
            environment: ["IDLE_TIMEOUT": "1m30s", "CONNECT_TIMEOUT": "500ms", "MAX_CONNECTIONS": "8"])
        #expect(settings.maximumHeadSize == 2048 && settings.maximumURISize == 2048)
        #expect(settings.maximumConnections == 7)
        #expect(settings.headTimeout == .seconds(5) && settings.idleTimeout == .seconds(90))
        #expect(settings.connectTimeout == .milliseconds(500))
        let others = try await self.settings(
            ["--max-head-fields", "16", "--max-body-size", "1000000", "--drain-timeout", "25s"],
            environment: ["MAX_RESPONSE_HEAD_SIZE": "4096", "MAX_BODY_SIZE": "1"])
        #expect(others.maximumHeadFields == 16 && others.maximumBodySize == 1_000_000)
        #expect(others.maximumResponseHeadSize == 4096 && others.drainTimeout == .seconds(25))
        let none = try await self.settings(["--max-body-size", "0"])
        #expect(none.maximumBodySize == nil)
    }

    @Test("The flag wins over the variable, the variable over the file, the file over the default")
    func precedence() async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "jotop-\(UUID().uuidString).yaml")
        try """
        token-duration: 10m
        token-refresh-skew: 1m
        max-audiences: 7
        cap-to-session: false
        token-audience: [urn:b, urn:a]
        headless: true
        """.write(to: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        let settings = try await settings(
            ["--token-duration", "30m"], environment: ["TOKEN_DURATION": "20m", "TOKEN_REFRESH_SKEW": "2m"],
            file: file.path)
        #expect(settings.tokenDuration == .seconds(1800))
        #expect(settings.refreshSkew == .seconds(120))
        #expect(settings.maximumAudiences == 7)
        #expect(!settings.capsToSession)
        #expect(settings.audiences?.values == ["urn:a", "urn:b"])
        #expect(settings.isHeadless)
    }

    @Test("Of lists the same: one takes the place of another, and adds nothing to it")
    func listPrecedence() async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "jotop-\(UUID().uuidString).yaml")
        try "allow-host: [d.example]\naccept-host: d.example\n".write(to: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        let variables = ["ALLOW_HOST": "b.example, c.example", "ACCEPT_HOST": "b.example,c.example"]
        let flags = ["--allow-host", "a.example", "--accept-host", "a.example"]
        for (given, environment, hosts) in [
            (flags, variables, ["a.example"]), ([], variables, ["b.example", "c.example"]), ([], [:], ["d.example"]),
        ] {
            let settings = try await settings(given, environment: environment, file: file.path)
            #expect(settings.allowedHosts == hosts.compactMap { HostPattern($0) })
            #expect(settings.acceptedHosts == hosts.compactMap { HostPattern($0) })
        }
    }

    @Test("Audiences are repeated on the command line, separated by commas in the environment, and normalised")
    func audiences() async throws {
        let flags = try await settings(["--token-audience", "b", "--token-audience", "a", "--token-audience", "b"])
        let variable = try await settings(environment: ["TOKEN_AUDIENCE": "b,a,b"])
        #expect(flags.audiences?.values == ["a", "b"])
        #expect(variable.audiences == flags.audiences)
    }

    struct Refusal: Sendable, CustomTestStringConvertible {
        let flag: String
        let value: String
        var testDescription: String { "--\(flag) \(value)" }
    }

    static let refusals: [Refusal] = [
        ("listen-addr", "8080"), ("listen-addr", "127.0.0.1:99999"), ("upstream-host", "https://api.example.com"),
        ("upstream-host", "host/path"), ("upstream-host", "user@host"), ("upstream-scheme", "ftp"),
        ("host-header", "X Upstream"), ("upstream-timeout", "0"), ("upstream-timeout", "30"),
        ("token-signing-algorithm", "rs256"), ("token-duration", "59s"), ("token-duration", "61m"),
        ("token-duration", "90500ms"), ("token-refresh-skew", "0"), ("token-refresh-skew", "1h"),
        ("token-tag", "novalue"), ("settle", "5m"), ("settle", "31s"), ("settle", "2"), ("settle", "-1s"),
        ("token-tag", "=x"), ("token-tag", "a=b*c"), ("allow-host", "a.*.com"), ("allow-host", "a.example:443"),
        ("allow-host", "http://a.example"),
        ("accept-host", "foo.test:1"), ("accept-host", "a b"), ("accept-host", "*.x.example:1"),
        ("host-header", "Connection"),
        ("host-header", "content-length"), ("host-header", "Authorization"), ("allow-origin", "localhost:3000"),
        ("issuer", "issuer.example"),
        ("issuer", "http://issuer.example"), ("issuer", "ftp://issuer.example"),
        ("issuer", "https://issuer.example?x"),
        ("connect-timeout", "0"), ("head-timeout", "soon"), ("idle-timeout", "-1s"), ("max-head-size", "1023"),
        ("max-head-size", "64KiB"), ("max-uri-size", "65537"), ("max-connections", "0"),
        ("max-head-fields", "15"), ("max-body-size", "-1"), ("max-response-head-size", "1MiB"), ("drain-timeout", "0s"),
        ("max-audiences", "0"),
        ("metrics-enabled", "on"), ("metrics-listen-addr", "9090"), ("metrics-path", "metrics"),
        ("metrics-path", "/a b"), ("metrics-path", "/m?x=1"), ("metrics-listen-addr", "127.0.0.1:8080"),
        ("metrics-listen-addr", ":8080"), ("metrics-listen-addr", "localhost:8080"),
        ("cap-to-session", "perhaps"), ("max-audiences", "many"), ("log-level", "trace"), ("log-format", "xml"),
        ("color", "red"),
        ("glyphs", "emoji"), ("esc-delay", "0s"), ("esc-delay", "6s"), ("fps", "0"), ("fps", "11"),
        ("speed", "2"), ("until", "14:31:57"),
        ("token-audience", String(repeating: "x", count: 1001)),
    ].map { Refusal(flag: $0, value: $1) }

    @Test(
        "A value that makes no sense is refused, and the error names flag, value, origin and what is valid",
        arguments: refusals)
    func refusal(_ row: Refusal) async throws {
        let error = try #require(
            await #expect(throws: UsageError.self) { try await settings(["--\(row.flag)=\(row.value)"]) })
        #expect(error.flag == row.flag)
        let shown = row.value.replacing("user@", with: "…@")
        #expect(error.description.contains("--\(row.flag) '\(shown)'"))
        let variable = SettingsReader.variable(row.flag)
        let fromVariable = try #require(
            await #expect(throws: UsageError.self) { try await settings(environment: [variable: row.value]) })
        #expect(fromVariable.description.contains("environment variable \(variable)"))
    }

    @Test("Tokens settle only where asked to, and for less than the refresh window")
    func settling() async throws {
        #expect(try await settings().settle == .zero)
        #expect(try await settings(["--settle", "2s"]).settle == .seconds(2))
        #expect(try await settings(environment: ["SETTLE": "1500ms"]).settle == .milliseconds(1_500))
        let error = try #require(
            await #expect(throws: UsageError.self) {
                try await settings(["--settle", "10s", "--token-refresh-skew", "10s"])
            })
        #expect(error.description.contains("--settle '10s'"))
        #expect(error.description.contains("below --token-refresh-skew (10s)"))
    }

    @Test("Faults are not allowed unless somebody says so")
    func faults() async throws {
        #expect(try await !settings().allowsFaults)
        #expect(try await settings(["--allow-faults"]).allowsFaults)
        #expect(try await settings(environment: ["ALLOW_FAULTS": "true"]).allowsFaults)
        await #expect(throws: UsageError.self) { try await settings(environment: ["ALLOW_FAULTS": "perhaps"]) }
    }

    @Test("What goes wrong from the beginning on is said in the words of the command line")
    func openingFaults() async throws {
        #expect(try await settings(["--allow-faults"]).faults.isEmpty)
        let given = try await settings(
            [
                "--allow-faults", "--fault", "tampered host:a.example:443", "--fault", "sts slow 3s", "--fault",
                "clock +5m",
            ])
        #expect(
            given.faults.map(\.order) == [
                .inject(.tampered, host: "a.example:443"), .inject(.slow(.seconds(3)), host: nil),
                .clock(.seconds(300)),
            ])
        let variables = ["ALLOW_FAULTS": "true", "FAULT": "none,sts deny"]
        #expect(try await settings(environment: variables).faults.count == 2)
    }

    @Test(
        "What is no fault, takes one back, or is not allowed is refused with the reason",
        arguments: [
            (["--allow-faults"], "expired", "expired wants host:HOST"),
            (["--allow-faults"], "off", "nothing is in force"),
            (["--allow-faults"], "clock off", "nothing is in force"),
            (["--allow-faults"], "sts off", "nothing is in force"),
            (["--allow-faults"], "broken", "fault wants one of"), ([], "tampered", "needs --allow-faults beside it"),
            (["--allow-faults"], "clock 5m", "clock wants off, or +"),
        ])
    func refusedFaults(_ row: (flags: [String], fault: String, words: String)) async throws {
        let error = try #require(
            await #expect(throws: UsageError.self) { try await settings(row.flags + ["--fault", row.fault]) })
        #expect(error.description.contains("--fault '\(row.fault)'") && error.description.contains(row.words))
    }

    @Test("Metrics are on unless they are switched off, and their address may be any but the proxy's")
    func metrics() async throws {
        let standard = try await settings()
        #expect(standard.metricsEnabled && standard.metricsPath == "/metrics")
        #expect(standard.metricsListen == ListenAddress(host: "127.0.0.1", port: 9090))
        let given = try await settings(
            ["--metrics-enabled=true", "--metrics-path", "/m", "--metrics-listen-addr", "127.0.0.2:8080"])
        #expect(given.metricsListen == ListenAddress(host: "127.0.0.2", port: 8080) && given.metricsPath == "/m")
        let off = try await settings(
            ["--metrics-enabled=false", "--metrics-listen-addr", ":8080"], environment: ["METRICS_ENABLED": "true"])
        #expect(!off.metricsEnabled)
        let variables = try await settings(
            environment: ["METRICS_ENABLED": "false", "METRICS_LISTEN_ADDR": ":1", "METRICS_PATH": "/x"])
        #expect(!variables.metricsEnabled && variables.metricsListen.port == 1 && variables.metricsPath == "/x")
        let free = try await settings(["--metrics-listen-addr", "127.0.0.1:0", "--listen-addr", "127.0.0.1:0"])
        #expect(free.metricsListen.port == 0)
        let error = try #require(
            await #expect(throws: UsageError.self) { try await settings(["--listen-addr", ":9090"]) })
        #expect(error.description.contains("must differ from --listen-addr (:9090)"))
        #expect(error.description.contains("--metrics-enabled=false"))
    }

    @Test("A skew that is only too long for the duration by default says which to change")
    func skewDefault() async throws {
        let error = try #require(
            await #expect(throws: UsageError.self) { try await settings(["--token-duration", "60s"]) })
        #expect(error.flag == "token-refresh-skew")
        #expect(error.description.contains("10s"))
    }

    @Test("HTTPS takes a certificate and its key: both or neither, by name, and what is given instead is not repeated")
    func certificate() async throws {
        let both = try await settings(["--tls-cert", "c.pem"], environment: ["TLS_KEY": "k.pem"])
        #expect(both.certificate == CertificateFiles(chain: "c.pem", key: "k.pem"))
        let neither = try await settings()
        #expect(neither.certificate == nil)
        for (flag, other) in [("tls-cert", "tls-key"), ("tls-key", "tls-cert")] {
            let half = try #require(
                await #expect(throws: UsageError.self) { try await settings(["--\(flag)", "x.pem"]) })
            #expect(half.flag == flag && half.description.contains("--\(other) is missing"))
        }
        let key = "-----BEGIN PRIVATE KEY-----\nMIGHAgEA\n-----END PRIVATE KEY-----"
        let pasted = try #require(
            await #expect(throws: UsageError.self) {
                try await settings(["--tls-cert", "c.pem"], environment: ["TLS_KEY": key])
            })
        #expect(pasted.flag == "tls-key" && !pasted.description.contains("MIGH") && !pasted.value.contains("MIGH"))
    }

    @Test("A file that is not there, or no YAML, is refused", arguments: ["/nonexistent/jotop.yaml", "/dev/null/x"])
    func missingFile(_ path: String) async throws {
        let error = try #require(await #expect(throws: UsageError.self) { try await settings(file: path) })
        #expect(error.flag == "config")
        #expect(error.description.contains(path))
    }

    private func file<T>(_ text: String, _ body: (String) async throws -> T) async throws -> T {
        let file = FileManager.default.temporaryDirectory.appending(path: "jotop-\(UUID().uuidString).yaml")
        defer { try? FileManager.default.removeItem(at: file) }
        try text.write(to: file, atomically: true, encoding: .utf8)
        return try await body(file.path)
    }

    @Test(
        "A file that does not say what it means is refused, and nothing in it passed over",
        arguments: [
            ("allow-host: {a: x.example}", "allow-host", "a list of values"),
            ("allow-hosts: [x.example]", "config", "'allow-hosts', which is no setting"),
            ("upstream_host: foo", "config", "is upstream-host meant?"),
            ("Upstream-Host: foo", "config", "is upstream-host meant?"),
            ("unknown-key: 1", "config", "without the dashes"), ("token-duration: [5m]", "token-duration", "one value"),
            ("upstream-timeout: {a: 1}", "upstream-timeout", "one value"),
            ("upstream-host: null", "upstream-host", "one value"), ("upstream-host:", "upstream-host", "one value"),
            ("allow-host: [a.example, [b.example]]", "allow-host", "a list of values"),
            ("config: other.yaml", "config", "'config', which is no setting"), ("- a", "config", "must hold lines"),
            ("just text", "config", "must hold lines"), ("keep: 10\nkeep: 20", "config", "YAML"),
            ("1: a", "config", "which is no setting"), ("a: [", "config", "YAML"),
        ])
    func oddFile(_ row: (text: String, flag: String, words: String)) async throws {
        let error = try await file(row.text) { path in
            await #expect(throws: UsageError.self) { try await settings(file: path) }
        }
        #expect(error?.flag == row.flag)
        #expect(error?.description.contains(row.words) == true, "\(error?.description ?? "-")")
    }

    @Test("A file may be empty, hold comments alone, or write values in any of YAML's ways")
    func plainFile() async throws {
        for text in ["", "# nothing yet\n"] { _ = try await file(text) { try await settings(file: $0) } }
        let text = """
            upstream-host: "api.example"
            max-head-size: 4096
            headless: true
            allow-host: a.example
            token-audience:
              - urn:x
              - 'urn:y'
            color: mono
            """
        let given = try await file(text) { try await settings(file: $0) }
        #expect(given.upstream?.host == "api.example" && given.maximumHeadSize == 4096 && given.isHeadless)
        #expect(given.allowedHosts.map(\.description) == ["a.example"])
        #expect(given.audiences?.values == ["urn:x", "urn:y"] && given.terminal.color == .mono)
    }

    @Test("The roots of upstreams are those of SSL_CERT_FILE, where it is set")
    func trustRoots() async throws {
        #expect(try await settings(environment: ["SSL_CERT_FILE": "/x.pem"]).trustRoots == "/x.pem")
        #expect(try await settings(environment: ["SSL_CERT_FILE": ""]).trustRoots == nil)
    }

    @Test(
        "Listen addresses",
        arguments: [
            (":8080", "", 8080, false), ("127.0.0.1:0", "127.0.0.1", 0, true), ("[::1]:80", "::1", 80, true),
            ("localhost:1", "localhost", 1, true), ("0.0.0.0:8080", "0.0.0.0", 8080, false),
        ])
    func listen(_ text: String, _ host: String, _ port: Int, _ isLoopback: Bool) throws {
        let address = try #require(ListenAddress(text))
        #expect(address.host == host)
        #expect(address.port == port)
        #expect(address.isLoopback == isLoopback)
    }
}
