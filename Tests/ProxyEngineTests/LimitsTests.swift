import JotopTestSupport
import NIOEmbedded
import ProxyCore
import Testing

@testable import ProxyEngine

@Suite("Limits", .timeLimit(.minutes(5)))
struct LimitsTests {
    private func proxy() throws -> EmbeddedProxy {
        try EmbeddedProxy {
            $0.limits.headSize = 4096
            $0.limits.targetSize = 1024
            $0.limits.headTimeout = .seconds(8)
            $0.limits.idleTimeout = .seconds(40)
        }
    }

    private static let long = ConnectionHandlerTests.refusal(.uriTooLong, "414 URI Too Long", close: true)
    private static let large = ConnectionHandlerTests.refusal(
        .headTooLarge, "431 Request Header Fields Too Large", close: true)

    @Test("A target that is too long is 414, and the connection closes", arguments: [1024, 1100, 5000, 100_000])
    func target(_ length: Int) throws {
        for size in [length + 100, 100] {
            let proxy = try proxy()
            let head = "GET /" + String(repeating: "a", count: length) + " HTTP/1.1\r\nHost: x\r\n\r\n"
            var rest = Substring(head)
            while !rest.isEmpty, proxy.client.isActive {
                try proxy.clientSends(String(rest.prefix(size)))
                rest = rest.dropFirst(size)
            }
            #expect(try proxy.clientGets() == Self.long)
            #expect(!proxy.client.isActive)
            #expect(try proxy.upstreamGets() == "")
        }
    }

    @Test("So it is on the second request of a connection")
    func laterTarget() throws {
        let proxy = try proxy()
        try proxy.clientSends("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        _ = try proxy.clientGets()
        try proxy.clientSends("GET /" + String(repeating: "a", count: 9000))
        #expect(try proxy.clientGets() == Self.long)
    }

    @Test("Fields that are too large, alone or together, or too many are 431, and the connection closes")
    func fields() throws {
        let one = "X: " + String(repeating: "a", count: 4200) + "\r\n"
        let several = String(repeating: "X: " + String(repeating: "a", count: 500) + "\r\n", count: 9)
        let many = String(repeating: "X:\r\n", count: 1001)
        for fields in [one, several, many] {
            let proxy = try proxy()
            try proxy.clientSends("GET / HTTP/1.1\r\nHost: x\r\n" + fields + "\r\n")
            #expect(try proxy.clientGets() == Self.large)
            #expect(!proxy.client.isActive)
        }
    }

    @Test("What is within the limits goes on")
    func within() throws {
        let proxy = try proxy()
        let path = "/" + String(repeating: "a", count: 1023)
        try proxy.clientSends(
            EmbeddedProxy.head("GET \(path) HTTP/1.1", "X: " + String(repeating: "b", count: 2800)))
        #expect(try proxy.upstreamGets().hasPrefix("GET \(path) HTTP/1.1\r\n"))
    }

    @Test("A head that takes too long is 408, however its bytes trickle in")
    func slowHead() throws {
        let proxy = try proxy()
        proxy.pass(.seconds(30))
        for piece in ["GET / HT", "TP/1.1\r\n", "Host: x\r\n", "X: "] {
            try proxy.clientSends(piece)
            proxy.pass(.seconds(2))
        }
        proxy.pass(.seconds(2))
        #expect(
            try proxy.clientGets()
                == ConnectionHandlerTests.refusal(.headTimeout, "408 Request Timeout", close: true))
        #expect(proxy.stats.snapshot().problems == 1 && proxy.stats.snapshot().inFlight == 0)
        #expect(!proxy.client.isActive)
    }

    @Test(
        "A connection that nobody uses is closed without a word, before its first request and after one",
        arguments: [0, 1])
    func idle(_ served: Int) throws {
        let proxy = try proxy()
        for _ in 0..<served {
            try proxy.clientSends("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            _ = try proxy.clientGets()
        }
        proxy.pass(.seconds(39))
        #expect(proxy.client.isActive)
        for _ in 1...4 { proxy.pass(.seconds(1)) }
        #expect(!proxy.client.isActive)
        #expect(try proxy.clientGets() == "")
    }

    @Test("A request that is being served is neither, however long it takes")
    func serving() throws {
        let proxy = try EmbeddedProxy {
            $0.limits.headTimeout = .seconds(1)
            $0.limits.idleTimeout = .seconds(1)
            $0.upstreamTimeout = .seconds(600)
        }
        try proxy.clientSends(EmbeddedProxy.head())
        for _ in 1...30 { proxy.pass(.seconds(10)) }
        try proxy.upstreamSends("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        #expect(try proxy.clientGets().hasSuffix("ok"))
        #expect(proxy.client.isActive)
    }

    @Test("More clients than there may be are told so, and the next one after a departure is served")
    func connections() async throws {
        try await RunningProxy.with {
            $0.limits.connections = 2
        } _: { proxy in
            let request = "GET / HTTP/1.1\r\nHost: x\r\n\r\n"
            var served: [RawConnection] = []
            for _ in 1...2 {
                let client = try await proxy.connect()
                try await client.write(request)
                #expect(await client.readMessage().hasPrefix("HTTP/1.1 400 "))
                served.append(client)
            }
            let refused = try await proxy.connect()
            let answer = await refused.readToEnd()
            #expect(answer.hasPrefix("HTTP/1.1 503 "))
            #expect(answer.contains("X-Jotop-Error: too_many_connections\r\n"))
            #expect(answer.contains("Connection: close\r\n"))
            await refused.close()
            await served[0].close()
            while proxy.stats.snapshot().connections > 1 { await Task.yield() }
            let next = try await proxy.connect()
            try await next.write(request)
            #expect(await next.readMessage().hasPrefix("HTTP/1.1 400 "))
        }
    }

    @Test("More connections than there are descriptors for are refused at the start, with the number that works")
    func descriptors() async throws {
        let error = try #require(
            await #expect(throws: ConnectionLimitError.self) {
                try await RunningProxy.with({ $0.limits.connections = 10_000_000 }) { _ in }
            })
        #expect(error.description.contains("--max-connections 10000000"))
        #expect(error.description.contains("\(error.budget.connections)"))
        #expect(error.description.contains("ulimit -n"))
    }

    @Test(
        "Descriptors are shared out so that they never run out", arguments: [96, 256, 1024, 65_536, 131_072], [1, 2, 8])
    func budget(_ descriptors: Int, loops: Int) {
        let budget = DescriptorBudget(descriptors: descriptors, eventLoops: loops)
        #expect(budget.connections + budget.upstreams + 3 * loops + 32 <= descriptors)
        #expect(budget.connections >= 8)
    }
}
