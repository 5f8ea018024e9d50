import AWSClient
import Dispatch
import Foundation
import NIOCore
import NIOSSL
import ProxyCore
import Testing

@testable import Preflight

@Suite("The way to an endpoint", .timeLimit(.minutes(5)))
struct EndpointProbeTests {
    // MARK: - The route

    @Test("An authority is taken apart as requests name it")
    func authority() {
        let table: [(String, String, String, Int)] = [
            ("https", "sts.us-east-1.amazonaws.com", "sts.us-east-1.amazonaws.com", 443),
            ("http", "localhost", "localhost", 80), ("http", "127.0.0.1:4566", "127.0.0.1", 4566),
            ("https", "[::1]:8443", "::1", 8443), ("https", "[fd00::1]", "fd00::1", 443),
        ]
        for (scheme, authority, host, port) in table {
            let route = EndpointRoute(scheme: scheme, authority: authority)
            #expect(route.host == host)
            #expect(route.port == port)
        }
        #expect(EndpointRoute(scheme: "https", authority: "[::1]").tunnelTarget == "[::1]:443")
    }

    // MARK: - The name

    @Test("localhost is resolved by the system, and its addresses are named")
    func localhost() async throws {
        let probe = EndpointProbe(EndpointRoute(scheme: "http", authority: "localhost:1"))
        let addresses = try await probe.resolve()
        let finding = probe.resolution(addresses)
        #expect(finding.verdict == .ok)
        #expect(finding.text.hasPrefix("localhost: "))
        #expect(addresses.contains { ["127.0.0.1", "::1"].contains($0.ipAddress) })
    }

    @Test("Every address of a name is named")
    func allAddresses() async throws {
        var probe = EndpointProbe(EndpointRoute(scheme: "https", authority: "sts.example"))
        probe.resolveName = { _, port in
            [
                try SocketAddress(ipAddress: "2001:db8::1", port: port),
                try SocketAddress(ipAddress: "192.0.2.7", port: port),
            ]
        }
        let addresses = try await probe.resolve()
        #expect(probe.resolution(addresses) == .ok("sts.example: 2001:db8::1, 192.0.2.7"))
    }

    @Test("An address needs no name server")
    func literal() async throws {
        for host in ["127.0.0.1", "[::1]"] {
            var probe = EndpointProbe(EndpointRoute(scheme: "http", authority: "\(host):80"))
            probe.resolveName = { _, _ in throw NameResolution.Fault.noSuchName }
            let addresses = try await probe.resolve()
            #expect(addresses.count == 1)
            #expect(probe.resolution(addresses).verdict == .skipped)
            #expect(!probe.resolution(addresses).stopsOthers)
        }
    }

    @Test(
        "A name that cannot be resolved is told apart from a name server that is away",
        arguments: [
            (NameResolution.Fault.noSuchName, "there is no host named sts.example"),
            (.noAnswer, "the name of sts.example is not resolved: the name server gives no answer"),
            (.other("Bad value"), "sts.example cannot be resolved: Bad value"),
        ])
    func unresolved(_ fault: NameResolution.Fault, _ message: String) async {
        var probe = EndpointProbe(EndpointRoute(scheme: "https", authority: "sts.example"))
        probe.resolveName = { _, _ in throw fault }
        let failure = await EndpointProps.failure { _ = try await probe.resolve() }
        #expect(failure?.message == message)
        #expect(failure?.remedy?.isEmpty == false)
    }

    @Test("A resolver that hangs costs the bound, and no more")
    func hangingResolver() async {
        let gate = Gate()
        var probe = EndpointProbe(EndpointRoute(scheme: "https", authority: "sts.example"))
        probe.timeout = .milliseconds(50)
        probe.resolveName = { _, _ in
            gate.wait()
            return []
        }
        let failure = await EndpointProps.failure { _ = try await probe.resolve() }
        gate.open()
        #expect(failure?.message.contains("gives no answer") == true)
    }

    // MARK: - The connection

