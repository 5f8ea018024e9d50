import Foundation
import JotopTestSupport
import NIOCore
import NIOHPACK
import NIOHTTP2
import ProxyCore
import ProxyEngine
import Testing

@Suite("How connections in HTTP/2 begin and end", .timeLimit(.minutes(5)))
struct HTTP2LifetimeTests {
    @Test("At shutdown a client is told to leave, its request comes to its end, and the connection is closed")
    func shutdown() async throws {
        let upstream = try await RawServer.start()
        try await ServerCertificateFiles.temporary { files in
            let certificate = try TestCertificate("localhost")
            try certificate.write(to: files)
            let (clients, queue) = AsyncStream.makeStream(of: FrameConnection.self)
            async let answer: ReceivedMessage? = {
                for await client in clients {
                    let goAway = await client.nextGoAway()
                    #expect(goAway?.code == .noError && goAway?.last == .maxID)
                    let server = try await upstream.accept()
                    try await server.write("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nlast")
                    let message = await client.message(1)
                    // Said again with the number, unless the last answer comes before the client has told that it knows.
                    let last = await client.nextGoAway()?.last
                    #expect(last == nil || last == 1)
                    await client.closed()
                    return message
                }
                return nil
            }()
            try await RunningProxy.with {
                $0.certificate = files
                $0.drainTimeout = .seconds(1_800)
            } _: { proxy in
                let client = try await FrameConnection.connect(to: proxy.port, trusting: certificate)
                try await client.head(1, .request(to: upstream.name), ends: true)
                _ = await proxy.probe.first { if case .flowStarted(let start) = $0 { start } else { nil } }
                queue.yield(client)
            }
            #expect(try await answer?.body == "last")
        }
    }

    @Test("A client without requests is told to leave, and closed, at shutdown")
    func idleShutdown() async throws {
        try await ServerCertificateFiles.temporary { files in
            let certificate = try TestCertificate("localhost")
            try certificate.write(to: files)
            let client = try await RunningProxy.with {
                $0.certificate = files
                $0.drainTimeout = .seconds(1_800)
            } _: { proxy in
                let client = try await FrameConnection.connect(to: proxy.port, trusting: certificate)
                let answer = try await client.get(
                    1, [":method": "GET", ":scheme": "https", ":path": "/", ":authority": "x"])
                #expect(answer.status == "400")
                return client
            }
            #expect(await client.nextGoAway()?.code == .noError)
            await client.closed()
        }
    }

    @Test("A client that asks for nothing is told to leave after a while, and closed")
    func idle() async throws {
        try await HTTP2World.serve {
            $0.limits.idleTimeout = .seconds(3)
        } _: { _, client in
            #expect(await client.nextGoAway()?.code == .noError)
            await client.closed()
        }
    }

    @Test("A client that agrees on HTTP/2 and says nothing has the time of a head")
    func silent() async throws {
        try await HTTP2World.secureProxy {
            $0.limits.headTimeout = .milliseconds(300)
        } _: { proxy, certificate in
            let client = try await RawHTTP2.connect(to: proxy.port, trusting: certificate, speaks: false)
            #expect(await client.readToEnd().allSatisfy { $0.type == .settings })
        }
    }

    @Test("One client too many is told so, and to leave")
    func surplus() async throws {
        try await HTTP2World.secureProxy {
            $0.limits.connections = 1
        } _: { proxy, certificate in
            let first = try await FrameConnection.connect(to: proxy.port, trusting: certificate)
            let served = try await first.get(1, .request(to: "bad/name"))
            #expect(served.status == "400")
            let second = try await FrameConnection.connect(to: proxy.port, trusting: certificate)
            let refused = try await second.get(1, .request(to: "bad/name"))
            #expect(refused.status == "503" && refused["x-jotop-error"] == "too_many_connections")
            #expect(await second.nextGoAway()?.code == .noError)
            await second.closed()
        }
    }

    @Test("The event of a flow says what each side spoke")
    func versions() async throws {
        let upstream = try await SecureUpstream.start()
        try await upstream.served { proxy, client in
            try await client.head(1, .request(to: SecureUpstream.name), ends: true)
            let server = try await upstream.accept()
            _ = await server.nextHead()
            try await server.answer(1)
            _ = await client.message(1)
            let end = try #require(await proxy.probe.first(\.ended))
            #expect(end.clientVersion == "HTTP/2" && end.upstreamVersion == "HTTP/2")
        }
    }

    @Test("curl speaks HTTP/2 to it, up and down", .enabled(if: Curl.speaksHTTP2, "no curl with HTTP/2 here"))
    func curl() async throws {
        let upstream = try await SecureUpstream.start()
        let echoing = Task {
            await upstream.serveAll { server, stream in
                var body = ""
                while let piece = await server.nextData(stream) {
                    body += piece.text
                    if piece.ends { break }
                    try? await server.send(.rootStream, .windowUpdate(windowSizeIncrement: piece.text.utf8.count))
                }
                try? await server.head(stream, [":status": "200", "x-length": "\(body.utf8.count)"])
                try? await server.data(stream, body, ends: true)
            }
        }
        defer { echoing.cancel() }
        try await ServerCertificateFiles.temporary { files in
            try TestCertificate("localhost").write(to: files)
            try await upstream.proxied {
                $0.certificate = files
                $0.upstreamTimeout = .seconds(300)
            } _: { proxy in
                let body = files.chain + ".body"
                try String(repeating: "0123456789", count: 300_000).write(
                    toFile: body, atomically: true, encoding: .utf8)
                let output = try await Curl.run(
                    "--http2", "--silent", "--show-error", "--cacert", files.chain, "--data-binary", "@\(body)",
                    "--header", "X-Upstream-Host: \(SecureUpstream.name)",
                    "--write-out", "%{http_version} %{http_code} %{size_download}", "--output", "/dev/null",
                    "https://localhost:\(proxy.port)/")
                #expect(output == "2 200 3000000")
            }
        }
    }
}

/// The program, where it is installed.
private enum Curl {
    static let speaksHTTP2: Bool = {
        guard let output = try? run(["--version"]) else { return false }
        return output.contains("HTTP2")
    }()

    static func run(_ arguments: String...) async throws -> String {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(with: Result { try run(arguments) }) }
        }
    }

    private static func run(_ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/curl")
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }
}
