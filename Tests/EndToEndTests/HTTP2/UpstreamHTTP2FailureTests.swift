import JotopTestSupport
import NIOCore
import NIOHPACK
import NIOHTTP2
import ProxyCore
import ProxyEngine
import Testing

/// Upstreams in HTTP/2 that refuse, reset, leave, keep silent, or answer what is no answer.
@Suite("HTTP/2 upstreams that fail", .timeLimit(.minutes(5)))
struct UpstreamHTTP2FailureTests {
    @Test(
        "After GOAWAY what was not taken up is sent again elsewhere, the rest completes, and new requests go elsewhere")
    func goAway() async throws {
        let upstream = try await SecureUpstream.start()
        try await upstream.served { _, client in
            try await client.head(1, .request(to: SecureUpstream.name), ends: true)
            let first = try await upstream.accept()
            #expect(await first.nextHead()?.stream == 1)
            try await client.head(3, .request("POST", "/again", to: SecureUpstream.name), ends: true)
            #expect(await first.nextHead()?.stream == 3)
            try await first.send(.rootStream, .goAway(lastStreamID: 1, errorCode: .noError, opaqueData: nil))
            let second = try await upstream.accept()
            #expect(await second.nextHead()?[":path"] == "/again")
            try await client.head(5, .request("GET", "/new", to: SecureUpstream.name), ends: true)
            #expect(await second.nextHead()?[":path"] == "/new")
            try await second.answer(1, "again")
            try await second.answer(3, "new")
            try await first.answer(1, "first")
            for (stream, body) in [(1, "first"), (3, "again"), (5, "new")] {
                #expect(await client.message(HTTP2StreamID(stream)).body == body)
            }
            // Nothing is left to do on it.
            await first.closed()
        }
    }

    @Test("A refused stream is sent again, whatever its method, but not without end, and never half a body")
    func refused() async throws {
        let upstream = try await SecureUpstream.start()
        let refusing = Task { await upstream.refuseAll() }
        defer { refusing.cancel() }
        try await upstream.served { _, client in
            let answer = try await client.get(1, .request("POST", to: SecureUpstream.name))
            #expect(answer.status == "502" && answer["x-jotop-error"] == "upstream_unavailable")
        }
        refusing.cancel()
        #expect(await refusing.value == 4)
        let second = try await SecureUpstream.start()
        try await second.served { _, client in
            try await client.head(1, .request("POST", to: SecureUpstream.name))
            try await client.data(1, "half")
            let server = try await second.accept()
            #expect(await server.nextData(1)?.text == "half")
            try await server.send(1, .rstStream(.refusedStream))
            #expect(await client.message(1).status == "502")
        }
    }

    @Test("A stream that is reset before its head is 502, and one that is reset after it is cut short")
    func reset() async throws {
        let upstream = try await SecureUpstream.start()
        try await upstream.served { proxy, client in
            try await client.head(1, .request(to: SecureUpstream.name), ends: true)
            let server = try await upstream.accept()
            _ = await server.nextHead()
            try await server.send(1, .rstStream(.enhanceYourCalm))
            #expect(await client.message(1).status == "502")
            #expect(
                await proxy.probe.first(\.ended)?.error?.detail == "the upstream reset the stream: ENHANCE_YOUR_CALM")
            try await client.head(3, .request(to: SecureUpstream.name), ends: true)
            _ = await server.nextHead()
            try await server.head(3, [":status": "200", "content-length": "9"])
            try await server.data(3, "part")
            try await server.send(3, .rstStream(.internalError))
            let cut = await client.message(3)
            #expect(cut.status == "200" && cut.reset == .internalError && !cut.isComplete)
            #expect(await proxy.probe.first(\.ended)?.error?.code == .upstreamAborted)
        }
    }

    @Test("An answer that is cut short is cut short for HTTP/1.1, too: no last chunk")
    func cutShort() async throws {
        let upstream = try await SecureUpstream.start()
        try await upstream.proxied { proxy in
            let client = try await proxy.ask()
            let server = try await upstream.accept()
            _ = await server.nextHead()
            try await server.head(1, [":status": "200"])
            try await server.data(1, "part")
            #expect(await client.read(through: "part\r\n").hasSuffix("\r\n\r\n4\r\npart\r\n"))
            await server.close()
            #expect(await client.readToEnd() == "")
        }
    }

    @Test("A client that leaves cancels its stream at once, and no other")
    func cancelled() async throws {
        let upstream = try await SecureUpstream.start()
        try await upstream.proxied { proxy in
            let client = try await proxy.ask()
            let server = try await upstream.accept()
            _ = await server.nextHead()
            await client.close()
            #expect(await server.nextReset(1) == .cancel)
            #expect(server.channel.isActive)
        }
    }

    @Test("An upstream that does not answer in time is 504, and its stream is cancelled")
    func timeout() async throws {
        let upstream = try await SecureUpstream.start()
        try await upstream.proxied {
            $0.upstreamTimeout = .seconds(3)
        } _: { proxy in
            let client = try await proxy.ask()
            let server = try await upstream.accept()
            _ = await server.nextHead()
            #expect(await client.readMessage().hasPrefix("HTTP/1.1 504 "))
            #expect(await server.nextReset(1) == .cancel)
        }
    }

    @Test(
        "What is no answer is 502",
        arguments: [
            [(":status", "20")], [(":status", "abc")], [(":status", "101")], [("x", "1")],
            [(":status", "200"), ("x", "a\u{1}b")], [(":status", "200"), ("x", "a\nb")],
            [(":status", "200"), ("connection", "close")], [(":status", "200"), ("X-Upper", "1")],
            [(":status", "200"), ("content-length", "-1")],
            [(":status", "200"), ("content-length", "1"), ("content-length", "2")],
        ])
    func malformed(_ fields: [(String, String)]) async throws {
        let upstream = try await SecureUpstream.start()
        try await upstream.proxied { proxy in
            let client = try await proxy.ask()
            let server = try await upstream.accept()
            _ = await server.nextHead()
            try await server.head(1, HPACKHeaders(fields))
            // After some of these the peer's own framing will have none of it.
            try? await server.data(1, "x", ends: true)
            let answer = await client.readMessage()
            #expect(answer.hasPrefix("HTTP/1.1 502 ") && answer.hasSuffix("upstream unavailable"))
        }
    }

    @Test(
        "A body that is longer or shorter than its head says is never passed on as whole",
        arguments: [("200", "4", "abc"), ("200", "4", "abcde"), ("204", "0", "body")])
    func wrongLength(_ status: String, _ length: String, _ body: String) async throws {
        let upstream = try await SecureUpstream.start()
        try await upstream.proxied { proxy in
            let client = try await proxy.ask()
            let server = try await upstream.accept()
            _ = await server.nextHead()
            try await server.head(1, [":status": status, "content-length": length])
            try await server.data(1, body, ends: true)
            let answer = await client.readToEnd()
            #expect(!answer.contains("abcde") && !answer.hasSuffix("body"))
            #expect(await proxy.probe.first(\.ended)?.error != nil)
        }
    }
}

extension SecureUpstream {
    /// Refuses every stream until the task is cancelled.
    ///
    /// - Returns: how many streams there were.
    fileprivate func refuseAll() async -> Int {
        await serveAll { try? await $0.send($1, .rstStream(.refusedStream)) }.streams
    }
}
