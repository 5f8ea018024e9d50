import ProxyCore
import Recordings
import Testing

@testable import JotopApp

@Suite("What stands when a recording begins late")
struct StandingEventsTests {
    private static let start = WallTime(seconds: 1_795_271_000)

    private static func time(_ seconds: Int64) -> WallTime { start.advanced(by: .seconds(seconds)) }

    @Test("Of what stands, the newest of each kind is told, in order, and what is over is not")
    func standing() {
        var standing = StandingEvents()
        standing.absorb(
            .listening(Listening(time: Self.start, address: "127.0.0.1:8080", upstream: "X-Upstream-Host")))
        standing.absorb(
            .credentialsResolved(
                CredentialsResolved(time: Self.start, source: "environment", expires: Self.time(3_600))))
        standing.absorb(.mintingSwitched(MintingSwitched(time: Self.time(2), isOn: false)))
        standing.absorb(.audienceChanged(AudienceChanged(time: Self.time(3), host: "h", audiences: AudienceSet("b"))))
        #expect(
            standing.events(at: Self.time(9)).map(\.name) == [
                "credentials.resolved", "minting.off", "audience.changed", "listening",
            ])
        #expect(standing.events(at: Self.time(9)).last?.time == Self.time(9))
        standing.absorb(.mintingSwitched(MintingSwitched(time: Self.time(4), isOn: true)))
        standing.absorb(.audienceChanged(AudienceChanged(time: Self.time(5), host: "h", audiences: nil)))
        #expect(standing.events(at: Self.time(9)).map(\.name) == ["credentials.resolved", "listening"])
    }

    private static let audiences = AudienceSet("a")

    private static func token(_ generation: Int) -> TokenID {
        TokenID(handle: TokenHandle(index: 0), generation: generation)
    }

    private static func minted(_ generation: Int) -> ProxyEvent {
        let facts = TokenFacts(
            id: token(generation), audiences: audiences, print: "", digest: "", length: 0, issuedAt: start,
            expiresAt: time(3_600), header: .object([:]), claims: .object([:]))
        return .tokenMinted(
            TokenMinted(
                time: time(Int64(generation)), facts: facts, reason: .first, refreshAt: time(3_300), took: .zero,
                waiters: 0, flow: nil, requestID: nil))
    }

    private static func evicted(_ token: TokenID?, _ reason: TokenEvicted.Reason = .requested) -> ProxyEvent {
        .tokenEvicted(
            TokenEvicted(
                time: time(5), audiences: audiences, handle: TokenHandle(index: 0), token: token, reason: reason))
    }

    private static func restored(_ generation: Int) -> ProxyEvent {
        .tokenRestored(
            TokenRestored(
                time: time(6), audiences: audiences, token: token(generation), instead: nil, refreshAt: time(3_300)))
    }

    private static func failed(_ audiences: AudienceSet = StandingEventsTests.audiences) -> ProxyEvent {
        .tokenFailed(
            TokenFailed(
                time: time(4), audiences: audiences, handle: TokenHandle(index: 0), reason: .first, attempt: 1,
                failure: MintFailure(kind: .denied, code: "", message: ""), retryAt: time(9), took: .zero, waiters: 0,
                flow: nil, stillServing: nil))
    }

    /// What happens to the tokens of one audience set, and which of them stands then.
    private static let lives: [(told: [ProxyEvent], stands: Int?)] = [
        ([minted(1)], 1), ([minted(1), minted(2)], 2), ([minted(1), evicted(token(1))], nil),
        ([minted(1), evicted(token(1)), restored(1)], 1), ([minted(1), minted(2), restored(1)], 1),
        ([minted(1), evicted(token(1)), minted(2), restored(1)], 1),
        ([minted(1), minted(2), evicted(token(1))], 2), ([minted(1), evicted(token(1)), restored(2)], nil),
        ([minted(1), evicted(nil, .capacity)], nil),
    ]

    @Test("A token stands that serves, also one that was brought back", arguments: lives.indices)
    func tokens(_ index: Int) {
        var standing = StandingEvents()
        for event in Self.lives[index].told { standing.absorb(event) }
        let stands = standing.events(at: Self.time(9)).compactMap { event in
            if case .tokenMinted(let mint) = event { mint.facts.id.generation } else { nil }
        }
        #expect(stands == [Self.lives[index].stands].compactMap(\.self))
    }

    @Test("A refusal stands until the token comes or the audiences are let go of, and no more of them than tokens")
    func refusals() {
        for end in [Self.minted(1), Self.evicted(nil)] {
            var standing = StandingEvents()
            standing.absorb(Self.failed())
            #expect(standing.events(at: Self.time(9)).map(\.name) == ["token.failed"])
            standing.absorb(end)
            #expect(!standing.events(at: Self.time(9)).map(\.name).contains("token.failed"))
        }
        var many = StandingEvents()
        for number in 0..<1_100 { many.absorb(Self.failed(AudienceSet("urn:\(number)"))) }
        #expect(many.events(at: Self.time(9)).count == 1_024)
    }

    @Test("What goes wrong on purpose stands in every recording, whenever it begins")
    func faults() {
        var standing = StandingEvents()
        let happenings: [FaultNotice.Happening] = [
            .set(.tampered, host: "h"), .set(.missing, host: nil), .set(.denied, host: nil),
            .set(.keysRotated, host: nil), .set(.expired, host: "gone"), .cleared(.host("gone")),
            .clockMoved(ahead: .seconds(60)),
        ]
        var state = FaultState()
        for (second, happening) in happenings.enumerated() {
            let notice = FaultNotice(time: Self.time(Int64(second)), happening)
            standing.absorb(.fault(notice))
            state.absorb(notice)
        }
        var told = FaultState()
        for case .fault(let notice) in standing.events(at: Self.time(9)) { told.absorb(notice) }
        #expect(told == state && state.isOn)
        standing.absorb(.fault(FaultNotice(time: Self.time(8), .cleared(.all))))
        #expect(standing.events(at: Self.time(9)).isEmpty)
    }
}
