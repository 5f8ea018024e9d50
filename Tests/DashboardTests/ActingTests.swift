import Canvas
import ProxyCore
import Testing

@testable import Dashboard

@Suite("Orders to the engine")
struct ActingTests {
    private func tokens(_ keys: Key...) -> Dashboard {
        Scenario.session().pressed([.character("2")] + keys)
    }

    @Test("r asks for a new token at once, from every view")
    func refreshes() {
        var flows = Scenario.session(holding: 1187)
        #expect(flows.press(.character("r")) == [.send(.refresh(Scenario.billing))])
        var inspected = Scenario.session(holding: 1187).pressed([.enter])
        #expect(inspected.press(.character("r")) == [.send(.refresh(Scenario.billing))])
        var list = tokens(.down, .down, .down)
        #expect(list.press(.character("r")) == [.send(.refresh(Scenario.lake))])
        var events = Scenario.session().pressed([.character("3")])
        #expect(events.press(.character("r")) == [.send(.refresh(Scenario.lake))])
    }

    @Test(
        "x asks first, and keeping is the default", arguments: [Key.enter, .escape, .character("n"), .character("q")])
    func keepsByDefault(key: Key) {
        var dashboard = tokens(.character("x"))
        #expect(dashboard.place == .evicting)
        #expect(dashboard.press(key) == [])
        #expect(dashboard.place == .tokens)
    }

    @Test("y evicts the token that the question was about")
    func evicts() {
        var dashboard = tokens(.down)
        dashboard.press(.character("x"))
        #expect(dashboard.render().text.contains("Evict B1?"))
        #expect(dashboard.press(.character("y")) == [.send(.evict(Scenario.billing))])
    }

    @Test("The question says how many requests are in flight")
    func namesInFlight() {
        let dashboard = tokens(.down, .down, .down, .character("x"))
        #expect(dashboard.render().text.contains("1 request in flight"))
    }

    @Test(
        "Other keys do nothing while a question stands",
        arguments: [Key.character("x"), .character("r"), .down, .character("1")])
    func modal(key: Key) {
        var dashboard = tokens(.character("x"))
        let before = dashboard.render()
        #expect(dashboard.press(key) == [])
        #expect(dashboard.render() == before)
    }

    @Test("Where STS refused, x offers to forget that, and the cache is told to")
    func forgets() {
        var dashboard = tokens(.down, .down, .character("x"))
        #expect(dashboard.place == .forgetting)
        #expect(dashboard.render().text.contains("Forget the refusal of C?"))
        #expect(dashboard.press(.character("y")) == [.send(.evict(Scenario.data))])
        #expect(dashboard.toast?.text == "refusal of C forgotten: the next request asks STS at once")
        #expect(dashboard.selectedToken?.state(at: Scenario.now) == TokenRow.State.none)
    }

    @Test("Where there is neither a token nor a refusal, nothing is asked")
    func nothingToEvict() {
        var dashboard = tokens(.down, .down, .character("x"), .character("y"))
        dashboard.press(.character("x"))
        #expect(dashboard.place == .tokens)
        #expect(dashboard.toast?.text == "C holds no token: there is nothing to evict")
    }

    private func evicted(_ handle: Int, _ audiences: AudienceSet) -> ProxyEvent {
        .tokenEvicted(Scenario.evicted(handle, audiences))
    }

