import AWSClient
import AWSProfiles
import Foundation
import HTTPTypes
import JotopTestSupport
import NIOConcurrencyHelpers
import Testing

@testable import JotopApp

/// The way to AWS: proxies, and whom to trust.
@Suite("The way to AWS", .timeLimit(.minutes(5)))
struct AWSTransportTests {
    private static let patience = Duration.seconds(60)

    private static func settings(_ environment: [String: String]) -> AWSSettings {
        AWSSettings(environment: environment, home: "/nonexistent", shared: SharedConfig())
    }

    private static func request(_ authority: String, scheme: String = "http", avoidsProxy: Bool = false)
        -> TransportRequest
    {
        TransportRequest(
            head: HTTPRequest(method: .get, scheme: scheme, authority: authority, path: "/x"),
            avoidsProxy: avoidsProxy)
    }

    @Test("A request goes through the proxy that the variables name, with its password, and nowhere else")
    func proxied() async throws {
        let proxy = try await RawServer.start()
        let network = try AWSNetwork(
            Self.settings(["HTTP_PROXY": "http://user:pass@127.0.0.1:\(proxy.port)", "NO_PROXY": "direct.invalid"]))
        try await AWSTransport.with(network) { transport in
            async let answer = transport.send(Self.request("sts.example.invalid"), timeout: Self.patience)
            let connection = try await proxy.accept()
            let tunnel = await connection.read(through: "\r\n\r\n")
            #expect(tunnel.hasPrefix("CONNECT sts.example.invalid:80 HTTP/1.1\r\n"))
            #expect(tunnel.lowercased().contains("proxy-authorization: basic \("user:pass".base64)".lowercased()))
            try await connection.write("HTTP/1.1 200 OK\r\n\r\n")
            let request = await connection.read(through: "\r\n\r\n")
            #expect(request.hasPrefix("GET /x HTTP/1.1\r\n"))
            #expect(!request.lowercased().contains("proxy-authorization"))
            try await connection.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi")
            #expect(try await answer.body == Array("hi".utf8))
            for straight in [
                Self.request("direct.invalid"), Self.request("sts.example.invalid", avoidsProxy: true),
            ] {
                let error = await #expect(throws: TransportError.self) {
                    try await transport.send(straight, timeout: Self.patience)
                }
                #expect(error?.description.contains("unknown host") == true)
            }
        }
        await proxy.close()
    }

    @Test("An https endpoint named by an address of numbers is refused behind a proxy, and nothing is sent there")
    func numbers() async throws {
        let proxy = try await RawServer.start()
        let network = try AWSNetwork(Self.settings(["HTTPS_PROXY": "http://127.0.0.1:\(proxy.port)"]))
        try await AWSTransport.with(network) { transport in
            for authority in ["192.0.2.1", "[2001:db8::1]:8443"] {
                let error = await #expect(throws: TransportError.self) {
                    try await transport.send(Self.request(authority, scheme: "https"), timeout: Self.patience)
                }
                #expect(error?.description.contains("cannot be verified through a proxy") == true)
                #expect(error?.description.contains("NO_PROXY") == true)
            }
        }
        await proxy.close()
    }

    @Test("A proxy that cannot be used is refused with what to do", arguments: ["https://p.invalid:1", "socks5://p:1"])
    func unusableProxies(_ address: String) {
        let error = #expect(throws: AWSNetwork.Failure.self) {
            try AWSNetwork(Self.settings(["HTTPS_PROXY": address]))
        }
        #expect(error?.message.contains("HTTPS_PROXY") == true)
        #expect(error?.remedy.contains("http://") == true)
    }

    @Test("AWS_CA_BUNDLE is trusted, and without it the same server is not")
    func bundle() async throws {
        let server = try await TLSServer.start(name: "localhost")
        let file = try server.trustFile()
        defer { try? FileManager.default.removeItem(at: file) }
        let request = Self.request("localhost:\(server.port)", scheme: "https")
        try await AWSTransport.with(try AWSNetwork(Self.settings(["AWS_CA_BUNDLE": file.path]))) { transport in
            let response = try await transport.send(request, timeout: Self.patience)
            #expect(response.head.status == .ok)
        }
        try await AWSTransport.with(try AWSNetwork(Self.settings([:]))) { transport in
            let error = await #expect(throws: TransportError.self) {
                try await transport.send(request, timeout: Self.patience)
            }
            guard case .tlsFailed? = error else {
                Issue.record("not a failure of TLS: \(String(describing: error))")
                return
            }
        }
        #expect(server.requests.withLockedValue { $0 } == 1)
    }

    @Test("A bundle without a certificate is refused with what to do")
    func emptyBundle() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "jotop-\(UUID().uuidString).pem")
        try "not a certificate".write(to: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        let error = #expect(throws: AWSNetwork.Failure.self) {
            try AWSNetwork(Self.settings(["AWS_CA_BUNDLE": file.path]))
        }
        #expect(error?.message.contains("AWS_CA_BUNDLE names \(file.path)") == true)
    }
}

extension String {
    fileprivate var base64: String { Data(utf8).base64EncodedString() }
}
