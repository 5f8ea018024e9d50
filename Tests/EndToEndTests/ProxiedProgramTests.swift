import Foundation
import JotopTestSupport
import NIOConcurrencyHelpers
import Testing

/// What `HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY` and `SSL_CERT_FILE` do to the way upstream, in the built program.
@Suite("The program behind a proxy", .timeLimit(.minutes(5)))
struct ProxiedProgramTests {
    private static let flags = ["--upstream-host", "api.example.com"]

    @Test(
        "HTTPS_PROXY leads to upstreams by name, and what is said to them is nobody else's",
        arguments: [("HTTPS_PROXY", "UPSTREAM_CA"), ("https_proxy", "SSL_CERT_FILE")])
    func encrypted(_ proxy: String, _ trust: String) async throws {
        let server = try await TLSServer.start(name: "api.example.com")
        let roots = try server.trustFile()
        defer { try? FileManager.default.removeItem(at: roots) }
        let hop = try await RelayingProxy.start(to: server.port)
        let environment = [proxy: "http://127.0.0.1:\(hop.port)", trust: roots.path]
        let nobody = try await RawServer.start()
        try await ServedWorld.running(Self.flags, environment: environment, scheme: "https", nobody) { world in
            let answer = try await world.get()
            #expect(answer.hasSuffix("hello over TLS"))
        }
        let asked = hop.asked.withLockedValue { $0 }
        #expect(asked.count == 1 && asked[0].hasPrefix("CONNECT api.example.com:443 HTTP/1.1\r\n"))
        #expect(!asked[0].contains("Bearer"))
    }

    @Test("Without the certificate's authority nothing is sent through it")
    func untrusted() async throws {
        let server = try await TLSServer.start(name: "api.example.com")
        let hop = try await RelayingProxy.start(to: server.port)
        let environment = ["HTTPS_PROXY": "http://127.0.0.1:\(hop.port)"]
        let nobody = try await RawServer.start()
        try await ServedWorld.running(Self.flags, environment: environment, scheme: "https", nobody) { world in
            let answer = try await world.get()
            #expect(answer.hasSuffix("upstream unavailable"))
        }
        #expect(server.requests.withLockedValue { $0 } == 0)
    }

    @Test("What NO_PROXY names is looked for without a proxy, and so is loopback")
    func exceptions() async throws {
        let hop = try await RelayingProxy.start(to: 1)
        let environment = ["HTTP_PROXY": "http://127.0.0.1:\(hop.port)", "NO_PROXY": ".invalid"]
        try await ServedWorld.running(
            ["--upstream-host", "api.invalid"], environment: environment, try await RawServer.start()
        ) { world in
            let answer = try await world.get()
            #expect(answer.hasSuffix("upstream unavailable"))
        }
        try await ServedWorld.with([], environment: environment) { world in
            let answer = try await world.get()
            #expect(answer.hasSuffix("mine"))
        }
        #expect(hop.asked.withLockedValue { $0 }.isEmpty)
    }
}
