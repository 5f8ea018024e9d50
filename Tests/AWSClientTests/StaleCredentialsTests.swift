import AWSClient
import HTTPTypes
import Testing

@Suite("Credentials that the service no longer knows")
struct StaleCredentialsTests {
    private func key(_ request: TransportRequest) -> String {
        let credential = request.head.headerFields[.authorization]?.split(separator: "Credential=").last ?? ""
        return String(credential.prefix { $0 != "/" })
    }

    @Test(
        "They are resolved anew once, and the call is repeated at once",
        arguments: ["ExpiredToken", "InvalidClientTokenId", "ExpiredTokenException"])
    func renewed(code: String) async throws {
        let deck = CredentialDeck(.test("OLD"), .test("NEW"))
        let service = StubService([.error(code, 403), .token()])
        _ = try await service.client(credentials: deck).getWebIdentityToken(.init(audiences: ["a"]))
        #expect(service.requests.map(key) == ["OLD", "NEW"])
        #expect(service.sleeps.isEmpty)
        #expect(deck.events == [.rejected("OLD")])
    }

    @Test("Where the source has no others, the service is not asked again")
    func same() async throws {
        let deck = CredentialDeck(.test("OLD"))
        let service = StubService([.error("ExpiredToken", 403), .token()])
        let client = try service.client(credentials: deck)
        let error = await #expect(throws: STSError.self) { try await client.getCallerIdentity() }
        #expect(error == .service(ServiceError(code: "ExpiredToken", message: "words", status: 403, requestID: "r-1")))
        #expect(service.requests.count == 1)
        #expect(deck.events == [.rejected("OLD")])
    }

    @Test("Why the source has none is told, rather than that the old ones are over")
    func sourceFails() async throws {
        let reason = CredentialError.test(.loginNeeded, "the login is over")
        let deck = CredentialDeck([.success(.test("OLD")), .failure(reason)])
        let client = try StubService([.error("ExpiredToken", 403)]).client(credentials: deck)
        let error = await #expect(throws: STSError.self) { try await client.getCallerIdentity() }
        #expect(error == .credentials(reason))
    }

    @Test("It happens once in a call, and counts as an attempt")
    func once() async throws {
        let deck = CredentialDeck(.test("A"), .test("B"), .test("C"))
        let service = StubService(Array(repeating: .error("InvalidClientTokenId", 403), count: 5))
        let client = try service.client(credentials: deck)
        await #expect(throws: STSError.self) { try await client.getCallerIdentity() }
        #expect(service.requests.map(key) == ["A", "B"])
        let single = StubService([.error("ExpiredToken", 403), .token()])
        let impatient = try single.client(
            { $0.retries.maximumAttempts = 1 }, credentials: CredentialDeck(.test("A"), .test("B")))
        await #expect(throws: STSError.self) { try await impatient.getCallerIdentity() }
        #expect(single.requests.count == 1)
    }

    @Test("Another session token of the same key is another credential")
    func otherSession() async throws {
        let deck = CredentialDeck(
            AWSCredentials(accessKeyID: "K", secretAccessKey: "s", sessionToken: "one"),
            AWSCredentials(accessKeyID: "K", secretAccessKey: "s", sessionToken: "two"))
        let service = StubService([.error("ExpiredToken", 403), .token()])
        _ = try await service.client(credentials: deck).getWebIdentityToken(.init(audiences: ["a"]))
        #expect(service.requests.map { $0.head.headerFields[.amzSecurityToken] } == ["one", "two"])
    }
}
