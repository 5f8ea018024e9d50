import AWSClient
import Foundation
import Testing

/// A source that takes its time, each time.
private struct SlowSource: CredentialProvider {
    let name = "slow"
    let deck: CredentialDeck
    let service: StubService

    func credentials() async throws(CredentialError) -> AWSCredentials {
        service.pass(.seconds(16))
        return try await deck.credentials()
    }

    func rejected(_ credentials: AWSCredentials) async { await deck.rejected(credentials) }

    func renew(_ credentials: AWSCredentials) async {
        service.pass(.seconds(16))
        await deck.renew(credentials)
    }
}

@Suite("The wait for credentials")
struct CredentialPatienceTests {
    private let request = WebIdentityTokenRequest(audiences: ["a"], duration: .seconds(3_600))

    private func client(_ service: StubService, _ keys: AWSCredentials...) throws -> STSClient {
        try service.client(credentials: SlowSource(deck: CredentialDeck(keys.map { .success($0) }), service: service))
    }

    @Test("The wait does not count against the deadline, which begins with the first byte to STS")
    func first() async throws {
        let service = StubService([.token(), .answering(403, "")])
        let client = try client(service, .test("A"))
        _ = try await client.getWebIdentityToken(request)
        let error = await #expect(throws: STSError.self) { try await client.getCallerIdentity() }
        guard case .service? = error else { return #expect(Bool(false), "\(error as Any)") }
        #expect(service.timeouts == [.seconds(5), .seconds(5)])
    }

    @Test("Nor does it in the middle of a call, when the service refuses the keys")
    func rejected() async throws {
        let service = StubService([.error("ExpiredToken", 403), .token()])
        _ = try await client(service, .test("A"), .test("B")).getWebIdentityToken(request)
        #expect(service.timeouts == [.seconds(5), .seconds(5)])
    }

    @Test("Nor does it between two calls for one token")
    func escalated() async throws {
        let service = StubService([.error("SessionDurationEscalationException", 403), .token()])
        _ = try await client(service, .test("A")).getWebIdentityToken(request)
        #expect(service.timeouts == [.seconds(5), .seconds(5)])
    }

    @Test("Nor does it where the keys are renewed first")
    func renewed() async throws {
        let service = StubService([.answering(403, ""), .token()])
        let client = try client(service, .test("A", ends: 70), .test("B", ends: 9_000))
        await #expect(throws: STSError.self) { try await client.getCallerIdentity() }
        _ = try await client.getWebIdentityToken(request)
        #expect(service.timeouts == [.seconds(5), .seconds(5)])
    }

    @Test("The system's clocks count from one start")
    func oneEpoch() {
        let uptime = STSClient.Environment.live.uptime
        var passed = uptime()
        while passed < .milliseconds(1) { passed = uptime() }
        #expect(STSClient.Environment.live.uptime() >= passed)
    }
}
