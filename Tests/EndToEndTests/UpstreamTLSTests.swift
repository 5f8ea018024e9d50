import Foundation
import JotopTestSupport
import NIOConcurrencyHelpers
import NIOSSL
import OutboundProxies
import ProxyCore
import ProxyEngine
import Testing

@Suite("TLS towards upstreams", .timeLimit(.minutes(5)))
struct UpstreamTLSTests {
    @Test("An upstream whose certificate is trusted for its name is served")
    func trusted() async throws {
        let server = try await TLSServer.start(name: "api.example.com")
        let roots = try server.trustFile()
        defer { try? FileManager.default.removeItem(at: roots) }
        let answer = try await Self.asked("api.example.com", of: server, trusting: [roots.path]).answer
        #expect(answer.hasPrefix("HTTP/1.1 200 "))
        #expect(answer.hasSuffix("hello over TLS"))
    }

    struct Refusal: Sendable, CustomTestStringConvertible {
        var name = "api.example.com"
        var isTrusted = true
        var validFrom: TimeInterval = -3600
        var newest = TLSVersion.tlsv13
        let words: String
        var testDescription: String { words }
    }

    @Test(
        "A certificate or a version that will not do is refused before anything is sent, and the reason is told in words",
        arguments: [
            Refusal(isTrusted: false, words: "no certificate authority that is trusted here vouches"),
            Refusal(name: "other.example.com", words: "the certificate is not for other.example.com"),
            Refusal(name: "127.0.0.1", words: "the certificate is not for 127.0.0.1"),
            Refusal(validFrom: -9000, words: "the certificate of api.example.com expired at 20"),
            Refusal(isTrusted: false, validFrom: -9000, words: "expired at 20"),
            Refusal(validFrom: 600, words: "the certificate of api.example.com is not valid before 20"),
            Refusal(newest: .tlsv11, words: "speaks no TLS 1.2 or later"),
        ])
    func refused(_ row: Refusal) async throws {
        let server = try await TLSServer.start(name: "api.example.com", newest: row.newest, validFrom: row.validFrom)
        let roots = try server.trustFile()
        defer { try? FileManager.default.removeItem(at: roots) }
        let (answer, end) = try await Self.asked(row.name, of: server, trusting: row.isTrusted ? [roots.path] : [])
        #expect(answer.hasPrefix("HTTP/1.1 502 "))
        #expect(answer.hasSuffix("upstream unavailable"))
        let detail = try #require(end?.error?.detail)
        #expect(detail.hasPrefix("TLS: ") && detail.contains(row.words))
        #expect(!detail.contains("OPENSSL") && !detail.contains("/"))
        #expect(server.requests.withLockedValue { $0 } == 0)
    }

    @Test("An upstream that speaks TLS 1.2 and no newer is served")
    func old() async throws {
        let server = try await TLSServer.start(name: "api.example.com", newest: .tlsv12)
        let roots = try server.trustFile()
        defer { try? FileManager.default.removeItem(at: roots) }
        let answer = try await Self.asked("api.example.com", of: server, trusting: [roots.path]).answer
        #expect(answer.hasPrefix("HTTP/1.1 200 "))
    }

    @Test("A port that speaks plain HTTP, or closes during the handshake, is told from one that is not trusted")
    func noTLS() async throws {
        for (reply, words) in [
            ("HTTP/1.1 400 Bad Request\r\n\r\n", "does not speak TLS"), ("", "closed during the handshake"),
        ] {
            let upstream = try await RawServer.start()
            try await RunningProxy.with { configuration in
                configuration.router = Router(rule: .header(name: "X-Upstream-Host", scheme: .https))
            } _: { proxy in
                let client = try await proxy.connect()
                let host = "127.0.0.1:\(upstream.port)"
                try await client.write("GET / HTTP/1.1\r\nHost: localhost\r\nX-Upstream-Host: \(host)\r\n\r\n")
                let server = try await upstream.accept()
                // The first byte of a handshake (RFC 8446, section 5.1), so that no reset overtakes the reply.
                _ = await server.read(through: "\u{16}")
                if !reply.isEmpty { try await server.write(reply) }
                await server.close()
                #expect(await client.readMessage().hasSuffix("upstream unavailable"))
                let end = try #require(await proxy.probe.first(\.ended))
                #expect(end.error?.detail.contains(words) == true, "\(end.error?.detail ?? "-")")
            }
        }
    }

