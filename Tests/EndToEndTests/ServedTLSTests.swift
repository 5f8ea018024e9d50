import Foundation
import JotopTestSupport
import NIOCore
import NIOSSL
import ProxyCore
import ProxyEngine
import Testing

@Suite("HTTPS towards clients", .timeLimit(.minutes(5)))
struct ServedTLSTests {
    private static let request = "GET /a?b HTTP/1.1\r\nHost: localhost\r\n"

    @Test(
        "A client that trusts the certificate is served, by HTTP/1.1, with TLS 1.2 and later",
        arguments: [
            TLSVersion.tlsv12, .tlsv13,
        ])
    func served(_ version: TLSVersion) async throws {
        let upstream = try await RawServer.start()
        try await HTTP2World.secureProxy { proxy, certificate in
            let client = try await proxy.connectTLS(trusting: certificate, newest: version)
            for _ in 1...2 {
                try await client.write(Self.request + "X-Upstream-Host: 127.0.0.1:\(upstream.port)\r\n\r\n")
            }
            let server = try await upstream.accept()
            for _ in 1...2 {
                #expect(await server.readMessage().hasPrefix("GET /a?b HTTP/1.1\r\n"))
                try await server.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
                #expect(await client.readMessage().hasSuffix("\r\n\r\nok"))
            }
            #expect(proxy.stats.snapshot().handshakeFailures == 0)
        }
    }

    @Test("The event that tells of the listener says that it speaks HTTPS")
    func listening() async throws {
        let (secure, plain) = (
            Listening(time: .now(), address: "127.0.0.1:1", upstream: "x", isEncrypted: true),
            Listening(time: .now(), address: "127.0.0.1:1", upstream: "x")
        )
        #expect(secure.place == "https://127.0.0.1:1" && secure.scheme == "https")
        #expect(plain.place == "127.0.0.1:1" && plain.scheme == "http")
    }

    @Test("An older TLS is refused")
    func old() async throws {
        try await HTTP2World.secureProxy { proxy, certificate in
            let client = try await proxy.connectTLS(trusting: certificate, newest: .tlsv11)
            #expect(await client.readToEnd() == "")
            #expect(await proxy.probe.first(\.tls) == .handshakeFailed(reason: "the client speaks no TLS 1.2 or later"))
            #expect(proxy.stats.snapshot().requests == 0)
        }
    }

    @Test("A client that does not trust the certificate is told of, and is no flow")
    func untrusted() async throws {
        let other = try TestCertificate("localhost")
        try await HTTP2World.secureProxy { proxy, _ in
            let client = try await proxy.connectTLS(trusting: other)
            #expect(await client.readToEnd() == "")
            guard case .handshakeFailed(let reason)? = await proxy.probe.first(\.tls) else {
                Issue.record("nothing was told")
                return
            }
            #expect(reason.hasPrefix("the client "))
            #expect(proxy.stats.snapshot().handshakeFailures == 1 && proxy.stats.snapshot().requests == 0)
        }
    }

