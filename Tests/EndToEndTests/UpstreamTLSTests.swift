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
        let answer = try await Self.get("api.example.com", of: server, trusting: [roots.path])
        #expect(answer.hasPrefix("HTTP/1.1 200 "))
        #expect(answer.hasSuffix("hello over TLS"))
    }

    @Test("A certificate that nobody vouches for, or that is another's, is refused before anything is sent")
    func untrusted() async throws {
        let server = try await TLSServer.start(name: "api.example.com")
        let roots = try server.trustFile()
        defer { try? FileManager.default.removeItem(at: roots) }
        for (name, trust) in [("api.example.com", []), ("other.example.com", [roots.path])] {
            let answer = try await Self.get(name, of: server, trusting: trust)
            #expect(answer.hasPrefix("HTTP/1.1 502 "))
            #expect(answer.hasSuffix("upstream unavailable"))
        }
        #expect(server.requests.withLockedValue { $0 } == 0)
    }

    @Test("An upstream that speaks nothing newer than TLS 1.1 is refused", arguments: [TLSVersion.tlsv11, .tlsv12])
    func old(_ version: TLSVersion) async throws {
        let server = try await TLSServer.start(name: "api.example.com", newest: version)
        let roots = try server.trustFile()
        defer { try? FileManager.default.removeItem(at: roots) }
        let answer = try await Self.get("api.example.com", of: server, trusting: [roots.path])
        #expect(answer.hasPrefix(version == .tlsv12 ? "HTTP/1.1 200 " : "HTTP/1.1 502 "))
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
    private static func get(_ name: String, of server: TLSServer, trusting roots: [String]) async throws -> String {
        let port = server.port
        return try await RunningProxy.with { configuration in
            configuration.router = Router(rule: .header(name: "X-Upstream-Host", scheme: .https))
            configuration.additionalTrustRoots = roots
            configuration.makeResolver = { OneHost($0, port: port) }
        } _: { proxy in
            let client = try await proxy.connect()
            try await client.write("GET / HTTP/1.1\r\nHost: x\r\nX-Upstream-Host: \(name)\r\n\r\n")
            return await client.readMessage()
        }
    }
}
