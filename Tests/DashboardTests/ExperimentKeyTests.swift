import Canvas
import ProxyCore
import Testing

@testable import Dashboard

@Suite("Verify, replay and bisect")
struct ExperimentKeyTests {
    static let flow = FlowID(1187)

    static func report(_ phase: BisectReport.Phase, _ statuses: [Int?] = [], readings: [String] = []) -> ProxyEvent {
        let token = TokenID(handle: TokenHandle(index: 1), generation: 1)
        let fresh = TokenID(handle: TokenHandle(index: 1), generation: 2)
        let carried: [TokenID?] = [token, nil, fresh, fresh]
        let said = ["aud not accepted", "no token", "aud not accepted", "aud not accepted"]
        let answers = zip(BisectStep.allCases, statuses).enumerated().map { index, answer in
            BisectAnswer(
                step: answer.0, flow: FlowID(UInt64(1_200 + index)), token: carried[index],
                print: [nil, "9c41e7", "5d0e77"][carried[index]?.generation ?? 0], status: answer.1,
                took: .milliseconds(22 + index), said: said[index])
        }
        return .bisectProgressed(
            BisectReport(
                time: Scenario.now, flow: flow, host: "billing.example.net", status: 401, answers: answers,
                phase: phase, readings: readings))
    }

    @Test("R and B act on the selected flow, and B shows the table")
    func sends() {
        var flows = Scenario.session(holding: 1187)
        #expect(flows.press(.character("R")) == [.send(.replay(Self.flow, confirmed: nil))])
        #expect(flows.press(.character("B")) == [.send(.bisect(Self.flow, confirmed: nil))])
        #expect(flows.reader?.subject == .bisect(Self.flow))
        var inspector = Scenario.session(holding: 1187).pressed([.enter])
        #expect(inspector.press(.character("R")) == [.send(.replay(Self.flow, confirmed: nil))])
    }

    @Test("Another method than GET and HEAD has to be typed", arguments: ["", "PU", "put", "GET"])
    func asks(word: String) {
        var dashboard = Scenario.session(holding: 1184)
        #expect(dashboard.press(.character("R")) == [])
        #expect(dashboard.place == .resending)
        for letter in word { dashboard.press(.character(letter)) }
        #expect(dashboard.press(.enter) == [])
        #expect(dashboard.dialog == nil)
    }

    @Test("Typed out, it goes")
    func confirmed() {
        var dashboard = Scenario.session(holding: 1184)
        for key in "BPUTX" { dashboard.press(.character(key)) }
        dashboard.press(.backspace)
        #expect(dashboard.press(.enter) == [.send(.bisect(FlowID(1184), confirmed: "PUT"))])
    }

    @Test("Esc stops a bisect that runs, and only then leaves the table")
    func stops() {
        var dashboard = Scenario.session(holding: 1187).pressed([.character("B")])
        dashboard.take([Self.report(.waiting(.noToken), [401])])
        #expect(dashboard.press(.escape) == [.send(.stopBisect)])
        #expect(dashboard.reader != nil)
        dashboard.take([Self.report(.stopped, [401])])
        #expect(dashboard.press(.escape) == [])
        #expect(dashboard.reader == nil)
    }

    private static func start(_ id: UInt64) -> FlowStart {
        FlowStart(
            id: FlowID(id), time: Scenario.now, method: "GET", host: "billing.example.net", path: "/",
            audiences: Scenario.billing, replay: FlowReplay(of: flow))
    }

    private static func replayed(_ code: ProxyError.Code?, status: Int? = nil, as id: UInt64 = 1_300) -> ProxyEvent {
        var end = FlowEnd(start: start(id), time: Scenario.now)
        end.status = status
        end.error = code.map { ProxyError($0, "the replay was ended before its answer was complete") }
        end.durations.total = .seconds(3)
        return code == nil ? .flowCompleted(end) : .flowFailed(end)
    }

    @Test("Of two replays of one flow, the end of the first leaves one that Esc ends")
    func endsSecondReplay() {
        var dashboard = Scenario.session(holding: 1187).pressed([.enter])
        dashboard.press(.character("R"), .character("R"))
        dashboard.take([Self.replayed(nil, status: 401)])
        #expect(dashboard.press(.escape) == [.send(.stopReplays)])
        #expect(dashboard.press(.escape) == [])
        #expect(dashboard.inspector == nil)
    }

    @Test("When both of two replays have ended, Esc goes back")
    func bothEnded() {
        var dashboard = Scenario.session(holding: 1187).pressed([.enter])
        dashboard.press(.character("R"), .character("R"))
        dashboard.take([Self.replayed(nil, status: 401), Self.replayed(nil, status: 401, as: 1_301)])
        #expect(dashboard.press(.escape) == [])
        #expect(dashboard.inspector == nil)
    }

