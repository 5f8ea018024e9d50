import JotopTestSupport
import ProxyCore
import ProxyEngine
import Testing

/// What goes upstream and what comes back, byte for byte: raw sockets on both sides.
@Suite("Forwarding", .timeLimit(.minutes(5)))
struct ForwardingTests {
    @Test("The token takes the place of every Authorization; the host header and hop-by-hop fields stay behind")
    func requestHead() async throws {
        let upstream = try await RawServer.start()
        try await RunningProxy.with { proxy in
            let client = try await proxy.connect()
            try await client.write(
                """
                GET /a//b/%2F?q=1;2& HTTP/1.1\r
                Host: 127.0.0.1:\(proxy.port)\r
                x-upstream-host: 127.0.0.1:\(upstream.port)\r
                AUTHORIZATION: Basic inbound-secret\r
                authorization: Bearer other-secret\r
                X-Trace: one\r
                Connection: keep-alive, X-Private\r
                X-Private: mine\r
                TE: trailers\r
                x-TRACE: two\r
                Proxy-Authorization: Basic third-secret\r
                \r

                """)
            let server = try await upstream.accept()
            let head = await server.read(through: "\r\n\r\n")
            let token = FakeTokens.compact(audiences: ["http://127.0.0.1"])
            #expect(
                head == """
                    GET /a//b/%2F?q=1;2& HTTP/1.1\r
                    Host: 127.0.0.1:\(upstream.port)\r
                    X-Trace: one\r
                    TE: trailers\r
                    x-TRACE: two\r
                    Authorization: Bearer \(token)\r
                    \r

                    """)
            try await server.write("HTTP/1.1 204 No Content\r\n\r\n")
            #expect(await client.read(through: "\r\n\r\n") == "HTTP/1.1 204 No Content\r\n\r\n")
        }
    }

    @Test("An answer passes as it is, but for what belongs to the connection")
    func responseHead() async throws {
        let upstream = try await RawServer.start()
        try await RunningProxy.with { proxy in
            let (client, server) = try await proxy.exchange(over: upstream)
            try await server.write(
                """
                HTTP/1.1 418 I'm a teapot\r
                Set-Cookie: a=1\r
                set-cookie: b=2\r
                Connection: X-Hop\r
                X-Hop: gone\r
                Keep-Alive: timeout=5\r
                Content-Length: 5\r
                \r
                hello
                """)
            #expect(
                await client.readMessage() == """
                    HTTP/1.1 418 I'm a teapot\r
                    Set-Cookie: a=1\r
                    set-cookie: b=2\r
                    Content-Length: 5\r
                    \r
                    hello
                    """)
        }
    }

    @Test("A chunked request goes on as it comes, its trailers too")
    func chunkedRequest() async throws {
        let upstream = try await RawServer.start()
        try await RunningProxy.with { proxy in
            let client = try await proxy.connect()
            try await client.write(
                "POST /up HTTP/1.1\r\nHost: x\r\nX-Upstream-Host: 127.0.0.1:\(upstream.port)\r\nTransfer-Encoding: chunked\r\n\r\n"
            )
            let server = try await upstream.accept()
            #expect(await server.read(through: "\r\n\r\n").contains("Transfer-Encoding: chunked\r\n"))
            try await client.write("5\r\nfirst\r\n")
            #expect(await server.read(through: "first\r\n") == "5\r\nfirst\r\n")
            try await client.write("6\r\nsecond\r\n0\r\nX-Sum: 42\r\n\r\n")
            #expect(await server.read(through: "42\r\n\r\n") == "6\r\nsecond\r\n0\r\nX-Sum: 42\r\n\r\n")
            try await server.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
            #expect(await client.readMessage().hasPrefix("HTTP/1.1 200 OK\r\n"))
        }
    }

    @Test("The first bytes of an answer reach the client before the last are sent")
    func streaming() async throws {
        let upstream = try await RawServer.start()
        try await RunningProxy.with { proxy in
            let (client, server) = try await proxy.exchange(over: upstream, path: "/events")
            try await server.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n8\r\ndata: 1\n\r\n")
            #expect(await client.read(through: "\r\n\r\n").contains("Transfer-Encoding: chunked"))
            #expect(await client.read(through: "1\n\r\n") == "8\r\ndata: 1\n\r\n")
            try await server.write("0\r\n\r\n")
            #expect(await client.read(through: "0\r\n\r\n") == "0\r\n\r\n")
        }
    }

    @Test("100 Continue goes from end to end")
    func expectContinue() async throws {
        let upstream = try await RawServer.start()
        try await RunningProxy.with { proxy in
            let client = try await proxy.connect()
            try await client.write(
                "PUT /big HTTP/1.1\r\nHost: x\r\nX-Upstream-Host: 127.0.0.1:\(upstream.port)\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n"
            )
            let server = try await upstream.accept()
            #expect(await server.read(through: "\r\n\r\n").contains("Expect: 100-continue\r\n"))
            try await server.write("HTTP/1.1 100 Continue\r\n\r\n")
            #expect(await client.read(through: "\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n")
            try await client.write("body")
            #expect(await server.read(through: "body") == "body")
            try await server.write("HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n")
            #expect(await client.readMessage().hasPrefix("HTTP/1.1 201 Created"))
        }
    }

    @Test(
        "A final answer to a client that waits for leave to send its body ends the connection: what comes next is in doubt",
        arguments: ["Expect: 100-continue\r\n", ""])
    func refusedExpectation(_ field: String) async throws {
        let upstream = try await RawServer.start()
        try await RunningProxy.with { proxy in
            let client = try await proxy.connect()
            let host = "Host: x\r\nX-Upstream-Host: 127.0.0.1:\(upstream.port)\r\n"
            try await client.write("PUT /big HTTP/1.1\r\n\(host)\(field)Content-Length: 4\r\n\r\n")
            let server = try await upstream.accept()
            _ = await server.read(through: "\r\n\r\n")
            try await server.write("HTTP/1.1 417 Expectation Failed\r\nContent-Length: 0\r\n\r\n")
            let answer = await client.readMessage()
            #expect(answer.hasPrefix("HTTP/1.1 417 "))
            #expect(answer.contains("Connection: close\r\n") == !field.isEmpty)
        }
    }

    @Test(
        "Answers without a body keep the fields of one",
        arguments: [
            ("HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 1234\r\n\r\n"),
            ("GET", "HTTP/1.1 304 Not Modified\r\nETag: \"x\"\r\n\r\n"), ("DELETE", "HTTP/1.1 204 No Content\r\n\r\n"),
        ])
    func noBody(_ method: String, _ answer: String) async throws {
        let upstream = try await RawServer.start()
        try await RunningProxy.with { proxy in
            let client = try await proxy.connect()
            for _ in 1...2 {
                try await client.write(
                    "\(method) / HTTP/1.1\r\nHost: x\r\nX-Upstream-Host: 127.0.0.1:\(upstream.port)\r\n\r\n")
                let server = try await upstream.accept()
                _ = await server.read(through: "\r\n\r\n")
                try await server.write(answer)
                #expect(await client.read(through: "\r\n\r\n") == answer)
                await server.close()
                await server.closed()
                _ = await proxy.probe.first(\.ended)
            }
        }
    }

    @Test("An answer that ends with its connection is chunked for HTTP/1.1, and closes for HTTP/1.0")
    func closeDelimited() async throws {
        let upstream = try await RawServer.start()
        try await RunningProxy.with { proxy in
            for (version, wanted) in [
                (
                    "1.1",
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n3\r\nold\r\n0\r\n\r\n"
                ),
                ("1.0", "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nold"),
            ] {
                let client = try await proxy.connect()
                try await client.write(
                    "GET / HTTP/\(version)\r\nHost: x\r\nX-Upstream-Host: 127.0.0.1:\(upstream.port)\r\nConnection: close\r\n\r\n"
                )
                let server = try await upstream.accept()
                _ = await server.read(through: "\r\n\r\n")
                try await server.write("HTTP/1.0 200 OK\r\n\r\nold")
                await server.close()
                let answer = await client.readToEnd()
                #expect(answer == wanted)
            }
        }
    }

    @Test("Requests after one another share one upstream connection, and pipelined ones are answered in order")
    func keepAlive() async throws {
        let upstream = try await RawServer.start()
        try await RunningProxy.with { proxy in
            let client = try await proxy.connect()
            let host = "X-Upstream-Host: 127.0.0.1:\(upstream.port)"
            let get = { (number: Int) in "GET /\(number) HTTP/1.1\r\nHost: x\r\n\(host)\r\n\r\n" }
            try await client.write(get(1) + get(2) + get(3))
            let server = try await upstream.accept()
            for number in 1...3 {
                #expect(await server.read(through: "\r\n\r\n").hasPrefix("GET /\(number) "))
                try await server.write("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n\(number)")
                #expect(await client.readMessage().hasSuffix("\r\n\r\n\(number)"))
            }
            var reused: [Bool] = []
            for _ in 1...3 { reused += [await proxy.probe.first(\.ended)?.reusedConnection ?? false] }
            #expect(reused == [false, true, true])
        }
    }

    @Test("The audience is the scheme and host of the upstream, unless one is configured")
    func audience() async throws {
        let upstream = try await RawServer.start()
        let target = try #require(UpstreamTarget(scheme: .http, authority: "127.0.0.1:\(upstream.port)"))
        try await RunningProxy.with { configuration in
            configuration.router = Router(rule: .pinned(target))
            configuration.audience = .configured(AudienceSet("urn:configured"))
        } _: { proxy in
            let client = try await proxy.connect()
            try await client.write("GET / HTTP/1.1\r\nHost: x\r\nX-Upstream-Host: elsewhere.example\r\n\r\n")
            let server = try await upstream.accept()
            #expect(await server.read(through: "\r\n\r\n").contains("X-Upstream-Host: elsewhere.example\r\n"))
            #expect(proxy.tokens.requests == [AudienceSet("urn:configured")])
        }
    }
}
