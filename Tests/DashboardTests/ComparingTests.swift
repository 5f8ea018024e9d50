import Canvas
import Diagnosis
import ProxyCore
import Testing

@testable import Dashboard

@Suite("Tokens side by side")
struct ComparingTests {
    private static func session(_ events: [ProxyEvent] = [], columns: Int = 80, rows: Int = 24) -> Dashboard {
        var dashboard = Scenario.session(columns: columns, rows: rows)
        dashboard.take(events)
        _ = dashboard.draw()
        return dashboard
    }

    private static func text(_ dashboard: Dashboard) -> String { dashboard.render().text }

    @Test("d shows the newest pair, then older ones, then the newest again")
    func pairs() {
        var dashboard = Self.session().pressed([.character("2"), .character("d")])
        #expect(Self.text(dashboard).contains("diff  A2 -> A3"))
        #expect(Self.text(dashboard).contains("3 expected changes. No identity change."))
        dashboard.press(.character("d"))
        #expect(Self.text(dashboard).contains("diff  A1 -> A2"))
        dashboard.press(.character("d"))
        #expect(Self.text(dashboard).contains("diff  A2 -> A3"))
        dashboard.press(.escape)
        #expect(dashboard.place == .tokens)
    }

    @Test("From the claims d leads to the diff, and Esc back to the claims")
    func fromClaims() {
        var dashboard = Self.session().pressed([.character("2"), .enter, .character("d"), .character("d")])
        dashboard.press(.escape)
        #expect(dashboard.reader?.subject == .claims(TokenHandle(index: 0)))
        dashboard.press(.escape)
        #expect(dashboard.reader == nil)
    }

    @Test("A flow's diff is about the token that it carried")
    func ofFlow() {
        var dashboard = Self.session(Scenario.otherIdentity).pressed([.character("k"), .enter, .character("d")])
        #expect(Self.text(dashboard).contains("diff  B1 -> B2"))
        dashboard.press(.escape)
        #expect(dashboard.place == .inspector)
    }

    @Test("Where there is nothing to compare, that is said")
    func nothing() {
        let first = Self.session().pressed([.character("2"), .down, .character("d")])
        #expect(first.toast?.text == "B1 is the first of its kind that is known: nothing to compare it with")
        let none = Self.session().pressed([.character("2"), .down, .down, .character("d")])
        #expect(none.toast?.text == "no token here to compare")
        let refused = Scenario.session(holding: 1189).pressed([.character("d")])
        #expect(refused.toast?.text == "#1189 carried no token: nothing to compare")
    }