    @Test("Esc ends a replay that is under way, and only then goes back; what came of it is told")
    func endsReplay() {
        var dashboard = Scenario.session(holding: 1187).pressed([.enter])
        dashboard.press(.character("R"))
        #expect(dashboard.toast?.text == "sending #1187 again; Esc ends it")
        #expect(dashboard.press(.escape) == [.send(.stopReplays)])
        #expect(dashboard.toast?.text == "ending the replay of #1187")
        #expect(dashboard.inspector != nil)
        dashboard.take([Self.replayed(.clientGone)])
        #expect(dashboard.toast?.text == "the replay of #1187 as #1300 was ended after 3.0 s")
        #expect(dashboard.press(.escape) == [])
        #expect(dashboard.inspector == nil)
    }

    @Test("The late end of a replay that Esc ended is not that of one that was asked for since")
    func lateEnd() {
        var dashboard = Scenario.session(holding: 1187).pressed([.enter])
        dashboard.press(.character("R"))
        dashboard.take([.flowStarted(Self.start(1_300))])
        #expect(dashboard.press(.escape) == [.send(.stopReplays)])
        dashboard.press(.character("R"))
        dashboard.take([Self.replayed(.clientGone)])
        #expect(dashboard.press(.escape) == [.send(.stopReplays)])
        #expect(dashboard.press(.escape) == [])
        #expect(dashboard.inspector == nil)
    }

    @Test("A replay that began only after it was to end takes no other's place")
    func lateBeginning() {
        var replays = ReplaysUnderWay()
        replays.asked(for: Self.flow)
        replays.stopped()
        replays.asked(for: Self.flow)
        replays.began(FlowID(1_300), of: Self.flow)
        replays.began(FlowID(1_301), of: Self.flow)
        replays.ended(FlowID(1_300), of: Self.flow)
        #expect(replays.repeated == [Self.flow])
        replays.ended(FlowID(1_301), of: Self.flow)
        #expect(replays.isEmpty)
    }

    @Test("The replays of a recording are nobody's to end")
    func ofRecording() {
        var dashboard = Scenario.session(holding: 1187).pressed([.enter])
        dashboard.take([.flowStarted(Self.start(1_300))])
        #expect(dashboard.press(.escape) == [])
        #expect(dashboard.inspector == nil)
    }

    @Test("A replay that is over, or never began, is not ended by Esc")
    func overReplay() {
        var dashboard = Scenario.session(holding: 1187)
        dashboard.press(.character("R"))
        dashboard.take([Self.replayed(nil, status: 200)])
        #expect(dashboard.press(.escape) == [])
        dashboard.press(.character("R"))
        dashboard.take([
            .replayRefused(
                ReplayRefused(time: Scenario.now, flow: Self.flow, isBisect: false, reason: "the request is not kept"))
        ])
        #expect(dashboard.press(.escape) == [])
    }

    @Test("An ended replay has that for its answer", arguments: [InspectorState.Tab.why, .response])
    func endedReplay(_ tab: InspectorState.Tab) {
        var dashboard = Scenario.session()
        dashboard.take([Self.replayed(.clientGone)])
        dashboard.press(.character("G"))
        dashboard.press(.enter)
        dashboard.inspector?.tab = tab
        _ = dashboard.draw()
        let text = dashboard.bodyLines.map(\.text).joined(separator: "\n")
        #expect(text.contains("The replay was ended before there was an answer."), "\(text)")
        #expect(!text.contains("client went away"))
    }

    @Test(
        "A GET whose field may make another method of it has to be typed, and the box names the field",
        arguments: ["X-HTTP-Method-Override", "x-http-method", "X-Method-Override"])
    func overridden(_ field: String) {
        var dashboard = Scenario.session()
        let start = Scenario.start(1_400, "14:32:09", "GET", "api.example.com", "/v1", Scenario.api)
        var end = FlowEnd(start: start, time: start.time)
        end.status = 200
        end.request = MessageCapture(
            startLine: "GET /v1 HTTP/1.1", fields: [CapturedField(name: field, value: "DELETE")])
        dashboard.take([.flowStarted(start), .flowCompleted(end)])
        dashboard.press(.character("G"))
        #expect(dashboard.press(.character("R")) == [])
        #expect(dashboard.place == .resending)
        let text = dashboard.render().text
        #expect(text.contains(field) && text.contains("Its field"))
        for key in "GET" { dashboard.press(.character(key)) }
        #expect(dashboard.press(.enter) == [.send(.replay(FlowID(1_400), confirmed: "GET"))])
    }

    @Test("A table whose end was missed can be left all the same, and B begins anew")
    func leaves() {
        var dashboard = Scenario.session(holding: 1187).pressed([.character("B")])
        dashboard.take([Self.report(.waiting(.noToken), [401])])
        #expect(dashboard.press(.escape) == [.send(.stopBisect)])
        #expect(dashboard.press(.escape) == [])
        #expect(dashboard.reader == nil)
        #expect(dashboard.press(.character("B")) == [.send(.bisect(Self.flow, confirmed: nil))])
    }

