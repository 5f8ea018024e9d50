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

    /// An address to listen on, and one to name as the upstream's.
    struct Loop: Sendable, CustomTestStringConvertible {
        let listener: String
        let host: String
        var isOwn = true
        var testDescription: String { "\(host) by way of \(listener)" }
    }

    static let loops = [
        Loop(listener: "127.0.0.1", host: "127.0.0.1"), Loop(listener: "127.0.0.1", host: "0.0.0.0"),
        Loop(listener: "127.0.0.1", host: "own.test"), Loop(listener: "0.0.0.0", host: "127.0.0.1"),
        Loop(listener: "0.0.0.0", host: "127.0.0.9"), Loop(listener: "127.0.0.1", host: "127.0.0.9", isOwn: false),
    ]

    @Test("A request for the proxy itself is refused, and does not come back without end", arguments: loops)
    func own(_ loop: Loop) async throws {
        try await RunningProxy.with { configuration in
            configuration.host = loop.listener
            // The field is written anew for the upstream, and names it there too.
            configuration.router = Router(rule: .header(name: "Host", scheme: .http))
            if loop.host == "own.test" { configuration.makeResolver = { FixedResolver($0, ["127.0.0.1"]) } }
        } _: { proxy in
            let client = try await proxy.connect()
            try await client.write("GET / HTTP/1.1\r\nHost: \(loop.host):\(proxy.port)\r\n\r\n")
            let answer = await client.readMessage()
            #expect(answer.hasPrefix(loop.isOwn ? "HTTP/1.1 400 " : "HTTP/1.1 502 "))
            let end = try #require(await proxy.probe.first(\.ended))
            #expect(end.error?.detail.contains("jotop's own address") == loop.isOwn)
            #expect(proxy.stats.snapshot().requests == 1)
        }
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
