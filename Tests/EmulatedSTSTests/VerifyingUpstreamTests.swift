import AWSClient
import Foundation
import HTTPTypes
import JotopTestSupport
import NIOPosix
import ProxyCore
import Synchronization
import Testing
import TokenDecoding
import TokenVerification

@testable import EmulatedSTS

@Suite("The verifying upstream")
struct VerifyingUpstreamTests {
    private static let audience = "https://api.test"

    /// An STS, an upstream that trusts it, and the clock of the upstream.
    private struct Scene {
        let emulation: Emulation
        let upstream: VerifyingUpstream
        let fetches: CountingTransport

        func token(_ audiences: String...) async throws -> String {
            let request = WebIdentityTokenRequest(audiences: audiences, algorithm: .es384, duration: .seconds(60))
            return try await emulation.client().getWebIdentityToken(request).token.exposed
        }

        func send(
            _ path: String = "/v1/things", authorization: String?, method: HTTPRequest.Method = .get,
            body: [UInt8] = []
        ) async throws -> TransportResponse {
            let authority = "127.0.0.1:\(upstream.port)"
            var head = HTTPRequest(method: method, scheme: "http", authority: authority, path: path)
            head.headerFields[.authorization] = authorization
            head.headerFields[.cookie] = "session=secret-cookie"
            return try await NIOTransport().send(
                TransportRequest(head: head, body: body, maximumBodySize: 1 << 22), timeout: .seconds(1_800))
        }
    }

    private func run(
        _ adjust: (inout VerifyingUpstream.Configuration) -> Void = { _ in }, _ body: (Scene) async throws -> Void
    ) async throws {
        try await Emulation.run { emulation in
            let transport = CountingTransport()
            var configuration = VerifyingUpstream.Configuration(
                issuer: emulation.sts.issuer, audiences: [Self.audience], transport: transport)
            configuration.fetchTimeout = .seconds(1_800)
            adjust(&configuration)
            let upstream = try await VerifyingUpstream.start(configuration, on: MultiThreadedEventLoopGroup.singleton)
            do { try await body(Scene(emulation: emulation, upstream: upstream, fetches: transport)) } catch {
                await upstream.shutdown()
                throw error
            }
            await upstream.shutdown()
        }
    }

    private func json(_ response: TransportResponse) -> JSONValue? {
        BoundedJSON.object(response.body, maximumSize: 1 << 20)
    }