    @Test("While minting is off, nothing is sent")
    func mintingOff() {
        var dashboard = Scenario.session(holding: 1187)
        dashboard.take([.mintingSwitched(MintingSwitched(time: Scenario.now, isOn: false))])
        #expect(dashboard.press(.character("R")) == [])
        #expect(dashboard.press(.character("B")) == [])
        #expect(dashboard.reader == nil)
    }

    @Test("A read-only screen has neither R nor B")
    func readOnly() {
        let keymap = Keymap.standard.readOnly
        #expect(!keymap.bindings.contains { [.replay, .bisect].contains($0.action) })
        #expect(keymap.action(for: .character("v"), in: .flows) == .verify)
    }

    @Test("A refusal says why, and a bisect that never began leaves no empty table")
    func refused() {
        var dashboard = Scenario.session(holding: 1187).pressed([.character("B")])
        dashboard.take([
            .replayRefused(
                ReplayRefused(time: Scenario.now, flow: Self.flow, isBisect: true, reason: "the request is not kept"))
        ])
        #expect(dashboard.reader == nil)
        #expect(dashboard.toast?.text == "!! #1187 not bisected: the request is not kept")
    }

    @Test("v asks about the very token of the flow, once at a time, and says what came of it")
    func verifies() throws {
        var dashboard = Scenario.session(holding: 1187)
        let token = TokenID(handle: TokenHandle(index: 1), generation: 1)
        #expect(
            dashboard.press(.character("v"))
                == [.send(.verify(token, of: Scenario.billing, sentWith: Self.flow))])
        #expect(dashboard.toast?.text.hasPrefix("checking B1: asking ") == true)
        #expect(dashboard.press(.character("v")) == [])
        let print = try #require(dashboard.shown.tokens.generation(token)?.facts.print)
        dashboard.take([
            .tokenVerified(
                TokenVerified(
                    audiences: Scenario.billing, token: token, print: print, flow: Self.flow,
                    check: SignatureCheck(
                        time: Scenario.now, verdict: .valid, keyID: "f38d1e9a", issuer: "https://issuer.example",
                        keys: .init(address: "https://issuer.example/keys", age: .seconds(2)))))
        ])
        #expect(dashboard.toast?.text.hasPrefix("B1: the signature is good") == true)
        dashboard.press(.enter)
        #expect(dashboard.bodyLines.contains { $0.text.contains("ok signature") && $0.text.contains("verified at") })
        #expect(dashboard.press(.character("v")) != [])
    }

    @Test("v on the tokens view checks the newest generation; where there is no token it says so")
    func verifiesTokens() {
        var dashboard = Scenario.session().pressed([.character("2")])
        let token = TokenID(handle: TokenHandle(index: 0), generation: 3)
        #expect(dashboard.press(.character("v")) == [.send(.verify(token, of: Scenario.api, sentWith: nil))])
        dashboard.press(.down)
        dashboard.press(.down)
        #expect(dashboard.press(.character("v")) == [])
        #expect(dashboard.toast?.text == "no token here to check")
    }

    @Test("A replay is a row with its mark, listed by is:replay, and counts for nothing")
    func counts() {
        var dashboard = Scenario.session()
        let before = (
            dashboard.live.requestCount, dashboard.live.problemCount, dashboard.live.tokens[Scenario.billing]?.uses
        )
        func replay(_ id: UInt64) -> [ProxyEvent] {
            let start = FlowStart(
                id: FlowID(id), time: Scenario.now, method: "GET", host: "billing.example.net", path: "/v2/invoices",
                audiences: Scenario.billing, replay: FlowReplay(of: Self.flow))
            var end = FlowEnd(start: start, time: Scenario.now)
            (end.status, end.use) = (401, .hit)
            end.token = SentToken(
                id: TokenID(handle: TokenHandle(index: 1), generation: 1), print: "9c41e7", length: 1_214,
                lifeLeft: .seconds(60), age: .seconds(9))
            return [.flowStarted(start), .flowCompleted(end)]
        }
        dashboard.take(replay(1_299) + replay(1_300))
        #expect(dashboard.live.requestCount == before.0)
        #expect(dashboard.live.problemCount == before.1)
        #expect(dashboard.live.tokens[Scenario.billing]?.uses == before.2)
        #expect(dashboard.toast?.text.hasPrefix("#1187 sent again as #1300: 401") == true)
        for key in "/is:replay" { dashboard.press(.character(key)) }
        dashboard.press(.enter)
        #expect(dashboard.keys(of: .flows).count == 2)
        #expect(dashboard.draw().text.split(separator: "\n").contains { $0.hasPrefix("R14:32") })
    }

    @Test("Keys that need a proxy say in a replayed recording that there is none", arguments: ["v", "R", "B"])
    func playback(key: Character) {
        var dashboard = Scenario.session(holding: 1187)
        dashboard.tell(.played(.running(speed: 1), note: nil))
        #expect(dashboard.press(.character(key)) == [])
        #expect(dashboard.toast?.text == "a replay: there is no proxy to do that")
    }
}
