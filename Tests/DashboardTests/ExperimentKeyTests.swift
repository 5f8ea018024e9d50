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
