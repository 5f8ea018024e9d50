import JotopTestSupport
import NIOCore
import NIOHPACK
import NIOHTTP2
import NIOSSL
import ProxyCore
import ProxyEngine
import Testing

@Suite("HTTP/2 towards clients", .timeLimit(.minutes(5)))
struct ServedHTTP2Tests {
    @Test("A request goes on in HTTP/1.1, its pseudo-fields translated, its cookie in one piece, its token in place")
    func served() async throws {
        let upstream = try await RawServer.start()
        try await HTTP2World.serve { proxy, client in
            try await client.head(
                1,
                .request(
                    "GET", "/a//b?c=%2F", to: upstream.name, ("cookie", "a=1"), ("authorization", "Basic x"),
                    ("te", "trailers"), ("cookie", "b=2"), ("x-two", " padded "), ("x-two", "2")), ends: true)
            let server = try await upstream.accept()
            let head = await server.readMessage()
            let lines = head.split(separator: "\r\n")
            #expect(lines.first == "GET /a//b?c=%2F HTTP/1.1")
            #expect(
                lines.dropFirst().filter { !$0.hasPrefix("Authorization: Bearer ") } == [
                    "Host: \(upstream.name)", "cookie: a=1; b=2", "te: trailers", "x-two: padded", "x-two: 2",
                ])
            #expect(lines.count == 7)
            try await server.write(
                "HTTP/1.1 203 Odd\r\nX-Case: Kept\r\nConnection: x-gone\r\nX-Gone: 1\r\nContent-Length: 2\r\n\r\nok")
            let answer = await client.message(1)
            #expect(answer.head == [":status": "203", "x-case": "Kept", "content-length": "2"])
            #expect(answer.body == "ok" && answer.isComplete)
            let end = try #require(await proxy.probe.first(\.ended))
            #expect(end.status == 203 && end.error == nil && end.responseBytes == 2)
        }
    }

    @Test("A body without a length goes on in chunks; its trailers, and those of the answer, go with it")
    func trailers() async throws {
        let upstream = try await RawServer.start()
        try await HTTP2World.serve { _, client in
            try await client.head(1, .request("POST", to: upstream.name, ("trailer", "x-sum")))
            try await client.data(1, "one")
            let server = try await upstream.accept()
            #expect(await server.read(through: "3\r\none\r\n").contains("\r\nTransfer-Encoding: chunked\r\n"))
            try await client.data(1, "")
            try await client.data(1, "two")
            try await client.head(1, ["x-sum": "6", "authorization": "no"], ends: true)
            #expect(await server.read(through: "\r\n\r\n") == "3\r\ntwo\r\n0\r\nx-sum: 6\r\n\r\n")
            try await server.write(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-End\r\n\r\n2\r\nok\r\n0\r\nX-End: 1\r\n\r\n"
            )
            let answer = await client.message(1)
            #expect(answer.body == "ok" && answer.trailers == ["x-end": "1"] && answer["trailer"] == "X-End")
        }
    }

    @Test("A client that waits for 100 gets it from upstream, before it sends its body")
    func expectation() async throws {
        let upstream = try await RawServer.start()
        try await HTTP2World.serve { _, client in
            try await client.head(
                1, .request("PUT", to: upstream.name, ("expect", "100-continue"), ("content-length", "4")))
            let server = try await upstream.accept()
            #expect(await server.read(through: "\r\n\r\n").contains("\r\nexpect: 100-continue\r\n"))
            try await server.write("HTTP/1.1 100 Continue\r\n\r\n")
            let interim = try #require(await client.nextHead())
            #expect(interim[":status"] == "100" && !interim.ends)
            try await client.data(1, "body", ends: true)
            #expect(await server.read(through: "body") == "body")
            try await server.write("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n")
            let answer = await client.message(1)
            #expect(answer.interim == ["103"] && answer.status == "204" && answer.isComplete && answer.body == "")
        }
    }

    @Test(
        "An answer without a body ends with its head, whatever its length says",
        arguments: [("HEAD", "200"), ("GET", "304"), ("GET", "204")])
    func bodiless(_ method: String, _ status: String) async throws {
        let upstream = try await RawServer.start()
        try await HTTP2World.serve { _, client in
            for stream: HTTP2StreamID in [1, 3] {
                try await client.head(stream, .request(method, to: upstream.name), ends: true)
                let server = try await upstream.accept()
                _ = await server.readMessage()
                try await server.write("HTTP/1.1 \(status) X\r\nConnection: close\r\nContent-Length: 7\r\n\r\n")
                let head = try #require(await client.nextHead())
                #expect(head.ends && head[":status"] == status && head.stream == stream)
                #expect(head["content-length"] == (status == "204" ? nil : "7"))
            }
        }
    }

    @Test("An answer that is cut short upstream is broken off, never completed")
    func cutShort() async throws {
        let upstream = try await RawServer.start()
        try await HTTP2World.serve { _, client in
            for (stream, framing) in [(1, "Content-Length: 9"), (3, "Transfer-Encoding: chunked")] {
                try await client.head(HTTP2StreamID(stream), .request(to: upstream.name), ends: true)
                let server = try await upstream.accept()
                _ = await server.readMessage()
                try await server.write("HTTP/1.1 200 OK\r\n\(framing)\r\n\r\n2\r\nab\r\n")
                #expect(await client.nextHead()?[":status"] == "200")
                await server.close()
                #expect(await client.nextReset(HTTP2StreamID(stream)) == .internalError)
            }
        }
    }

    @Test("A client that gives its stream up ends the request upstream at once, and its other streams go on")
    func cancelled() async throws {
        let upstream = try await RawServer.start()
        try await HTTP2World.serve { proxy, client in
            try await client.head(1, .request(to: upstream.name), ends: true)
            let first = try await upstream.accept()
            _ = await first.readMessage()
            try await client.send(1, .rstStream(.cancel))
            #expect(await first.readToEnd() == "")
            #expect(await proxy.probe.first(\.ended)?.error?.code == .clientGone)
            try await client.head(3, .request(to: upstream.name), ends: true)
            let second = try await upstream.accept()
            _ = await second.readMessage()
            try await second.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
            #expect(await client.message(3).status == "200")
        }
    }

    @Test("An answer that comes before the request is complete is given in full, and the rest is told to be unwanted")
    func early() async throws {
        let upstream = try await RawServer.start()
        try await HTTP2World.serve { _, client in
            try await client.head(1, .request("POST", to: upstream.name))
            try await client.data(1, "begun")
            let server = try await upstream.accept()
            _ = await server.read(through: "begun\r\n")
            try await server.write("HTTP/1.1 413 Too Much\r\nContent-Length: 2\r\n\r\nno")
            let answer = await client.message(1)
            #expect(answer.status == "413" && answer.body == "no" && answer.isComplete)
            #expect(await client.nextReset(1) == .noError)
        }
    }

    @Test("One stream whose answer nobody reads, or whose body nobody takes, holds back no other")
    func flowControl() async throws {
        let upstream = try await RawServer.start()
        try await HTTP2World.serve(window: 1000) { _, client in
            try await client.head(1, .request("GET", "/stuck", to: upstream.name), ends: true)
            let stuck = try await upstream.accept()
            _ = await stuck.readMessage()
            let size = 64 << 20
            try await stuck.write("HTTP/1.1 200 OK\r\nContent-Length: \(size)\r\n\r\n")
            let feeding = Task { try await stuck.write(bytes: size) }
            #expect(await client.nextData(1)?.text.utf8.count == 1000)
            for stream in stride(from: 3, through: 41, by: 2) {
                let stream = HTTP2StreamID(stream)
                try await client.head(stream, .request(to: upstream.name), ends: true)
                let server = try await upstream.accept()
                _ = await server.readMessage()
                try await server.write("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 5\r\n\r\nflows")
                #expect(await client.message(stream).body == "flows")
            }
            // A window's worth is all that comes, until more is asked for.
            try await client.send(1, .windowUpdate(windowSizeIncrement: 500))
            #expect(await client.nextData(1)?.text.utf8.count == 500)
            try await client.send(1, .rstStream(.cancel))
            #expect(await feeding.result.isFailure)
        }
    }

    @Test("A thousand requests one after another, and a hundred at a time, over one connection")
    func many() async throws {
        let upstream = try await RawServer.start()
        let serving = Task { await upstream.greetAll() }
        defer { serving.cancel() }
        try await HTTP2World.serve { proxy, client in
            for number in 0..<1000 {
                let answer = try await client.get(HTTP2StreamID(2 * number + 1), .request(to: upstream.name))
                guard answer.status == "200", answer.body == "hello" else {
                    Issue.record("request \(number): \(answer)")
                    return
                }
            }
            let streams = (1000..<1100).map { HTTP2StreamID(2 * $0 + 1) }
            for stream in streams { try await client.head(stream, .request(to: upstream.name), ends: true) }
            for stream in streams { #expect(await client.message(stream).body == "hello") }
            #expect(proxy.stats.snapshot().requests == 1100)
        }
    }
}

extension Result {
    fileprivate var isFailure: Bool { if case .failure = self { true } else { false } }
}