    @Test("A file in the place of the system's roots is what an upstream is judged by")
    func roots() async throws {
        let server = try await TLSServer.start(name: "api.example.com")
        let roots = try server.trustFile()
        defer { try? FileManager.default.removeItem(at: roots) }
        let answer = try await Self.asked("api.example.com", of: server, inPlaceOfSystem: roots.path).answer
        #expect(answer.hasSuffix("hello over TLS"))
        let error = await #expect(throws: TrustRootsError.self) {
            try await RunningProxy.with {
                $0.trustRoots = "/dev/null"
            } _: { _ in
            }
        }
        #expect(error?.description.hasPrefix("SSL_CERT_FILE /dev/null") == true)
    }

    @Test("An upstream that accepts and then says nothing costs the handshake's time, and its connection is closed")
    func silentHandshake() async throws {
        let upstream = try await RawServer.start()
        try await RunningProxy.with { configuration in
            configuration.router = Router(rule: .header(name: "X-Upstream-Host", scheme: .https))
            configuration.connectTimeout = .seconds(2)
        } _: { proxy in
            let client = try await proxy.connect()
            try await client.write("GET / HTTP/1.1\r\nHost: x\r\nX-Upstream-Host: 127.0.0.1:\(upstream.port)\r\n\r\n")
            let server = try await upstream.accept()
            #expect(await client.readMessage().hasSuffix("upstream unavailable"))
            _ = await server.readToEnd()
            let end = try #require(await proxy.probe.first(\.ended))
            #expect(end.error?.detail.contains("no TLS handshake in time") == true)
        }
    }

    @Test("A tunnel through TLS carries bytes both ways, and ends as a whole when the upstream says goodbye")
    func tunnel() async throws {
        let server = try await TLSServer.start(name: "api.example.com", isTunnel: true)
        let roots = try server.trustFile()
        defer { try? FileManager.default.removeItem(at: roots) }
        try await RunningProxy.with { configuration in
            configuration.router = Router(rule: .header(name: "X-Upstream-Host", scheme: .https))
            configuration.additionalTrustRoots = [roots.path]
            configuration.makeResolver = { OneHost($0, port: server.port) }
        } _: { proxy in
            let client = try await proxy.connect()
            try await client.write(
                "GET / HTTP/1.1\r\nHost: x\r\nX-Upstream-Host: api.example.com\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n"
            )
            #expect(await client.read(through: "\r\n\r\n").hasPrefix("HTTP/1.1 101 "))
            #expect(await client.read(through: "welcome") == "welcome")
            for word in ["one", "two", "bye"] {
                try await client.write(word)
                #expect(await client.read(through: word) == word)
            }
            #expect(await client.readToEnd() == "")
            await client.close()
            let end = try #require(await proxy.probe.first(\.ended))
            #expect(end.error == nil && end.status == 101)
            #expect(end.requestBytes == 9 && end.responseBytes == 16)
        }
    }

    @Test("Through a proxy TLS is the upstream's own: its name, its certificate, and nothing for the proxy to read")
    func throughProxy() async throws {
        let server = try await TLSServer.start(name: "api.example.com")
        let roots = try server.trustFile()
        defer { try? FileManager.default.removeItem(at: roots) }
        let hop = try await RelayingProxy.start(to: server.port)
        let rules = try ProxyRules(environment: ["HTTPS_PROXY": "http://user:pass@127.0.0.1:\(hop.port)"])
        for (trust, status) in [([roots.path], "200"), ([], "502")] {
            try await RunningProxy.with { configuration in
                configuration.router = Router(rule: .header(name: "X-Upstream-Host", scheme: .https))
                configuration.additionalTrustRoots = trust
                configuration.proxies = rules
            } _: { proxy in
                let client = try await proxy.connect()
                for _ in 1...2 {
                    try await client.write("GET / HTTP/1.1\r\nHost: x\r\nX-Upstream-Host: api.example.com\r\n\r\n")
                    let answer = await client.readMessage()
                    #expect(answer.hasPrefix("HTTP/1.1 \(status) "))
                }
            }
        }
        let asked = hop.asked.withLockedValue { $0 }
        // Two requests over one tunnel, and two that came to nothing.
        #expect(asked.count == 3)
        for head in asked {
            #expect(head.hasPrefix("CONNECT api.example.com:443 HTTP/1.1\r\n"))
            #expect(!head.contains("Bearer"))
        }
        #expect(server.requests.withLockedValue { $0 } == 2)
    }

    @Test("A file of trust roots that is none is refused at the start")
    func noRoots() async throws {
        await #expect(throws: TrustRootsError.self) {
            try await RunningProxy.with {
                $0.additionalTrustRoots = ["/dev/null"]
            } _: { _ in
            }
        }
    }

    /// Asks for `/` of a name that leads to the server.
    private static func asked(
        _ name: String, of server: TLSServer, trusting roots: [String] = [], inPlaceOfSystem system: String? = nil
    ) async throws -> (answer: String, end: FlowEnd?) {
        let port = server.port
        return try await RunningProxy.with { configuration in
            configuration.router = Router(rule: .header(name: "X-Upstream-Host", scheme: .https))
            configuration.additionalTrustRoots = roots
            configuration.trustRoots = system
            configuration.makeResolver = { OneHost($0, port: port) }
        } _: { proxy in
            let client = try await proxy.connect()
            let place = name == "127.0.0.1" ? "\(name):\(port)" : name
            try await client.write("GET / HTTP/1.1\r\nHost: localhost\r\nX-Upstream-Host: \(place)\r\n\r\n")
            return (await client.readMessage(), await proxy.probe.first(\.ended))
        }
    }
}
