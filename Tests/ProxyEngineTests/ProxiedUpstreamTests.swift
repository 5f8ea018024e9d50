import JotopTestSupport
import OutboundProxies
import ProxyCore
import ProxyEngine
import Testing

/// Upstreams behind the proxy of a company, byte for byte; TLS through it is in the tests of the whole.
@Suite("Upstreams through a proxy", .timeLimit(.minutes(5)))
struct ProxiedUpstreamTests {
    private static let password = "Basic dXNlcjpwYXNz"

    @Test("A plain request goes to the proxy in absolute form, with the token and the proxy's password")
    func plain() async throws {
        let hop = try await RawServer.start()
        try await Self.proxy(at: hop.port, user: "user:pass@") { proxy in
            let client = try await proxy.connect()
            try await client.write(
                "GET /a//b?c HTTP/1.1\r\nHost: localhost\r\nX-Upstream-Host: api.example:8080\r\n"
                    + "Proxy-Authorization: Basic mine\r\n\r\n")
            let server = try await hop.accept()
            let request = await server.readMessage()
            #expect(request.hasPrefix("GET http://api.example:8080/a//b?c HTTP/1.1\r\nHost: api.example:8080\r\n"))
            #expect(request.contains("Authorization: Bearer "))
            #expect(request.contains("\r\nProxy-Authorization: \(Self.password)\r\n"))
            #expect(!request.contains("mine"))
            try await server.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            #expect(await client.readMessage().hasSuffix("ok"))
            let end = try #require(await proxy.probe.first(\.ended))
            #expect(end.start.path == "/a//b?c" && end.start.host == "api.example:8080")
            #expect(!"\(end)".contains("dXNlcjpwYXNz") && !"\(end)".contains("user:pass"))
        }
    }

    @Test(
        "The target of OPTIONS for the server itself has no path, and one without a user brings no password",
        arguments: [("*", "http://api.example"), ("/", "http://api.example/")])
    func options(_ target: String, _ sent: String) async throws {
        let hop = try await RawServer.start()
        try await Self.proxy(at: hop.port) { proxy in
            let client = try await proxy.connect()
            try await client.write(Self.request("OPTIONS", target))
            let server = try await hop.accept()
            let request = await server.readMessage()
            #expect(request.hasPrefix("OPTIONS \(sent) HTTP/1.1\r\n"))
            #expect(!request.contains("Proxy-Authorization"))
        }
    }

    @Test("A connection to the proxy serves the next request to the same upstream, and to no other")
    func reuse() async throws {
        let hop = try await RawServer.start()
        try await Self.proxy(at: hop.port) { proxy in
            let client = try await proxy.connect()
            var first: RawConnection?
            for _ in 1...2 {
                try await client.write(Self.request())
                if first == nil { first = try await hop.accept() }
                let server = try #require(first)
                #expect(await server.readMessage().hasPrefix("GET http://api.example/ "))
                try await server.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
                _ = await client.readMessage()
            }
            try await client.write(Self.request(host: "other.example"))
            let second = try await hop.accept()
            #expect(await second.readMessage().hasPrefix("GET http://other.example/ "))
        }
    }

    @Test("What NO_PROXY names, and loopback, is reached without")
    func exceptions() async throws {
        let (hop, upstream) = (try await RawServer.start(), try await RawServer.start())
        try await Self.proxy(at: hop.port) { proxy in
            let client = try await proxy.connect()
            try await client.write(Self.request(host: "127.0.0.1:\(upstream.port)"))
            let server = try await upstream.accept()
            #expect(await server.readMessage().hasPrefix("GET / HTTP/1.1\r\nHost: 127.0.0.1:\(upstream.port)\r\n"))
        }
    }

    @Test("A wish for a password is the proxy's and not the upstream's: 502, and why")
    func password() async throws {
        let hop = try await RawServer.start()
        try await Self.proxy(at: hop.port) { proxy in
            let (client, server) = try await Self.asked(proxy, hop)
            try await server.write(
                "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n")
            try await Self.expectUnavailable(client, proxy, "wants a user and a password")
        }
    }

    @Test("Other answers in plain HTTP pass: nobody can tell whose they are")
    func pass() async throws {
        let hop = try await RawServer.start()
        try await Self.proxy(at: hop.port) { proxy in
            let (client, server) = try await Self.asked(proxy, hop)
            try await server.write("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n")
            let answer = await client.readMessage()
            #expect(answer.hasPrefix("HTTP/1.1 503 Busy\r\n") && !answer.contains("X-Jotop-Error"))
        }
    }

