import Canvas
import ProxyCore
import Testing

@testable import Dashboard

@Suite("Tokens by audience")
struct TokenTests {
    private func row(_ events: [ProxyEvent], _ handle: Int = 0) -> TokenRow? {
        var book = TokenBook()
        for event in events { book.absorb(event) }
        return book[TokenHandle(index: handle)]
    }

    private static func mint(_ generation: Int, at: String, life: Int64 = 3600, reason: MintReason = .first)
        -> [ProxyEvent]
    {
        Scenario.mint(Scenario.api, "A", 0, generation, at: at, took: 0, reason: reason, life: life)
    }

    @Test(
        "Its state follows the clock",
        arguments: [
            ("14:00:00", "fresh"), ("14:54:59", "fresh"), ("14:55:00", "due"), ("14:59:59", "due"), ("15:00:00", "old"),
        ])
    func ages(now: String, state: String) {
        #expect(row(Self.mint(1, at: "14:00:00"))?.state(at: Scenario.time(now)).rawValue == state)
    }

    @Test("While STS is asked it waits, and a refusal shows only where no token serves")
    func waits() {
        let fetching = Self.mint(1, at: "14:00:00")[0]
        #expect(row([fetching])?.state(at: Scenario.now) == .wait)
        let denied = Scenario.denied(1, "14:31:38", took: 100, attempt: 1, retryAt: "14:33:00")
        #expect(row(denied, 2)?.state(at: Scenario.now) == .denied)
        #expect(row(denied, 2)?.nextCall(at: Scenario.now) == .retry(Scenario.time("14:33:00")))
        let failed = TokenFailed(
            time: Scenario.now, audiences: Scenario.api, handle: TokenHandle(index: 0), reason: .due, attempt: 1,
            failure: MintFailure(kind: .unavailable, code: "Timeout", message: ""), retryAt: Scenario.now, took: .zero,
            waiters: 0, flow: nil, stillServing: nil)
        #expect(row(Self.mint(1, at: "14:00:00") + [.tokenFailed(failed)])?.state(at: Scenario.now) == .fresh)
        #expect(row([.tokenFailed(failed)])?.state(at: Scenario.now) == .failed)
    }

    private static func failed(_ code: String, kind: MintFailure.Kind = .unavailable, waiters: Int = 0) -> ProxyEvent {
        .tokenFailed(
            TokenFailed(
                time: Scenario.time("14:56:00"), audiences: Scenario.api, handle: TokenHandle(index: 0), reason: .due,
                attempt: 2, failure: MintFailure(kind: kind, code: code, message: ""),
                retryAt: Scenario.time("14:56:08"), took: .zero, waiters: waiters, flow: nil, stillServing: nil))
    }

    @Test("Why there is no token is the state, and so is a refresh that fails behind a token")
    func refusals() {
        let now = Scenario.time("14:56:01")
        #expect(row([Self.failed("Throttling")])?.state(at: now) == .limited)
        #expect(row([Self.failed("TooManyRequestsException")])?.state(at: now) == .limited)
        #expect(row([Self.failed("Timeout")])?.state(at: now) == .failed)
        #expect(row([Self.failed("AccessDenied", kind: .denied)])?.state(at: now) == .denied)
        let behind = row(Self.mint(1, at: "14:00:00") + [Self.failed("Throttling")])
        #expect(behind?.state(at: now) == .retry)
        #expect(behind?.nextCall(at: now) == .retry(Scenario.time("14:56:08")))
    }

    @Test("One that is kept back says so until it serves, and who waited for a call is counted")
    func youngAndShared() throws {
        guard case .tokenMinted(let mint)? = Self.mint(1, at: "14:00:00").last else { return }
        let young = TokenMinted(
            time: mint.time, facts: mint.facts, reason: .first, refreshAt: mint.refreshAt, took: .zero, waiters: 8,
            waiting: [FlowID(12)], flow: FlowID(12), requestID: nil, servesFrom: Scenario.time("14:00:02"))
        let shared = try #require(row([.tokenMinted(young), Self.failed("Timeout", waiters: 2)]))
        #expect(shared.state(at: Scenario.time("14:00:01")) == .settling)
        #expect(shared.state(at: Scenario.time("14:00:02")) == .fresh)
        #expect((shared.waited, shared.shared) == (10, 8))
        let words = MintWords(TokenGeneration(young), Scenario.session().scene)
        var end = FlowEnd(start: Scenario.start(13, "14:00:00", "GET", "a", "/", Scenario.api), time: Scenario.now)
        (end.use, end.mintedFor) = (.waited, FlowID(12))
        #expect(words.shared(by: end) == "waited with 7 others for #12's call")
        end.use = .minted
        #expect(words.shared(by: end) == "waited with 7 others for its own call")
        end.use = .hit
        #expect(words.shared(by: end) == nil)
    }

