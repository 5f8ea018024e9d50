import Foundation
import JotopTestSupport
import NIOCore
import NIOSSL
import ProxyCore
import Testing

/// Whoever breaks a connection can look like one who has said everything; in TLS the two can be told apart (RFC 8446, section 6.1).
@Suite("The end of TLS", .timeLimit(.minutes(5)))
struct TLSEndingTests {
    @Test(
        "An answer that ends with its connection is whole if TLS has ended first, and cut short otherwise",
        arguments: [true, false])
    func upstream(_ ends: Bool) async throws {
        let upstream = try await SecureUpstream.start(["http/1.1"])
        try await upstream.proxied { _ in
        } _: { proxy in
            let client = try await proxy.connect()
            try await client.write("GET / HTTP/1.1\r\nHost: x\r\nX-Upstream-Host: \(SecureUpstream.name)\r\n\r\n")
            let server = try await upstream.acceptOld()
            _ = await server.readMessage()
            try await server.write("HTTP/1.1 200 OK\r\n\r\nabc")
            if ends {
                await server.close()
                #expect(await client.read(through: "0\r\n\r\n").hasSuffix("\r\n\r\n3\r\nabc\r\n0\r\n\r\n"))
            } else {
                try await server.channel.pipeline.context(handlerType: NIOSSLServerHandler.self).flatMap { $0.close() }
                    .get()
                #expect(await client.readToEnd().hasSuffix("\r\n\r\n3\r\nabc\r\n"))
            }
            let error = try #require(await proxy.probe.first(\.ended)).error
            #expect(error?.code == (ends ? nil : .upstreamAborted))
        }
    }

    @Test("A client in TLS can tell an answer that was cut short from one that was not", arguments: [true, false])
    func client(_ isWhole: Bool) async throws {
        let upstream = try await RawServer.start()
        try await HTTP2World.secureProxy { proxy, certificate in
            let client = try await proxy.connectTLS(trusting: certificate)
            // To whom only the end of the connection says that the answer is over.
            try await client.write(
                "GET / HTTP/1.0\r\nHost: localhost\r\nX-Upstream-Host: 127.0.0.1:\(upstream.port)\r\n\r\n")
            let server = try await upstream.accept()
            _ = await server.readMessage()
            try await server.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n")
            if isWhole { try await server.write("0\r\n\r\n") } else { await server.close() }
            #expect(await client.readToEnd().hasSuffix("\r\n\r\nabc"))
            #expect(await client.wasReset == !isWhole)
        }
    }
}
