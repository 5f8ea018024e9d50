import JotopTestSupport
import NIOCore
import ProxyCore
import Testing

@testable import ProxyEngine

/// What somebody changes while the proxy runs.
@Suite("Controls", .timeLimit(.minutes(5)))
struct ControlTests {
    @Test("With minting off every request gets 503 and nothing goes upstream, cached token or not")
    func off() throws {
        let proxy = try EmbeddedProxy()
        let turned = [
            proxy.context.engine.controls.minting.turn(on: false),
            proxy.context.engine.controls.minting.turn(on: false),
        ]
        #expect(turned == [true, false])
        try proxy.clientSends(EmbeddedProxy.head())
        let answer = try proxy.clientGets()
        #expect(answer == ConnectionHandlerTests.refusal(.mintingOff, "503 Service Unavailable"))
        #expect(answer.hasSuffix("\r\n\r\ntoken minting is off"))
        #expect(try proxy.upstreamGets() == "")
        #expect(proxy.context.engine.controls.minting.turn(on: true))
        try proxy.clientSends(EmbeddedProxy.head())
        #expect(try proxy.upstreamGets().hasPrefix("GET / HTTP/1.1\r\n"))
    }

    @Test("A request that was waiting for its token gets 503")
    func offWhileWaiting() async throws {
        let upstream = try await RawServer.start()
        try await RunningProxy.with(tokens: .awaited) { proxy in
            let client = try await proxy.connect()
            try await client.write(
                "GET / HTTP/1.1\r\nHost: localhost\r\nX-Upstream-Host: 127.0.0.1:\(upstream.port)\r\n\r\n")
            await proxy.tokens.isWaitedFor()
            #expect(proxy.controls.minting.turn(on: false))
            proxy.tokens.release()
            let answer = await client.readMessage()
            #expect(answer.hasPrefix("HTTP/1.1 503 "))
            #expect(answer.contains("\r\nX-Jotop-Error: minting_off\r\n"))
            let end = try #require(await proxy.probe.first(\.ended))
            #expect(end.token == nil)
            #expect(end.error?.code == .mintingOff)
        }
    }

    @Test("Audiences set for a host by hand hold from the next request on, for that host alone, until taken back")
    func audiences() async throws {
        let (one, other) = (try await RawServer.start(), try await RawServer.start())
        try await RunningProxy.with { proxy in
            let hosts = ["127.0.0.1:\(one.port)", "127.0.0.1:\(other.port)"]
            let client = try await proxy.connect()
            func ask(_ index: Int) async throws {
                try await client.write(
                    "GET / HTTP/1.1\r\nHost: localhost\r\nX-Upstream-Host: \(hosts[index])\r\n\r\n")
                let server = try await (index == 0 ? one : other).accept()
                _ = await server.read(through: "\r\n\r\n")
                try await server.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                _ = await client.read(through: "\r\n\r\n")
            }
            try await ask(0)
            #expect(proxy.controls.audiences.set(AudienceSet(["urn:b", "urn:a"]), for: hosts[0]))
            try await ask(0)
            try await ask(1)
            #expect(proxy.controls.audiences.set(nil, for: hosts[0]))
            #expect(!proxy.controls.audiences.set(nil, for: hosts[0]))
            try await ask(0)
            #expect(
                proxy.tokens.requests.map(\.description) == [
                    "http://127.0.0.1", "urn:a,urn:b", "http://127.0.0.1", "http://127.0.0.1",
                ])
        }
    }
}
