import AWSClient
import Foundation
import Testing

@Suite("Tokens that may not outlive their session")
struct SessionCapTests {
    private static let escalation = StubService.Reply.error("SessionDurationEscalationException", 403)
    private let request = WebIdentityTokenRequest(audiences: ["a"], duration: .seconds(3_600))

    /// The durations that were asked for, in order; nil for none.
    private func asked(_ service: StubService) -> [String?] {
        service.requests.map { request in
            let fields = String(decoding: request.body, as: UTF8.self).split(separator: "&")
            return fields.first { $0.hasPrefix("DurationSeconds=") }.map { String($0.dropFirst(16)) }
        }
    }

    @Test("A known end is respected without a refusal, and told")
    func known() async throws {
        let service = StubService([.token()])
        let response = try await service.client(credentials: CredentialDeck(.test("A", ends: 1_000)))
            .getWebIdentityToken(request)
        #expect(asked(service) == ["990"])
        #expect(response.asked == .seconds(990))
        let end = ManualTime.start.addingTimeInterval(1_000)
        #expect(response.cap == .init(wanted: .seconds(3_600), asked: .seconds(990), sessionEnds: end))
    }

    @Test("Without a wish the service's default is left to it, unless it is too long")
    func defaultDuration() async throws {
        let service = StubService([.token(), .token()])
        let long = try await service.client(credentials: CredentialDeck(.test("A", ends: 1_000)))
            .getWebIdentityToken(.init(audiences: ["a"]))
        let short = try await service.client(credentials: CredentialDeck(.test("B", ends: 200)))
            .getWebIdentityToken(.init(audiences: ["a"]))
        #expect(asked(service) == [nil, "190"])
        #expect(long.cap == nil)
        #expect(long.asked == nil)
        #expect(short.asked == .seconds(190))
        #expect(short.cap?.wanted == .seconds(300))
    }

    @Test("An unknown end is learnt from the refusal and then from the token, and remembered")
    func learnt() async throws {
        let token = MintedToken.compact(sessionEnd: "2026-11-21T10:55:00Z")
        let service = StubService([Self.escalation, .token(token), .token(token)])
        let client = try service.client(credentials: CredentialDeck(.test("A")))
        let first = try await client.getWebIdentityToken(request)
        #expect(first.cap == .init(wanted: .seconds(3_600), asked: .seconds(900), sessionEnds: nil))
        let second = try await client.getWebIdentityToken(request)
        #expect(asked(service) == ["3600", "900", "2390"])
        #expect(second.cap?.sessionEnds == Date(timeIntervalSince1970: 1_795_258_500))
    }

    @Test("Less is asked for once in a call, and still less by the next one")
    func ladder() async throws {
        let service = StubService([Self.escalation, Self.escalation, Self.escalation, .token()])
        let client = try service.client(credentials: CredentialDeck(.test("A")))
        await #expect(throws: STSError.self) { try await client.getWebIdentityToken(request) }
        _ = try await client.getWebIdentityToken(request)
        #expect(asked(service) == ["3600", "900", "300", "60"])
    }

    @Test("Credentials with less than a minute left are renewed first")
    func renews() async throws {
        let deck = CredentialDeck(.test("A", ends: 65), .test("B", ends: 5_000))
        let service = StubService([.answering(400, ""), .token()])
        let client = try service.client(credentials: deck)
        // From any answer the client learns what time it is.
        await #expect(throws: STSError.self) { try await client.getCallerIdentity() }
        let response = try await client.getWebIdentityToken(request)
        #expect(deck.events == [.renewed("A")])
        #expect(asked(service) == [nil, "3600"])
        #expect(response.cap == nil)
    }