    @Test(
        "A token that its audience has long renewed is compared as long as the archive has it; then its bound is said")
    func displaced() {
        func renewed(_ count: Int) -> Dashboard {
            let base = Scenario.facts(Scenario.billing, 1, 2, issuedAt: Scenario.now, life: 3_600)
            let mints = (2...(count + 1)).map { generation in
                let facts = TokenFacts(
                    id: TokenID(handle: base.id.handle, generation: generation), audiences: base.audiences,
                    print: "\(generation)", length: base.length, issuedAt: base.issuedAt, expiresAt: base.expiresAt,
                    header: base.header, claims: base.claims)
                return ProxyEvent.tokenRefreshed(
                    TokenMinted(
                        time: Scenario.now, facts: facts, reason: .due, refreshAt: Scenario.now, took: .zero,
                        waiters: 0, flow: nil, requestID: nil))
            }
            var dashboard = Scenario.session(holding: 1187)
            dashboard.take(mints)
            _ = dashboard.draw()
            return dashboard
        }
        let kept = renewed(20).pressed([.character("d")])
        #expect(kept.toast?.text == "B1 is the first of its kind that is known: nothing to compare it with")
        let gone = renewed(2_100).pressed([.character("d")])
        #expect(
            gone.toast?.text
                == "the claims of B1 are not kept any more: kept are those of the last 8 tokens of each audience, and of 2,048 older ones"
        )
    }

    @Test("Two marked rows are compared, and a mark can be taken back")
    func marked() {
        let space = Key.character(" ")
        var dashboard = Self.session().pressed([.character("2"), space, .down, space])
        #expect(dashboard.toast?.text == "A and B are marked: d compares them")
        #expect(dashboard.render().text(row: 3).hasPrefix("*A "))
        dashboard.press(.character("d"))
        #expect(Self.text(dashboard).contains("diff  A3 -> B1"))
        dashboard.press(.escape, .down, space, .character("d"))
        #expect(dashboard.toast?.text == "3 rows marked: two that have a token can be compared")
        dashboard.press(space, .up, space, .up, space)
        #expect(dashboard.markedTokens.isEmpty)
        dashboard.press(.character("d"))
        #expect(Self.text(dashboard).contains("diff  A2 -> A3"))
    }

    @Test("Another identity alarms on the diff, among the events, and on the first request that carried it")
    func alarm() throws {
        var dashboard = Self.session(Scenario.otherIdentity, columns: 120, rows: 40)
        #expect(dashboard.live.tokens.identityChanges.keys.map(\.number) == [1197])
        let rows = (0..<40).map { dashboard.render().text(row: $0) }
        #expect(rows.first { $0.contains(" 1197 ") }?.contains("B2 IDENT") == true)
        #expect(rows.first { $0.contains("1198 ") }?.contains("B2 hit") == true)
        dashboard.press(.character("k"))
        dashboard.tell(.tick(now: Scenario.time("14:32:20")))
        #expect(dashboard.render().text(row: 38).contains("IDENTITY CHANGED: sub, principal_id"))
        dashboard.press(.character("d"))
        #expect(Self.text(dashboard).contains("rules that match on sub, principal_id stop matching"))
        dashboard.press(.escape, .character("3"))
        let events = dashboard.live.events
        let alarms = (0..<events.keys.count).compactMap { events[events.keys[$0]] }.filter { $0.kind == .diff }
        #expect(alarms.count == 1)
        let words = try #require(alarms.first.map { EventWords($0, dashboard.scene, isWide: false).detail })
        #expect(words == "IDENTITY CHANGED  B1 -> B2: sub, principal_id")
    }

    @Test("A token that replaced one of the same identity raises nothing")
    func quiet() {
        let dashboard = Self.session(Scenario.cappedMint)
        #expect(dashboard.live.tokens.identityChanges.isEmpty)
        let events = dashboard.live.events
        #expect(!(0..<events.keys.count).contains { events[events.keys[$0]]?.kind == .diff })
    }

    @Test("Alarms are remembered for as many requests as matter")
    func bounded() {
        var book = TokenBook()
        let admin: JSONValue = .string("admin")
        for number in 0..<300 {
            let audiences = AudienceSet("https://\(number)")
            for generation in 1...2 {
                let facts = Scenario.facts(Scenario.api, 0, generation, issuedAt: Scenario.now, life: 60)
                let id = TokenID(handle: TokenHandle(index: number), generation: generation)
                let own = TokenFacts(
                    id: id, audiences: audiences, print: "", length: 0, issuedAt: facts.issuedAt,
                    expiresAt: facts.expiresAt, header: facts.header,
                    claims: generation == 1 ? facts.claims : facts.replacing(["sub": admin]).claims)
                book.absorb(
                    .tokenMinted(
                        TokenMinted(
                            time: Scenario.now, facts: own, reason: .first, refreshAt: Scenario.now, took: .zero,
                            waiters: 0, flow: nil, requestID: nil)))
            }
            let start = FlowStart(
                id: FlowID(UInt64(number + 1)), time: Scenario.now, method: "GET", host: "a", path: "/",
                audiences: audiences)
            var end = FlowEnd(start: start, time: Scenario.now)
            end.token = SentToken(
                id: TokenID(handle: TokenHandle(index: number), generation: 2), print: "", length: 0, lifeLeft: .zero,
                age: .zero)
            book.absorb(.flowCompleted(end))
        }
        #expect(book.identityChanges.count == 256)
        #expect(book.identityChanges[FlowID(300)] != nil)
    }

    // MARK: - Claims

    @Test("j and k go from claim to claim, and the claim is there for whoever copies it")
    func cursor() {
        var dashboard = Self.session().pressed([.character("2")])
        #expect(dashboard.selectedClaim == nil)
        dashboard.press(.enter)
        #expect(dashboard.selectedClaim?.name == .claim("aud"))
        dashboard.press(.character("j"), .character("j"), .character("j"))
        #expect(dashboard.selectedClaim?.name == .claim("iat"))
        #expect(dashboard.selectedClaim?.value.integer == Scenario.time("14:05:00").seconds)
        #expect(dashboard.selectedClaim?.token.description == "A3")
        #expect(dashboard.render().text(row: 22).contains("A3  iat: when it was issued"))
        #expect(dashboard.render().text(row: 22).contains("claim 4 of 11   lines 1-19 of"))
    }

    @Test("A flow's token has the same cursor")
    func flowCursor() {
        let dashboard = Scenario.session(holding: 1187).pressed([.enter, .character("["), .character("["), .down])
        #expect(dashboard.selectedClaim?.name == .claim("sub"))
        #expect(dashboard.render().text(row: 22).contains("B1 #1187  sub: "))
    }

    @Test("From 100 columns on, notes tell how each claim differs from the token before")
    func notes() {
        let dashboard = Self.session(columns: 120, rows: 40).pressed([.character("2"), .enter])
        let rows = (0..<40).map { dashboard.render().text(row: $0) }
        #expect(rows.first { $0.contains("> aud") }?.contains("| = same   who may accept it") == true)
        #expect(rows.first { $0.contains("  iat") }?.contains("| ~ was 14:01:07") == true)
        #expect(rows.first { $0.contains("  exp") }?.contains("| ~ was 15:01:07") == true)
        #expect(rows.contains { $0.contains("| A2 -> A3") })
        let first = Self.session(columns: 120, rows: 40).pressed([.character("2"), .down, .enter])
        #expect(first.render().text.contains("| who may accept it"))
    }

    @Test("A claim that is gone is told, and no cursor stands on it")
    func goneClaim() {
        let facts = Scenario.facts(Scenario.api, 0, 4, issuedAt: Scenario.now, life: 3_600)
        guard case .object(var members) = facts.claims else { return #expect(Bool(false)) }
        members["jti"] = nil
        let mint = TokenMinted(
            time: Scenario.now,
            facts: TokenFacts(
                id: facts.id, audiences: facts.audiences, print: facts.print, length: 9, issuedAt: facts.issuedAt,
                expiresAt: facts.expiresAt, header: facts.header, claims: .object(members)),
            reason: .due, refreshAt: Scenario.time("15:27:08"), took: .zero, waiters: 0, flow: nil, requestID: nil)
        let dashboard = Self.session([.tokenRefreshed(mint)], columns: 120, rows: 40).pressed([.character("2"), .enter])
        #expect(Self.text(dashboard).contains("jti  not there any more"))
        #expect(dashboard.paneText.stops.count == 10)
        #expect(!dashboard.paneText.stops.contains { $0.claim.name == .claim("jti") })
    }

    @Test("Hide levels hold for claims, diffs and what a cursor's line says", arguments: 1...3)
    func veiled(level: Int) {
        for keys in [[.enter], [.character("d")]] as [[Key]] {
            var dashboard = Self.session(columns: 200, rows: 60)
            dashboard.hideLevel = level
            let text = Self.text(dashboard.pressed([.character("2")] + keys))
            #expect(!text.contains("123456789012"))
            #expect(!text.contains("0a1b2c3d-1111"))
            if level > 1 { #expect(!text.contains("role/dev-api")) }
        }
    }
}