    @Test("A dead port is refused, and the next address is tried")
    func refused() async throws {
        let dead = try await LoopbackListener.deadPort()
        try await LoopbackListener.with(.silent) { listener in
            let probe = EndpointProbe(EndpointRoute(scheme: "https", authority: "sts.example"))
            let failure = await EndpointProps.failure { _ = try await probe.connect(to: [EndpointProps.local(dead)]) }
            #expect(failure?.message == "connection refused by 127.0.0.1:\(dead)")
            #expect(failure?.remedy?.contains("AWS_ENDPOINT_URL_STS") == true)
            let connection = try await probe.connect(to: [
                EndpointProps.local(dead), EndpointProps.local(listener.port),
            ])
            #expect(
                connection.words
                    == "127.0.0.1:\(listener.port); before that, connection refused by 127.0.0.1:\(dead)")
        }
    }

    @Test("Each address that failed is named")
    func allRefused() async throws {
        let dead = [try await LoopbackListener.deadPort(), try await LoopbackListener.deadPort()]
        let probe = EndpointProbe(EndpointRoute(scheme: "http", authority: "sts.example"))
        let failure = await EndpointProps.failure {
            _ = try await probe.connect(to: dead.map { EndpointProps.local($0) })
        }
        for port in dead { #expect(failure?.message.contains("127.0.0.1:\(port)") == true) }
    }

    @Test("What the system says of a connection is told in words that differ")
    func connectFaults() {
        let table: [(any Error, ConnectFault)] = [
            (IOError(errnoCode: ECONNREFUSED, reason: ""), .refused),
            (IOError(errnoCode: EHOSTUNREACH, reason: ""), .noRoute),
            (IOError(errnoCode: ENETUNREACH, reason: ""), .noRoute),
            (IOError(errnoCode: ETIMEDOUT, reason: ""), .noAnswer),
            (IOError(errnoCode: ECONNRESET, reason: ""), .reset),
            (ChannelError.connectTimeout(.seconds(1)), .noAnswer),
            (ChannelError.eof, .reset),
        ]
        for (error, fault) in table { #expect(ConnectFault(error) == fault) }
        let route = EndpointRoute(scheme: "https", authority: "sts.example")
        let remedies = [ConnectFault.refused, .noRoute, .noAnswer].map { $0.remedy(for: route) }
        #expect(Set(remedies).count == 3)
        #expect(remedies[2].contains("open port 443 to sts.example"))
    }

    // MARK: - TLS

    @Test("A certificate that is trusted for its name ends in a version and its remaining life")
    func trusted() async throws {
        let certificate = try TestCertificate(name: "sts.example")
        try await LoopbackListener.with(.tls(certificate)) { listener in
            let probe = EndpointProbe(EndpointProps.route("sts.example"), tls: try certificate.trust())
            let handshake = try await probe.handshake(with: EndpointProps.local(listener.port), at: .now())
            #expect(handshake.version == "TLS 1.3")
            #expect(
                ["TLS 1.3, certificate good for 59m", "TLS 1.3, certificate good for 1h"]
                    .contains(handshake.words(at: .now())))
            #expect(handshake.took > .zero)
        }
    }

    struct Distrust: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var name = "sts.example"
        var hours = -1.0..<1.0
        var isTrusted = true
        let message: String
        let remedy: String
    }

    static let distrusts = [
        Distrust(
            testDescription: "unknown authority", isTrusted: false,
            message: "no certificate authority that is trusted here vouches for the certificate of sts.example",
            remedy: "AWS_CA_BUNDLE"),
        Distrust(
            testDescription: "expired", hours: -50.0 ..< -2.5, message: "the certificate expired 2h",
            remedy: "clock"),
        Distrust(
            testDescription: "not yet good", hours: 2.5..<5, message: "the certificate is not good for another 2h",
            remedy: "clock"),
        Distrust(
            testDescription: "wrong name", name: "api.example", message: "the certificate is not for sts.example",
            remedy: "something else answers"),
    ]

    @Test("A certificate that is not accepted is told with the reason", arguments: distrusts)
    func distrusted(_ distrust: Distrust) async throws {
        let certificate = try TestCertificate(name: distrust.name, hours: distrust.hours)
        try await LoopbackListener.with(.tls(certificate)) { listener in
            let tls = distrust.isTrusted ? try certificate.trust() : .makeClientConfiguration()
            let probe = EndpointProbe(EndpointProps.route("sts.example"), tls: tls)
            let failure = await EndpointProps.failure {
                _ = try await probe.handshake(with: EndpointProps.local(listener.port), at: .now())
            }
            #expect(failure?.message.hasPrefix(distrust.message) == true, "\(failure?.message ?? "")")
            #expect(failure?.remedy?.contains(distrust.remedy) == true)
        }
    }

    @Test("A server that does not speak TLS, is silent, or hangs up is told apart")
    func notTLS() async throws {
        let table: [(LoopbackListener.Manner, String)] = [
            (.saying("HTTP/1.1 400 Bad Request\r\n\r\n"), "sts.example:443 does not speak TLS"),
            (.silent, "no TLS handshake in time"),
            (.closing, "the connection was closed during the TLS handshake"),
        ]
        for (manner, message) in table {
            try await LoopbackListener.with(manner) { listener in
                var probe = EndpointProbe(EndpointProps.route("sts.example"))
                probe.timeout = .seconds(manner.isSilent ? 3 : 30)
                let failure = await EndpointProps.failure {
                    _ = try await probe.handshake(with: EndpointProps.local(listener.port), at: .now())
                }
                #expect(failure?.message == message)
                #expect(failure?.remedy?.isEmpty == false)
            }
        }
    }
}

/// Holds a thread until it is opened.
private final class Gate: Sendable {
    private let semaphore = DispatchSemaphore(value: 0)

    func wait() { semaphore.wait() }
    func open() { semaphore.signal() }
}