    @Test("If there are no others, that is told, and the service is not asked")
    func ending() async throws {
        let service = StubService([.answering(400, ""), .token()])
        let client = try service.client(credentials: CredentialDeck(.test("A", ends: 65)))
        await #expect(throws: STSError.self) { try await client.getCallerIdentity() }
        let error = await #expect(throws: STSError.self) { try await client.getWebIdentityToken(request) }
        guard case .sessionEnding(let session)? = error else { return #expect(Bool(false), "\(error as Any)") }
        #expect(session.ends == ManualTime.start.addingTimeInterval(65))
        #expect(session.description.contains("2026-11-21T10:16:05Z"))
        #expect(service.requests.count == 1)
    }

    @Test(
        "A clock that is an hour wrong hides no session: the service is asked, tells its time, and the next plan is right",
        arguments: [
            // ours is ahead by, the session's rest, what is asked for
            (3_600, 3_600.0, ["60", "60", "3590"]), (3_600, 900, ["60", "60", "890"]),
            (-3_600, 3_600, ["3600", "3600", "3590"]), (-3_600, 900, ["3600", "3600", "890"]),
        ])
    func wrongClock(ahead: Int, rest: Double, durations: [String]) async throws {
        let skewed = StubService.Reply.error("SignatureDoesNotMatch", 403, message: "Signature expired: x")
        let service = StubService(
            ahead > 0 ? [skewed, .token(), .token()] : [skewed, Self.escalation, .token()],
            offset: .seconds(-ahead))
        let client = try service.client(credentials: CredentialDeck(.test("A", ends: rest - Double(ahead))))
        _ = try await client.getWebIdentityToken(request)
        if ahead > 0 { _ = try await client.getWebIdentityToken(request) }
        let expected = durations.map { $0 }
        // The time of a retry's wait may cost a second.
        #expect(asked(service).dropLast() == expected.dropLast().map { Optional($0) })
        let last = try #require(asked(service).last.flatMap { $0 }.flatMap { Int($0) })
        let wanted = try #require(expected.last.flatMap { Int($0) })
        #expect((wanted - 2...wanted).contains(last))
    }

    @Test("Switched off, exactly what was configured is asked for, and a refusal is final")
    func off() async throws {
        let service = StubService([Self.escalation, .token()])
        let client = try service.client(
            { $0.capsToSession = false }, credentials: CredentialDeck(.test("A", ends: 100)))
        let error = await #expect(throws: STSError.self) { try await client.getWebIdentityToken(request) }
        guard case .service(let refusal)? = error else { return #expect(Bool(false), "\(error as Any)") }
        #expect(refusal.code == "SessionDurationEscalationException")
        #expect(asked(service) == ["3600"])
    }

    @Test("The rest of a session is counted by the service's clock, once it is known")
    func serviceClock() async throws {
        // The service is half an hour ahead of us: of 1 h by our clock, half an hour is left.
        let service = StubService([Self.escalation, .token()], offset: .seconds(1_800))
        let response = try await service.client(credentials: CredentialDeck(.test("A", ends: 3_650)))
            .getWebIdentityToken(request)
        #expect(asked(service) == ["3600", "1840"])
        #expect(response.cap?.asked == .seconds(1_840))
    }

    @Test("Both attempts share the deadline")
    func deadline() async throws {
        var slow = Self.escalation
        slow.takes = .seconds(4)
        let service = StubService([slow, .hanging, .hanging, .hanging])
        let client = try service.client({ $0.deadline = .seconds(10) }, credentials: CredentialDeck(.test("A")))
        let error = await #expect(throws: STSError.self) { try await client.getWebIdentityToken(request) }
        #expect(error == .deadlineExceeded(last: .transport(.timeout)))
        #expect(service.timeouts.reduce(.zero, +) < .seconds(17))
        #expect(service.timeouts.count == 3)
    }

    @Test(
        "A token that tells no end, or is none, is a token all the same",
        arguments: [
            MintedToken.compact(sessionEnd: nil), MintedToken.compact(sessionEnd: "tomorrow"), "h.p.s", "x",
            "a.\(String(repeating: "A", count: 70_000)).c",
        ])
    func unreadable(token: String) async throws {
        let service = StubService([.token(token), .token(token)])
        let client = try service.client(credentials: CredentialDeck(.test("A")))
        for _ in 1...2 { _ = try await client.getWebIdentityToken(request) }
        #expect(asked(service) == ["3600", "3600"])
    }
}
