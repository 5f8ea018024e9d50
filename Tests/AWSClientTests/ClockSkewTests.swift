import AWSClient
import Foundation
import HTTPTypes
import Testing

@Suite("A clock that is wrong")
struct ClockSkewTests {
    private let request = WebIdentityTokenRequest(audiences: ["a"])

    private func signingTimes(_ service: StubService) -> [String] {
        service.requests.map { $0.head.headerFields[.amzDate] ?? "" }
    }

    @Test("A refused signature is repeated once with the service's time, which later calls keep")
    func corrects() async throws {
        let service = StubService([.error("SignatureDoesNotMatch", 403), .token(), .token()], offset: .seconds(3_600))
        let client = try service.client()
        let first = try await client.getWebIdentityToken(request)
        _ = try await client.getWebIdentityToken(request)
        #expect(signingTimes(service) == ["20261121T101500Z", "20261121T111500Z", "20261121T111500Z"])
        #expect(abs((first.clockOffset - .seconds(3_600)) / .seconds(1)) < 1.1)
    }

    @Test("A correction that has become wrong is taken back")
    func heals() async throws {
        let wrong: HTTPFields = [.date: "Sat, 21 Nov 2026 22:15:00 GMT"]
        let service = StubService([
            .answering(200, "<a/>", fields: wrong), .error("SignatureDoesNotMatch", 403), .token(),
        ])
        let client = try service.client()
        await #expect(throws: STSError.self) { try await client.getWebIdentityToken(request) }
        _ = try await client.getWebIdentityToken(request)
        #expect(signingTimes(service) == ["20261121T101500Z", "20261121T221500Z", "20261121T101500Z"])
    }

    @Test(
        "A refusal that the clock does not explain is final",
        arguments: [
            (Duration.seconds(239), "SignatureDoesNotMatch"), (.seconds(3_600), "AccessDenied"),
            (.seconds(3_600), "InvalidClientTokenId"),
        ])
    func notTheClock(offset: Duration, code: String) async throws {
        let service = StubService([.error(code, 403), .token()], offset: offset)
        await #expect(throws: STSError.self) { try await service.client().getWebIdentityToken(request) }
        #expect(service.requests.count == 1)
    }

    @Test("An answer that tells no time, or an old one, corrects nothing")
    func unusable() async throws {
        let silent = StubService([.error("SignatureDoesNotMatch", 403), .token()], offset: nil)
        await #expect(throws: STSError.self) { try await silent.client().getWebIdentityToken(request) }
        let cached = StubService(
            [.error("SignatureDoesNotMatch", 403, fields: [.age: "4000"]), .token()], offset: .seconds(3_600))
        await #expect(throws: STSError.self) { try await cached.client().getWebIdentityToken(request) }
        #expect(silent.requests.count == 1)
        #expect(cached.requests.count == 1)
    }

    @Test("The correction can be switched off")
    func off() async throws {
        let service = StubService([.error("SignatureDoesNotMatch", 403), .token()], offset: .seconds(3_600))
        let client = try service.client { $0.correctsClock = false }
        await #expect(throws: STSError.self) { try await client.getWebIdentityToken(request) }
        #expect(service.requests.count == 1)
    }
}