    @Test("Plain HTTP gets an answer in plain HTTP that names the mistake, and the connection ends")
    func plain() async throws {
        try await HTTP2World.secureProxy { proxy, _ in
            let client = try await proxy.connect()
            try await client.write(Self.request + "\r\n")
            let answer = await client.readToEnd()
            #expect(answer.hasPrefix("HTTP/1.1 400 Bad Request\r\n"))
            #expect(answer.contains("X-Jotop-Error: malformed_request\r\n"))
            #expect(answer.hasSuffix("\r\n\r\nplain HTTP request sent to an HTTPS port: use https://"))
            await client.close()
            #expect(
                await proxy.probe.first(\.tls)
                    == .handshakeFailed(reason: "plain HTTP was spoken to the HTTPS port"))
            #expect(proxy.stats.snapshot().handshakeFailures == 1 && proxy.stats.snapshot().requests == 0)
        }
    }

    @Test("What is neither is sent away without a word", arguments: ["\0\u{1}\u{2}", "\r\n\r\n", "ssh"])
    func garbage(_ bytes: String) async throws {
        try await HTTP2World.secureProxy { proxy, _ in
            let client = try await proxy.connect()
            try await client.write(bytes)
            #expect(await client.readToEnd() == "")
            #expect(await proxy.probe.first(\.tls) == .handshakeFailed(reason: "what came is no TLS"))
        }
    }

    @Test(
        "A client that says nothing, or stops in the middle, has the time of a head",
        arguments: ["", "\u{16}\u{3}\u{1}"])
    func slow(_ bytes: String) async throws {
        try await HTTP2World.secureProxy({ $0.limits.headTimeout = .milliseconds(200) }) { proxy, _ in
            let client = try await proxy.connect()
            if !bytes.isEmpty { try await client.write(bytes) }
            #expect(await client.readToEnd() == "")
            guard case .handshakeFailed(let reason)? = await proxy.probe.first(\.tls) else {
                Issue.record("nothing was told")
                return
            }
            #expect(reason.hasPrefix("there was no TLS handshake within "))
            #expect(proxy.stats.snapshot().handshakeFailures == 1)
        }
    }

    @Test("One client too many is told so through TLS")
    func surplus() async throws {
        try await HTTP2World.secureProxy({ $0.limits.connections = 1 }) { proxy, certificate in
            let served = try await proxy.connectTLS(trusting: certificate)
            try await served.write(Self.request + "\r\n")
            #expect(await served.readMessage().hasPrefix("HTTP/1.1 400 "))
            let refused = try await proxy.connectTLS(trusting: certificate)
            #expect(await refused.readToEnd().contains("X-Jotop-Error: too_many_connections\r\n"))
        }
    }

    @Test("A tunnel goes through TLS both ways, and ends with the client")
    func tunnel() async throws {
        let upstream = try await RawServer.start()
        try await HTTP2World.secureProxy { proxy, certificate in
            let client = try await proxy.connectTLS(trusting: certificate)
            try await client.write(
                Self.request
                    + "X-Upstream-Host: 127.0.0.1:\(upstream.port)\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n"
            )
            let server = try await upstream.accept()
            _ = await server.readMessage()
            try await server.write(
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\nwelcome")
            #expect(await client.read(through: "welcome").hasSuffix("\r\n\r\nwelcome"))
            try await client.write("hello")
            #expect(await server.read(through: "hello") == "hello")
            // The client waits for the other direction to end, as TLS has it.
            async let leave: Void = client.close()
            #expect(await server.readToEnd() == "")
            await server.close()
            await leave
            let end = try #require(await proxy.probe.first(\.ended))
            #expect(end.status == 101 && end.requestBytes == 5 && end.responseBytes == 7)
        }
    }

    @Test("A changed certificate is served without a restart; a broken one is told of, and the old one goes on")
    func change() async throws {
        let time = ManualTime(wallStart: .now())
        try await ServerCertificateFiles.temporary { files in
            let (first, second) = (try TestCertificate("localhost"), try TestCertificate("localhost"))
            try first.write(to: files)
            try await RunningProxy.with(time: time.source) {
                $0.certificate = files
            } _: { proxy in
                try await proxy.greets(trusting: first)
                try "nonsense".write(toFile: files.chain, atomically: true, encoding: .utf8)
                time.advance(by: .seconds(1))
                try await proxy.greets(trusting: first)
                guard case .certificateKept(let reason)? = await proxy.probe.first(\.tls) else {
                    Issue.record("nothing was told")
                    return
                }
                #expect(reason.contains("--tls-cert \(files.chain): there is no certificate in it"))
                try second.write(to: files)
                // No look without need: within the same second nothing is known of it.
                try await proxy.greets(trusting: first)
                time.advance(by: .seconds(1))
                try await proxy.greets(trusting: second)
                guard case .certificateChanged? = await proxy.probe.first(\.tls) else {
                    Issue.record("nothing was told")
                    return
                }
            }
        }
    }

    @Test("A certificate that is out of its time is served, and told of at the start and when it is taken up")
    func outOfTime() async throws {
        let time = ManualTime(wallStart: .now())
        try await ServerCertificateFiles.temporary { files in
            let old = try TestCertificate("localhost", start: -9000)
            let early = try TestCertificate("localhost", start: 600)
            try old.write(to: files)
            try await RunningProxy.with(time: time.source) {
                $0.certificate = files
            } _: { proxy in
                guard case .certificateInvalid(let reason)? = await proxy.probe.first(\.tls) else {
                    Issue.record("nothing was told")
                    return
                }
                #expect(reason.hasPrefix("it expired at "))
                try early.write(to: files)
                time.advance(by: .seconds(1))
                let client = try await proxy.connect()
                guard case .certificateChanged? = await proxy.probe.first(\.tls),
                    case .certificateInvalid(let reason)? = await proxy.probe.first(\.tls)
                else {
                    Issue.record("nothing was told")
                    return
                }
                #expect(reason.hasPrefix("it is not valid before "))
                await client.close()
            }
        }
    }

    private static let encrypted = "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIIB\n-----END ENCRYPTED PRIVATE KEY-----\n"
    private static let oldEncrypted =
        "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nMIIB\n-----END RSA PRIVATE KEY-----\n"

    @Test("Files that are of no use are refused at the start, with what to do and nothing of the key")
    func broken() async throws {
        let (own, other) = (try TestCertificate("localhost"), try TestCertificate("localhost"))
        let (chain, key) = (try own.chain, own.keyText)
        let cases: [(String?, String?, String)] = [
            (nil, key, "--tls-cert"), (chain, nil, "--tls-key"), ("", key, "no certificate"),
            (key, key, "no certificate"),
            (chain, chain, "no private key"), (chain, Self.encrypted, "openssl pkey"),
            (chain, Self.oldEncrypted, "openssl pkey"), (chain, other.keyText, "issued together"),
            (String(repeating: "x", count: 1 << 20), key, "larger than"),
        ]
        for (chain, key, words) in cases {
            try await ServerCertificateFiles.temporary { files in
                try chain?.write(toFile: files.chain, atomically: true, encoding: .utf8)
                try key?.write(toFile: files.key, atomically: true, encoding: .utf8)
                let error = await #expect(throws: ServerCertificateError.self) {
                    try await RunningProxy.with({ $0.certificate = files }) { _ in }
                }
                let text = try #require(error).description
                #expect(text.contains(words))
                for line in own.keyText.split(separator: "\n") where !line.hasPrefix("-") {
                    #expect(!text.contains(line))
                }
            }
        }
    }
}

extension RunningProxy {
    /// Speaks TLS to it, trusting one certificate alone.
    func connectTLS(trusting certificate: TestCertificate, newest: TLSVersion? = nil) async throws -> RawConnection {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.trustRoots = .certificates([try certificate.loaded])
        configuration.maximumTLSVersion = newest
        configuration.applicationProtocols = ["http/1.1"]
        let tls = try NIOSSLContext(configuration: configuration)
        return try await RawConnection.connect(to: port, halfCloses: false) { channel in
            try channel.pipeline.syncOperations.addHandler(
                NIOSSLClientHandler(context: tls, serverHostname: "localhost"))
        }
    }

    /// Expects an answer through TLS.
    fileprivate func greets(trusting certificate: TestCertificate) async throws {
        let client = try await connectTLS(trusting: certificate)
        try await client.write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        let answer = await client.readMessage()
        #expect(answer.hasPrefix("HTTP/1.1 400 "))
        await client.close()
    }
}
