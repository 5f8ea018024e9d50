import AWSClient
import Testing

@Suite("The retry quota")
struct RetryQuotaTests {
    private let request = WebIdentityTokenRequest(audiences: ["a"])

    @Test("A retry costs 14 tokens, 5 after throttling, and nothing if there are too few")
    func costs() {
        var tokens = RetryTokens()
        var paid = tokens.take(after: .transient)
        #expect(paid == 14)
        paid = tokens.take(after: .throttling)
        #expect(paid == 5)
        #expect(tokens.left == 481)
        for _ in 0..<34 { paid = tokens.take(after: .transient) }
        #expect(tokens.left == 5)
        paid = tokens.take(after: .transient)
        #expect(paid == nil)
        #expect(tokens.left == 5)
        paid = tokens.take(after: .throttling)
        #expect(paid == 5)
        #expect(tokens.left == 0)
    }

    @Test("A success gives back what its retry cost, or one, and never more than there were")
    func refunds() {
        var tokens = RetryTokens()
        tokens.succeeded(afterRetryOf: nil)
        #expect(tokens.left == 500)
        let paid = tokens.take(after: .transient)
        tokens.succeeded(afterRetryOf: nil)
        #expect(tokens.left == 487)
        tokens.succeeded(afterRetryOf: paid)
        #expect(tokens.left == 500)
    }

    @Test("An outage uses up the quota of a client: then each call is one attempt, and successes fill it again")
    func outage() async throws {
        let failures = Array(repeating: StubService.Reply.error("InternalFailure", 500), count: 18 * 3)
        let successes = Array(repeating: StubService.Reply.token(), count: 14)
        let service = StubService(failures + successes + [.error("InternalFailure", 500), .token()])
        let client = try service.client()
        for _ in 0..<18 {
            // Copies share the quota.
            await #expect(throws: STSError.self) { try await client.observed { _ in }.getWebIdentityToken(request) }
        }
        // 500 tokens pay for 35 retries: the last of 36 is missing.
        #expect(service.requests.count == 18 * 3 - 1)
        var before = service.requests.count
        await #expect(throws: STSError.self) { try await client.getWebIdentityToken(request) }
        #expect(service.requests.count == before + 1)
        for _ in 0..<14 { _ = try await client.getWebIdentityToken(request) }
        // They have paid for one retry.
        before = service.requests.count
        _ = try await client.getWebIdentityToken(request)
        #expect(service.requests.count == before + 2)
    }
}
