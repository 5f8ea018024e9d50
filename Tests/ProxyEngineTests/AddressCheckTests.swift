import JotopTestSupport
import NIOCore
import NIOPosix
import ProxyCore
import ProxyEngine
import Testing

/// Names that lead to addresses which are not for upstreams.
@Suite("Where names lead", .timeLimit(.minutes(5)))
struct AddressCheckTests {
    private func answer(
        for name: String, leadingTo addresses: [String], allowed: [String] = []
    ) async throws -> (answer: String, tokens: Int, detail: String?) {
        let upstream = try await RawServer.start()
        let serving = Task {
            for await connection in upstream.connections() {
                _ = await connection.read(through: "\r\n\r\n")
                try await connection.write("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nmine")
            }
        }
        defer { serving.cancel() }
        return try await RunningProxy.with { configuration in
            let rule = Router.Rule.header(name: "X-Upstream-Host", scheme: .http)
            configuration.router = Router(rule: rule, allowedHosts: allowed.compactMap { HostPattern($0) })
            configuration.makeResolver = { FixedResolver($0, addresses) }
        } _: { proxy in
            let client = try await proxy.connect()
            try await client.write("GET / HTTP/1.1\r\nHost: x\r\nX-Upstream-Host: \(name):\(upstream.port)\r\n\r\n")
            let answer = await client.readMessage()
            let end = try #require(await proxy.probe.first(\.ended))
            return (answer, proxy.tokens.requests.count, end.error?.detail)
        }
    }

    @Test(
        "A name that points at the metadata service is no way around", arguments: ["169.254.169.254", "fd00:ec2::254"])
    func indirect(_ address: String) async throws {
        let result = try await answer(for: "rebound.test", leadingTo: [address])
        #expect(result.answer.hasPrefix("HTTP/1.1 403 "))
        #expect(result.answer.contains("X-Jotop-Error: upstream_not_allowed\r\n"))
        #expect(result.answer.hasSuffix("upstream not allowed"))
        #expect(result.detail?.contains("rebound.test is \(address)") == true)
    }

    @Test("Of several addresses only those that pass are tried")
    func mixed() async throws {
        let result = try await answer(for: "mixed.test", leadingTo: ["169.254.169.254", "127.0.0.1"])
        #expect(result.answer.hasSuffix("mine"))
    }

    @Test("An address that says so itself costs no token", arguments: ["169.254.169.254", "2852039166", "[fe80::1]"])
    func direct(_ host: String) async throws {
        let result = try await answer(for: host, leadingTo: ["127.0.0.1"])
        #expect(result.answer.hasSuffix("upstream not allowed"))
        #expect(result.tokens == 0)
    }

    @Test("An address that is allowed by its own name is connected to")
    func allowed() async throws {
        let result = try await answer(
            for: "169.254.169.254", leadingTo: ["127.0.0.1"], allowed: ["169.254.169.254"])
        #expect(result.answer.hasSuffix("mine"))
    }
}

/// Knows one answer.
private final class FixedResolver: Resolver, Sendable {
    private let eventLoop: any EventLoop
    private let addresses: [String]

    init(_ eventLoop: any EventLoop, _ addresses: [String]) {
        self.eventLoop = eventLoop
        self.addresses = addresses
    }

    func initiateAQuery(host: String, port: Int) -> EventLoopFuture<[SocketAddress]> { answer(port, isIPv6: false) }
    func initiateAAAAQuery(host: String, port: Int) -> EventLoopFuture<[SocketAddress]> { answer(port, isIPv6: true) }
    func cancelQueries() {}

    private func answer(_ port: Int, isIPv6: Bool) -> EventLoopFuture<[SocketAddress]> {
        eventLoop.makeCompletedFuture {
            try addresses.filter { $0.contains(":") == isIPv6 }.map { try SocketAddress(ipAddress: $0, port: port) }
        }
    }
}
