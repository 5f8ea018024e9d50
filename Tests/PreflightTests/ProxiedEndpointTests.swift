import AWSClient
import NIOCore
import ProxyCore
import Testing

@testable import Preflight

@Suite("The way to an endpoint through a proxy", .timeLimit(.minutes(5)))
struct ProxiedEndpointTests {
    @Test("Through a proxy the tunnel is opened and TLS is the endpoint's own")
    func throughProxy() async throws {
        let certificate = try TestCertificate(name: "sts.example")
        try await LoopbackListener.with(.tls(certificate)) { server in
            try await LoopbackListener.with(.proxy(to: server.port, authorization: "Basic dTpw")) { proxy in
                let hop = try EndpointProps.hop(proxy.port, user: "u:p")
                let probe = EndpointProbe(EndpointProps.route("sts.example", by: hop), tls: try certificate.trust())
                let addresses = try await probe.resolve()
                #expect(
                    probe.resolution(addresses)
                        == .ok("proxy 127.0.0.1: 127.0.0.1 (HTTPS_PROXY); it looks up sts.example"))
                let connection = try await probe.connect(to: addresses)
                #expect(connection.words == "proxy 127.0.0.1:\(proxy.port), which opened sts.example:443")
                let handshake = try await probe.handshake(with: connection.address, at: .now())
                #expect(handshake.version == "TLS 1.3")
            }
        }
    }

    @Test("A plain endpoint by a proxy needs no tunnel")
    func plainThroughProxy() async throws {
        try await LoopbackListener.with(.silent) { proxy in
            let route = EndpointRoute(
                scheme: "http", authority: "sts.example", proxy: try EndpointProps.hop(proxy.port))
            let connection = try await EndpointProbe(route).connect(to: [EndpointProps.local(proxy.port)])
            #expect(connection.words == "proxy 127.0.0.1:\(proxy.port)")
        }
    }

    @Test(
        "An https endpoint named by an address of numbers is refused behind a proxy: nobody could verify it",
        arguments: ["192.0.2.1", "192.0.2.1:8443", "[2001:db8::1]"])
    func numbers(_ authority: String) async throws {
        let hop = try EndpointProps.hop(1)
        let failure = await EndpointProps.failure {
            _ = try await EndpointProbe(EndpointProps.route(authority, by: hop)).resolve()
        }
        #expect(failure?.message.contains("cannot be verified through a proxy") == true)
        #expect(failure?.remedy?.contains("NO_PROXY") == true)
        let direct = try await EndpointProbe(EndpointProps.route(authority)).resolve()
        let plain = EndpointRoute(scheme: "http", authority: authority, proxy: hop)
        let proxied = try await EndpointProbe(plain).resolve()
        #expect(direct.count == 1 && proxied.count == 1)
    }

    @Test("Plain http is warned of where it leaves this machine")
    func plaintext() {
        let table = [
            ("http", "sts.example", true), ("http", "192.0.2.1:80", true), ("https", "sts.example", false),
            ("http", "127.0.0.1:4566", false), ("http", "localhost", false), ("http", "[::1]:1", false),
        ]
        for (scheme, authority, isWarned) in table {
            let warning = EndpointRoute(scheme: scheme, authority: authority).plaintextWarning
            #expect((warning != nil) == isWarned)
            if let warning { #expect(warning.message.contains("in clear text") && warning.remedy != nil) }
        }
    }

    @Test("A proxy that refuses, asks for a password, is silent or is none is told with what to do")
    func proxyRefuses() async throws {
        let table: [(LoopbackListener.Manner, String, String)] = [
            (.proxy(to: 1, authorization: "Basic other"), "status 407", "http://USER:PASSWORD@127.0.0.1:"),
            (.saying("HTTP/1.1 403 Forbidden\r\n\r\n"), "refused with status 403", "NO_PROXY"),
            (.saying("220 mail ready\r\n\r\n"), "not HTTP", "no HTTP proxy listens there"),
            (.closing, "connection closed", "HTTPS_PROXY"), (.silent, "no answer in time", "HTTPS_PROXY"),
        ]
        for (manner, words, remedy) in table {
            try await LoopbackListener.with(manner) { proxy in
                var probe = EndpointProbe(
                    EndpointProps.route("sts.example", by: try EndpointProps.hop(proxy.port, user: "me:secret")))
                probe.timeout = .seconds(manner.isSilent ? 3 : 30)
                let failure = await EndpointProps.failure {
                    _ = try await probe.connect(to: [EndpointProps.local(proxy.port)])
                }
                #expect(failure?.message.contains(words) == true, "\(failure?.message ?? "")")
                #expect(failure?.message.contains("the proxy 127.0.0.1:\(proxy.port) (HTTPS_PROXY)") == true)
                #expect(failure?.remedy?.contains(remedy) == true)
                #expect(!"\(failure as Any)".contains("secret") && !"\(failure as Any)".contains("bWU6"))
            }
        }
    }
}