    @Test("For TLS a way through is asked for, by name and port, and nothing else is said before it is open")
    func connect() async throws {
        let hop = try await RawServer.start()
        try await Self.proxy(at: hop.port, user: "user:pass@", scheme: .https) { proxy in
            let client = try await proxy.connect()
            try await client.write(Self.request())
            let server = try await hop.accept()
            #expect(
                await server.readMessage()
                    == "CONNECT api.example:443 HTTP/1.1\r\nHost: api.example:443\r\n"
                    + "Proxy-Authorization: \(Self.password)\r\n\r\n")
            try await server.write("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.0 200 Connection established\r\nVia: x\r\n\r\n")
            // The first byte of a handshake.
            #expect(await server.read(through: "\u{16}") == "\u{16}")
        }
    }

    @Test(
        "A proxy that does not open the way is 502, and the detail says what it said",
        arguments: [
            ("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n", "status 407: it wants a user"),
            ("HTTP/1.1 502 Bad Gateway\r\n\r\n", "with status 502"), ("HTTP/1.1 403 No\r\n\r\n", "with status 403"),
            ("220 mail ready\r\n\r\n", "does not answer CONNECT in HTTP"),
            ("HTTP/1.1 2000 OK\r\n\r\n", "does not answer CONNECT in HTTP"),
            ("HTTP/1.1 200 OK\nVia: x\n\n", "does not answer CONNECT in HTTP"),
            (String(repeating: "x", count: 20_000), "does not answer CONNECT in HTTP"), ("", "without an answer"),
        ])
    func refused(_ answer: String, _ words: String) async throws {
        let hop = try await RawServer.start()
        try await Self.proxy(at: hop.port, scheme: .https) { proxy in
            let (client, server) = try await Self.asked(proxy, hop)
            if answer.isEmpty { await server.close() } else { try await server.write(answer) }
            try await Self.expectUnavailable(client, proxy, words)
        }
    }

    @Test("A proxy that takes no connection, or takes it and is silent, is named in the detail")
    func unreachable() async throws {
        let silent = try await RawServer.start()
        // Nobody listens on port 1; the port of a server that has been closed may be another's by then.
        let cases: [(Int, Duration, String)] = [
            (1, .seconds(30), "cannot be reached: connection refused"),
            (silent.port, .seconds(2), "opened no way to it"),
        ]
        for (port, patience, words) in cases {
            try await Self.proxy(at: port, scheme: .https, { $0.connectTimeout = patience }) { proxy in
                let client = try await proxy.connect()
                try await client.write(Self.request())
                try await Self.expectUnavailable(client, proxy, words)
            }
        }
    }

    @Test(
        "For TLS an upstream must have a name, as its certificate would be compared with the proxy's address",
        arguments: ["192.0.2.1", "192.0.2.1:8443", "192.0.2.1.", "[2001:db8::1]:8443"])
    func nameless(_ host: String) async throws {
        let hop = try await RawServer.start()
        try await Self.proxy(at: hop.port, scheme: .https) { proxy in
            let client = try await proxy.connect()
            try await client.write(Self.request(host: host))
            try await Self.expectUnavailable(client, proxy, "cannot be verified through a proxy")
        }
    }

    @Test("An upstream that may not be named may not be named to a proxy either")
    func forbidden() async throws {
        let hop = try await RawServer.start()
        try await Self.proxy(at: hop.port) { proxy in
            let client = try await proxy.connect()
            try await client.write(Self.request(host: "169.254.169.254"))
            #expect(await client.readMessage().hasPrefix("HTTP/1.1 403 "))
            #expect(proxy.tokens.requests.isEmpty)
        }
    }

    private static func request(_ method: String = "GET", _ target: String = "/", host: String = "api.example")
        -> String
    { "\(method) \(target) HTTP/1.1\r\nHost: localhost\r\nX-Upstream-Host: \(host)\r\n\r\n" }

    private static func expectUnavailable(
        _ client: RawConnection, _ proxy: RunningProxy, _ words: String
    ) async throws {
        let answer = await client.readMessage()
        #expect(answer.hasPrefix("HTTP/1.1 502 ") && answer.hasSuffix("upstream unavailable"))
        #expect(answer.contains("X-Jotop-Error: upstream_unavailable\r\n"))
        let end = try #require(await proxy.probe.first(\.ended))
        let detail = try #require(end.error?.detail)
        #expect(detail.contains("the proxy http://127.0.0.1:") && detail.contains("_PROXY)"))
        #expect(detail.contains(words), "\(detail)")
    }

    /// A client that has asked, and the connection on which the company's proxy has read its request.
    private static func asked(
        _ proxy: RunningProxy, _ hop: RawServer
    ) async throws -> (client: RawConnection, server: RawConnection) {
        let client = try await proxy.connect()
        try await client.write(request())
        let server = try await hop.accept()
        _ = await server.readMessage()
        return (client, server)
    }

    private static func proxy(
        at port: Int, user: String = "", scheme: UpstreamTarget.Scheme = .http,
        _ change: (inout ProxyEngine.Configuration) -> Void = { _ in },
        _ body: (RunningProxy) async throws -> Void
    ) async throws {
        let address = "http://\(user)127.0.0.1:\(port)"
        let rules = try ProxyRules(environment: ["HTTP_PROXY": address, "HTTPS_PROXY": address])
        try await RunningProxy.with {
            $0.router = Router(rule: .header(name: "X-Upstream-Host", scheme: scheme))
            $0.proxies = rules
            change(&$0)
        } _: {
            try await body($0)
        }
    }
}