    @Test("Evicting all is told once, with the number that the question had")
    func evictsAllOnce() {
        var dashboard = tokens(.character("X"))
        #expect(dashboard.render().text.contains("3 tokens will be dropped, 1 refusal forgotten."))
        dashboard.type("evict")
        dashboard.press(.enter)
        dashboard.take([evicted(0, Scenario.api), evicted(1, Scenario.billing)])
        dashboard.take([evicted(3, Scenario.lake)])
        #expect(dashboard.toast?.text == "3 tokens evicted: the next requests wait for STS. u undoes for 60 s")
        dashboard.press(.character("3"))
        #expect(
            dashboard.render().text.split(separator: "\n").count {
                $0.contains("CACHE drop") && $0.contains("evicted by you")
            } == 3)
    }

    @Test("A toast goes when the view changes")
    func toastGoes() {
        var dashboard = Scenario.session()
        dashboard.show("words", isError: false)
        dashboard.press(.character("2"))
        #expect(dashboard.toast == nil)
    }

    @Test("X wants the word", arguments: ["", "evic", "evictt", "EVICT", "yes"])
    func wrongWord(word: String) {
        var dashboard = tokens(.character("X"))
        dashboard.type(word)
        #expect(dashboard.press(.enter) == [])
        #expect(dashboard.place == .tokens)
    }

    @Test("The right word evicts all, also after a correction")
    func rightWord() {
        var dashboard = tokens(.character("X"))
        dashboard.type("evivt")
        dashboard.press(.backspace, .backspace)
        dashboard.type("ct")
        #expect(dashboard.press(.enter) == [.send(.evictAll)])
    }

    @Test("Pasted text is never taken for keys", arguments: ["x", "evict", "Qy\ny\n", "\u{1B}[A"])
    func pastes(text: String) {
        for start in [tokens(), tokens(.character("x")), tokens(.character("X"))] {
            var dashboard = start
            #expect(dashboard.update(.terminal(.pasted(text))) == [])
            #expect(dashboard.place == start.place)
            #expect(dashboard.dialog == start.dialog)
            #expect(dashboard.toast?.text.contains("ignored") == true)
        }
    }

    @Test("What was asked for is answered on the context line")
    func toasts() {
        var dashboard = Scenario.session()
        dashboard.take(Scenario.mint(Scenario.api, "A", 0, 4, at: "14:32:09", took: 398, reason: .forced))
        #expect(dashboard.toast?.text == "A4 minted in 398 ms, replaces A3 (32m50 left). u undoes for 60 s")
        dashboard.tell(.tick(now: Scenario.time("14:32:12")))
        #expect(dashboard.toast != nil)
        dashboard.tell(.tick(now: Scenario.time("14:32:13")))
        #expect(dashboard.toast == nil)
    }

    @Test("An error stays until a key is pressed")
    func errorToast() {
        var dashboard = Scenario.session()
        let failure = TokenFailed(
            time: Scenario.now, audiences: Scenario.data, handle: TokenHandle(index: 2), reason: .forced, attempt: 3,
            failure: MintFailure(kind: .denied, code: "AccessDenied", message: ""), retryAt: Scenario.time("14:33"),
            took: .milliseconds(90), waiters: 0, flow: nil, stillServing: nil)
        dashboard.take([.tokenFailed(failure)])
        dashboard.tell(.tick(now: Scenario.time("14:40")))
        #expect(dashboard.toast?.text == "!! refresh of C refused: AccessDenied. There is no token to fall back on.")
        dashboard.press(.down)
        #expect(dashboard.toast == nil)
    }

    @Test("Refreshes that nobody asked for raise no toast")
    func quiet() {
        var dashboard = Scenario.session()
        dashboard.take(Scenario.mint(Scenario.api, "A", 0, 4, at: "14:32:09", took: 398, reason: .due))
        #expect(dashboard.toast == nil)
    }

    @Test("o goes to the other end and back")
    func otherEnd() {
        var dashboard = Scenario.session(holding: 1187)
        dashboard.press(.character("o"))
        #expect(dashboard.view == .tokens)
        #expect(dashboard.selectedToken?.audiences == Scenario.billing)
        dashboard.press(.character("o"))
        #expect(dashboard.view == .flows)
        #expect(dashboard.filter(of: .flows).text == "tok:B")
        #expect(dashboard.selectedFlow?.id == FlowID(1187))
    }

    @Test("Ctrl-r asks for new tokens for the audiences of the last five minutes, and for nothing where there is none")
    func refreshesAll() {
        var dashboard = Scenario.session().pressed([.character("2")])
        #expect(dashboard.update(.terminal(.key(.control("r")))) == [.send(.refreshAll)])
        #expect(dashboard.toast?.text == "asking STS for 4 new tokens")
        let palette = Scenario.session(columns: 120, rows: 40).pressed([.character(":")]).typed("refresh-all")
        #expect(palette.render().text.contains("in the last 5m (4 STS calls)"))
        dashboard.tell(.tick(now: Scenario.time("14:36:55")))
        #expect(dashboard.update(.terminal(.key(.control("r")))) == [.send(.refreshAll)])
        #expect(dashboard.toast?.text == "asking STS for 3 new tokens", "nobody has asked for C since 14:31:52")
        dashboard.tell(.tick(now: Scenario.time("14:40")))
        #expect(dashboard.update(.terminal(.key(.control("r")))) == [])
        #expect(dashboard.toast?.text == "nothing to refresh: no audience was in use in the last 5m")
        var empty = Dashboard(Scenario.configuration()).pressed([.character("2")])
        #expect(empty.update(.terminal(.key(.control("r")))).isEmpty)
    }
}