    @Test("A good token is let in, and the answer tells what came, without credentials")
    func accepts() async throws {
        try await run { scene in
            let token = try await scene.token(Self.audience)
            let body = Array("hello".utf8)
            let response = try await scene.send(
                "/v1/things?x=1", authorization: "Bearer \(token)", method: .post, body: body)
            #expect(response.head.status == .ok)
            let echo = try #require(json(response))
            #expect(echo["method"]?.string == "POST")
            #expect(echo["path"]?.string == "/v1/things?x=1")
            #expect(echo["body"]?["length"]?.integer == 5)
            #expect(
                echo["body"]?["sha256"]?.string == "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824")
            #expect(echo["headers"]?["authorization"]?.string == "Bearer (\(token.utf8.count) bytes)")
            #expect(echo["claims"]?["aud"]?.string == Self.audience)
            let text = String(decoding: response.body, as: UTF8.self)
            #expect(!text.contains("secret-cookie"))
            #expect(!text.contains(token.split(separator: ".")[2]))
        }
    }

    @Test("Without a token the challenge names no error")
    func missing() async throws {
        try await run { scene in
            for authorization in [nil, "Basic abc"] {
                let response = try await scene.send(authorization: authorization)
                #expect(response.head.status == .unauthorized)
                #expect(response.head.headerFields[.wwwAuthenticate] == "Bearer")
            }
            #expect(scene.fetches.count == 0)
        }
    }

    @Test("A field that holds no token is a bad request", arguments: ["Bearer", "Bearer ", "Bearer a b"])
    func malformed(authorization: String) async throws {
        try await run { scene in
            let response = try await scene.send(authorization: authorization)
            #expect(response.head.status == .badRequest)
            #expect(response.head.headerFields[.wwwAuthenticate]?.contains(#"error="invalid_request""#) == true)
        }
    }

    @Test("A token that is not good is refused with the reason")
    func refused() async throws {
        try await run { scene in
            let good = try await scene.token(Self.audience)
            let parts = good.split(separator: ".")
            let cases = [
                (try await scene.token("https://other.test"), "The token is meant for another audience."),
                ("\(parts[0]).\(parts[1]).AAAA", "The token's signature is not valid."),
                ("not-a-token", "A token has three parts joined by dots; this has 1."),
            ]
            for (token, reason) in cases {
                let response = try await scene.send(authorization: "Bearer \(token)")
                #expect(response.head.status == .unauthorized)
                #expect(
                    response.head.headerFields[.wwwAuthenticate]
                        == #"Bearer error="invalid_token", error_description="\#(reason)""#)
                #expect(json(response)?["message"]?.string == reason)
            }
        }
    }

    @Test("One that does not check signatures takes a forged token, but none for another audience, or after its end")
    func trusting() async throws {
        let offset = Mutex(Duration.zero)
        try await run {
            $0.checksSignatures = false
            $0.now = { WallTime.now().advanced(by: offset.withLock { $0 }) }
        } _: { scene in
            let parts = try await scene.token(Self.audience).split(separator: ".")
            let forged = "Bearer \(parts[0]).\(parts[1]).AAAA"
            #expect(try await scene.send(authorization: forged).head.status == .ok)
            let other = try await scene.token("https://other.test")
            #expect(try await scene.send(authorization: "Bearer \(other)").head.status == .unauthorized)
            offset.withLock { $0 = .seconds(61) }
            #expect(try await scene.send(authorization: forged).head.status == .unauthorized)
        }
    }

    @Test("A token is good until its end")
    func expiry() async throws {
        let offset = Mutex(Duration.zero)
        try await run({ $0.now = { WallTime.now().advanced(by: offset.withLock { $0 }) } }) { scene in
            let token = try await scene.token(Self.audience)
            #expect(try await scene.send(authorization: "Bearer \(token)").head.status == .ok)
            offset.withLock { $0 = .seconds(61) }
            let response = try await scene.send(authorization: "Bearer \(token)")
            #expect(response.head.headerFields[.wwwAuthenticate]?.contains("The token has expired.") == true)
        }
    }

    @Test("The scheme's name may be written in any case")
    func schemeCase() async throws {
        try await run { scene in
            let token = try await scene.token(Self.audience)
            #expect(try await scene.send(authorization: "bearer \(token)").head.status == .ok)
        }
    }

    @Test("Virtual hosts have audiences of their own")
    func virtualHosts() async throws {
        try await run({ $0.audiencesByHost = ["127.0.0.1": ["https://virtual.test"]] }) { scene in
            let own = try await scene.token("https://virtual.test")
            #expect(try await scene.send(authorization: "Bearer \(own)").head.status == .ok)
            let general = try await scene.token(Self.audience)
            #expect(try await scene.send(authorization: "Bearer \(general)").head.status == .unauthorized)
        }
    }

    @Test("The keys are fetched once, and again when a new one appears")
    func rotation() async throws {
        try await run({ $0.minimumRefetchInterval = .zero }) { scene in
            for _ in 0..<3 {
                let token = try await scene.token(Self.audience)
                #expect(try await scene.send(authorization: "Bearer \(token)").head.status == .ok)
            }
            #expect(scene.fetches.count == 2)
            scene.emulation.sts.rotateKeys()
            let token = try await scene.token(Self.audience)
            #expect(try await scene.send(authorization: "Bearer \(token)").head.status == .ok)
            #expect(scene.fetches.count == 4)
        }
    }

    @Test("Made-up key ids do not make it ask the issuer each time")
    func rateLimit() async throws {
        try await run { scene in
            _ = try await scene.send(authorization: "Bearer \(try await scene.token(Self.audience))")
            scene.emulation.sts.rotateKeys()
            let unknown = try await scene.token(Self.audience)
            for _ in 0..<3 {
                let response = try await scene.send(authorization: "Bearer \(unknown)")
                #expect(response.head.status == .unauthorized)
            }
            #expect(scene.fetches.count == 2)
        }
    }

    @Test("An issuer that cannot be asked is no fault of the token", arguments: ["http://127.0.0.1:1", "nowhere", nil])
    func noIssuer(issuer: String?) async throws {
        // Without an address of its own, the issuer's documents name another issuer than they are asked for.
        try await run({ $0.issuer = issuer ?? "\($0.issuer)/other" }) { scene in
            let token = try await scene.token(Self.audience)
            #expect(try await scene.send(authorization: "Bearer \(token)").head.status == .serviceUnavailable)
        }
    }

    @Test("The path chooses what the answer is like")
    func behaviours() async throws {
        try await run { scene in
            let authorization = "Bearer \(try await scene.token(Self.audience))"
            let large = try await scene.send("/large?bytes=300000", authorization: authorization)
            #expect(large.body.count == 300_000)
            let status = try await scene.send("/status/404", authorization: authorization)
            #expect(status.head.status == .notFound)
            let start = ContinuousClock.now
            let slow = try await scene.send("/slow?ms=60", authorization: authorization)
            #expect(ContinuousClock.now - start >= .milliseconds(60))
            #expect(json(slow)?["path"]?.string == "/slow?ms=60")
        }
    }
}

/// Counts what is fetched.
private final class CountingTransport: HTTPTransport {
    private let fetched = Mutex(0)

    var count: Int { fetched.withLock { $0 } }

    func send(_ request: TransportRequest, timeout: Duration) async throws(TransportError) -> TransportResponse {
        fetched.withLock { $0 += 1 }
        return try await NIOTransport().send(request, timeout: timeout)
    }
}