    @Test("A request within the back-off says that STS was not asked, and when it may be")
    func backOff() {
        var dashboard = Scenario.session()
        var end = FlowEnd(
            start: Scenario.start(1_197, "14:32:09", "GET", "data.partner.io", "/", Scenario.data),
            time: Scenario.time("14:32:09"))
        (end.status, end.use) = (502, .failed)
        end.durations = FlowDurations(token: .zero, total: .milliseconds(1))
        end.error = ProxyError(.tokenUnavailable, "AccessDenied: not authorized")
        end.error?.backOff = .milliseconds(6_100)
        dashboard.take([.flowStarted(end.start), .flowFailed(end)])
        let record = FlowRecord(start: end.start, end: end)
        let reason = FlowReason(record, dashboard.scene)
        #expect(reason.short == "no token: back-off, next try in 7s; AccessDenied")
        #expect(reason.backOff == "back-off after AccessDenied, next try in 7s: STS was not asked")
        let why = WhyText(record: record, scene: dashboard.scene, width: 118).lines.map(\.text).joined(separator: "\n")
        #expect(why.contains("back-off after AccessDenied, next try in 7s: STS was not asked"))
        let timing = TimingText(record, dashboard.scene, width: 118).lines.map(\.text).joined(separator: "\n")
        #expect(timing.contains("back-off after AccessDenied"))
    }

    @Test("Uses are counted for the audience since the start, across its tokens")
    func allUses() {
        #expect(Scenario.session().live.tokens[Scenario.api]?.uses == 330 + 43 + 812)
    }

    @Test("What became of earlier generations is remembered")
    func lineage() {
        let gone = TokenEvicted(
            time: Scenario.time("14:20"), audiences: Scenario.api, handle: TokenHandle(index: 0),
            token: TokenID(handle: TokenHandle(index: 0), generation: 3), reason: .requested)
        let events =
            Self.mint(1, at: "14:00:00") + Self.mint(2, at: "14:05:00", reason: .due)
            + Self.mint(3, at: "14:10:00", reason: .forced) + [.tokenEvicted(gone)]
        let row = row(events)
        #expect(row?.generations.map(\.fate) == [.replaced(.due), .replaced(.forced), .evicted])
        #expect(row?.state(at: Scenario.time("14:21")) == TokenRow.State.none)
        #expect(row?.held(at: Scenario.time("14:21")) == nil)
    }

    @Test(
        "The fuse burns from left to right and never changes its length",
        arguments: [
            ("14:00:00", "===========!"), ("14:07:50", ".==========!"), ("14:27:00", ".....======!"),
            ("14:56:00", "...........!"),
            ("15:00:00", "............"), ("16:00:00", "............"), ("13:00:00", "===========!"),
        ])
    func fuse(now: String, bar: String) throws {
        let newest = try #require(row(Self.mint(1, at: "14:00:00"))?.newest)
        #expect(FuseBar(newest, at: Scenario.time(now)).line.text == bar)
    }

    @Test(
        "Where there are blocks, the cell that burns shows the eighths that are left of it",
        arguments: [
            ("14:00:00", Glyph.Sign.whole), ("14:00:40", .eighth7), ("14:02:30", .eighth4), ("14:04:50", .eighth1),
            ("14:05:00", .whole),
        ])
    func eighths(now: String, sign: Glyph.Sign) throws {
        let newest = try #require(row(Self.mint(1, at: "14:00:00"))?.newest)
        let signs = FuseBar(newest, at: Scenario.time(now)).line.pieces.flatMap(\.glyphs).compactMap(\.sign)
        #expect(signs.first { $0 != .spent } == sign)
    }

    @Test("A token's life is counted by this machine's clock, from when it was asked for")
    func skewedIssuer() throws {
        let facts = Scenario.facts(Scenario.api, 0, 1, issuedAt: Scenario.time("16:00:00"), life: 600)
        let mint = TokenMinted(
            time: Scenario.time("14:00:01"), facts: facts, reason: .first, refreshAt: Scenario.time("14:07:30"),
            took: .seconds(1), waiters: 1, flow: nil, requestID: nil)
        #expect(TokenGeneration(mint).left(at: Scenario.time("14:01:00")) == .seconds(540))
    }

    @Test("Flows are counted for the generation that they carried, problems for the audience")
    func uses() {
        let dashboard = Scenario.session()
        let billing = dashboard.live.tokens[Scenario.billing]
        #expect(billing?.newest?.uses == 5)
        #expect(billing?.problems == 5)
        #expect(billing?.newest?.answers == [401: 5])
        let lake = dashboard.live.tokens[Scenario.lake]?.newest
        #expect(lake?.waited == 3)
        #expect(lake?.mint.waiting == [FlowID(1183), FlowID(1184), FlowID(1185)])
        #expect(dashboard.live.tokens[Scenario.api]?.generations.map(\.uses) == [330, 43, 812])
    }

    @Test("Handles beyond Z stand after it")
    func manyHandles() {
        var book = TokenBook()
        for index in [30, 2, 26, 0] {
            let audiences = AudienceSet("https://\(index)")
            book.absorb(
                .tokenFetching(
                    TokenFetching(
                        time: Scenario.now, audiences: audiences, handle: TokenHandle(index: index), reason: .first,
                        attempt: 1,
                        flow: nil)))
        }
        #expect(book.rows.map(\.handle.description) == ["A", "C", "AA", "AE"])
        #expect(book[AudienceSet("https://26")]?.handle.index == 26)
    }

    @Test("The book does not grow without end")
    func bounded() {
        var book = TokenBook()
        for index in 0..<3_000 {
            let event = TokenEvicted(
                time: Scenario.now, audiences: AudienceSet("https://\(index)"), handle: TokenHandle(index: index),
                token: nil,
                reason: .capacity)
            book.absorb(.tokenEvicted(event))
        }
        #expect(book.count == 2_048)
        #expect(book[AudienceSet("https://2999")] != nil)
        #expect(book[AudienceSet("https://0")] == nil)
    }
}
