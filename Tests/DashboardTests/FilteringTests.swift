import Canvas
import ProxyCore
import Testing

@testable import Dashboard

@Suite("Filtering a list")
struct FilteringTests {
    private func arrivals(_ range: ClosedRange<UInt64>) -> [ProxyEvent] {
        range.flatMap { Scenario.hit($0, "14:32:09", "GET", "/v1/items/\($0)", 200, 20) }
    }

    private func ids(_ dashboard: Dashboard) -> [UInt64] {
        let keys = dashboard.keys(of: .flows)
        return (0..<keys.count).compactMap { dashboard.shown.flows[keys[$0]]?.id.number }
    }

    private func context(_ dashboard: Dashboard) -> String { dashboard.render().text(row: 22) }

    private func filtered(_ text: String, holding flow: UInt64? = nil) -> Dashboard {
        var dashboard = flow.map { Scenario.session(holding: $0) } ?? Scenario.session()
        dashboard.press(.character("/"))
        dashboard.type(text)
        return dashboard
    }

    @Test("Every letter takes effect at once, and the matches are counted")
    func live() {
        var dashboard = filtered("st:4xx host:bill")
        #expect(ids(dashboard) == [902, 1176, 1180, 1187, 1190])
        #expect(context(dashboard).contains("/ st:4xx host:bill_"))
        #expect(context(dashboard).hasSuffix("5 of 1,196 match   1,191 hidden"))
        dashboard.press(.enter)
        #expect(dashboard.place == .flows)
        #expect(context(dashboard).hasSuffix("5 of 1,196 match   1,191 hidden"))
    }

    @Test("What comes is matched as it comes, and what changes as it changes")
    func incremental() {
        var dashboard = filtered("st:401")
        dashboard.press(.enter)
        dashboard.take(arrivals(1197...1300) + Scenario.plans(1301, "14:32:10", "/v2/plans", 20))
        #expect(ids(dashboard) == [902, 1176, 1180, 1187, 1190, 1301])
        let start = Scenario.start(1302, "14:32:11", "GET", "billing.example.net", "/v2/plans", Scenario.billing)
        dashboard.take([.flowStarted(start)])
        #expect(ids(dashboard).last == 1301)
        var end = FlowEnd(start: start, time: Scenario.time("14:32:12"))
        end.status = 401
        dashboard.take([.flowCompleted(end)])
        #expect(ids(dashboard).last == 1302)
    }

    @Test(
        "Row by row it comes to the same as going through all rows",
        arguments: ["st:5xx", "is:inflight", "!items/1", "ms>30"])
    func agrees(filter: String) {
        var configuration = Scenario.configuration()
        configuration.flowLimit = 50
        var dashboard = Dashboard(configuration)
        dashboard.press(.character("/"))
        dashboard.type(filter)
        dashboard.press(.enter)
        for number in 1...300 as ClosedRange<UInt64> {
            let start = Scenario.start(
                number, "14:32:00", "GET", "api.example.com", "/v1/items/\(number % 7)", Scenario.api)
            dashboard.take([.flowStarted(start)])
            guard number > 4, number % 5 != 0 else { continue }
            var end = FlowEnd(
                start: Scenario.start(
                    number - 4, "14:32:00", "GET", "api.example.com", "/v1/items/\((number - 4) % 7)", Scenario.api),
                time: Scenario.time("14:32:01"))
            end.status = number % 3 == 0 ? 500 : 200
            end.durations = FlowDurations(total: .milliseconds(Int64(number) % 60))
            dashboard.take([.flowCompleted(end)])
        }
        let kept = ids(dashboard)
        var anew = dashboard
        anew.relistAll()
        #expect(kept == ids(anew))
        #expect(!kept.isEmpty)
    }

    @Test("Esc goes back to what there was, rows and text")
    func restores() {
        var dashboard = filtered("st:401")
        dashboard.press(.enter, .character("k"))
        let selected = dashboard.selectedFlow?.id
        dashboard.press(.character("/"), .control("u"))
        dashboard.type("tok:wait")
        #expect(ids(dashboard) == [1184, 1185, 1187], "the selected row stays")
        dashboard.press(.escape)
        #expect(ids(dashboard).count == 5)
        #expect(dashboard.selectedFlow?.id == selected)
        #expect(dashboard.place == .flows)
    }

    @Test("A line that is no filter leaves the last good result, says where and why, and cannot be kept")
    func errors() {
        var dashboard = filtered("st:401")
        dashboard.tell(.terminal(.pasted(" host:")))
        #expect(ids(dashboard).count == 5)
        let canvas = dashboard.render()
        #expect(canvas.text(row: 23) == "               ^ host: wants a value, for example host:billing")
        #expect(canvas.text(row: 22).hasPrefix(" / st:401 host:_"))
        dashboard.press(.enter)
        #expect(dashboard.place == .filtering)
        dashboard.type("zz")
        #expect(ids(dashboard).isEmpty)
    }

    @Test("A word that is not finished takes nothing away from those before it")
    func unfinished() {
        var dashboard = filtered("st:401 host")
        #expect(ids(dashboard).isEmpty, "as a word it is in none of these rows")
        dashboard.type(":")
        #expect(ids(dashboard).count == 5)
    }

    @Test(
        "The prompt opens with what is in force; \\ switches it off and on without forgetting it; Esc on the list, too")
    func switching() {
        var dashboard = filtered("st:401")
        dashboard.press(.enter, .character("\\"))
        #expect(ids(dashboard).count == 1_196)
        dashboard.press(.character("\\"))
        #expect(ids(dashboard).count == 5)
        dashboard.press(.escape)
        #expect(ids(dashboard).count == 1_196)
        dashboard.press(.character("/"))
        #expect(dashboard.filterPrompt?.editor.text == "st:401")
        #expect(ids(dashboard).count == 5)
    }

    @Test("A selected row that does not match stays, dim, until the selection leaves it")
    func guest() {
        var dashboard = filtered("st:502", holding: 1187)
        dashboard.press(.enter)
        #expect(ids(dashboard) == [1182, 1187, 1189])
        #expect(dashboard.selectedFlow?.id == FlowID(1187))
        let canvas = dashboard.draw()
        #expect(canvas[4, 5].style.role == .dim)
        #expect(context(dashboard).hasSuffix("2 of 1,196 match   1,193 hidden"))
        dashboard.press(.down)
        #expect(dashboard.selectedFlow?.id == FlowID(1189))
        #expect(ids(dashboard) == [1182, 1189])
    }

    @Test("A filter that hides everything says so, and how to get out")
    func nothing() {
        var dashboard = filtered("st:5xx host:billing")
        dashboard.press(.enter)
        let text = dashboard.render().text
        #expect(text.contains("0 of 1,196 match   st:5xx host:billing"))
        #expect(text.contains("Esc drops the filter"))
        dashboard.press(.escape)
        #expect(ids(dashboard).count == 1_196)
    }

    @Test("Where nothing matches any more, it says how long ago the newest began that did")
    func lastMatch() {
        var dashboard = filtered("host:new.example is:inflight")
        dashboard.press(.enter)
        #expect(!dashboard.render().text.contains("last match"))
        func start(_ id: UInt64, _ at: String) -> FlowStart {
            FlowStart(
                id: FlowID(id), time: Scenario.time(at), method: "GET", host: "new.example", path: "/", audiences: nil)
        }
        let (older, newer) = (start(1197, "14:32:09"), start(1198, "14:32:10"))
        dashboard.take([.flowStarted(older), .flowStarted(newer)])
        #expect(ids(dashboard) == [1197, 1198])
        for start in [newer, older] {
            dashboard.take([.flowCompleted(FlowEnd(start: start, time: Scenario.time("14:32:11")))])
        }
        dashboard.tell(.tick(now: Scenario.time("14:36:20")))
        #expect(ids(dashboard).isEmpty)
        #expect(dashboard.render().text.contains("0 of 1,198 match   host:new.example is:inflight   last match 4m"))
        #expect(dashboard.nextTick == .seconds(1))
    }

    @Test("While paused it is the picture that is filtered, and afterwards everything")
    func paused() {
        var dashboard = Scenario.session()
        dashboard.press(.character("p"))
        dashboard.take(Scenario.plans(1197, "14:32:10", "/v2/plans", 20))
        dashboard.press(.character("/"))
        dashboard.type("st:401")
        dashboard.press(.enter)
        #expect(ids(dashboard) == [902, 1176, 1180, 1187, 1190, 1196], "a pause holds the selected row")
        dashboard.press(.character("p"))
        #expect(ids(dashboard).last == 1197)
    }

    @Test("Tab completes keys, then values with what there is of them, and goes round")
    func completes() {
        var dashboard = filtered("ho")
        dashboard.press(.tab)
        #expect(dashboard.filterPrompt?.editor.text == "host:")
        dashboard = filtered("host:")
        #expect(dashboard.render().text.contains("api.example.com 1,185  billing.example.net 5  lake.example.org 4"))
        dashboard.press(.tab, .tab)
        #expect(dashboard.filterPrompt?.editor.text == "host:billing.example.net")
        #expect(ids(dashboard).count == 5)
        dashboard.type(" is:pr")
        dashboard.press(.tab)
        #expect(dashboard.filterPrompt?.editor.text == "host:billing.example.net is:problem")
    }

    @Test("Filters are saved by number, offered, kept, and forgotten again")
    func saves() {
        var dashboard = filtered("st:4xx|5xx")
        #expect(dashboard.press(.control("s")) == [.keepFilters(SavedFilters(["st:4xx|5xx"]))])
        dashboard.press(.control("u"))
        dashboard.type("tok:new|wait")
        #expect(dashboard.press(.control("s")) == [.keepFilters(SavedFilters(["st:4xx|5xx", "tok:new|wait"]))])
        dashboard.press(.control("u"))
        dashboard.type("2")
        dashboard.press(.tab)
        #expect(dashboard.filterPrompt?.editor.text == "tok:new|wait")
        #expect(dashboard.press(.control("s")) == [.keepFilters(SavedFilters(["st:4xx|5xx"]))])
        var later = Scenario.session()
        later.tell(.filtersKept(SavedFilters(["st:4xx|5xx", "st:", "", "st:4xx|5xx"])))
        later.press(.character("/"))
        later.type("1")
        later.press(.tab, .enter)
        #expect(ids(later).count == 10)
    }

    @Test(
        "Saved filters are offered by their numbers, also where there is room for two groups",
        arguments: [(80, 24), (120, 40)])
    func numbered(_ columns: Int, _ rows: Int) {
        var dashboard = Scenario.session(columns: columns, rows: rows)
        dashboard.tell(.filtersKept(SavedFilters(["st:4xx|5xx", "tok:new|wait"])))
        dashboard.press(.character("/"))
        #expect(dashboard.render().text.contains("1 st:4xx|5xx  " + (columns < 100 ? "2" : " 2") + " tok:new|wait"))
    }

    @Test("How many rows are hidden is told in a pause, under load, and while the inspector has the keys")
    func hiddenStays() {
        func context(_ dashboard: Dashboard) -> String { dashboard.render().text(row: dashboard.size.rows - 2) }
        var dashboard = Scenario.session(holding: 1187, columns: 120, rows: 40)
        dashboard.press(.character("/"))
        dashboard.type("st:4xx host:bill")
        dashboard.press(.enter)
        #expect(context(dashboard.pressed([.character("p")])).contains("1,191 hidden"))
        #expect(context(dashboard.pressed([.enter])).contains("1,191 hidden"))
        #expect(context(dashboard.pressed([.enter, .character("["), .character("[")])).contains("1,191 hidden"))
        var totals = dashboard.live.totals
        totals.requests += 5_000
        dashboard.tell(.snapshot(totals, at: Scenario.time("14:32:09")))
        #expect(dashboard.live.rate.perSecond(at: dashboard.now) > 200)
        #expect(context(dashboard).contains("1,191 hidden"))
        dashboard.press(.escape)
        dashboard.toast = nil
        #expect(context(dashboard).contains("folds repeats"))
    }

    @Test(
        "Values are offered of what the rows have, without what the screen would hide",
        arguments: [("sub:", "dev-api"), ("print:", "9c41e7"), ("aud:", "https://billing.example.net 5")])
    func values(key: String, offer: String) {
        let text = filtered(key).render().text
        #expect(text.contains(offer))
        #expect(!text.contains("123456789012"))
    }

    @Test("Up brings earlier filters back; a paste goes into the prompt, and nowhere else")
    func historyAndPaste() {
        var dashboard = filtered("st:401")
        dashboard.press(.enter, .character("/"), .control("u"))
        dashboard.tell(.terminal(.pasted("tok:\nwait")))
        #expect(dashboard.filterPrompt?.editor.text == "tok: wait")
        dashboard.press(.up)
        #expect(dashboard.filterPrompt?.editor.text == "st:401")
        dashboard.press(.down)
        #expect(dashboard.filterPrompt?.editor.text == "tok: wait")
        dashboard.press(.escape)
        dashboard.tell(.terminal(.pasted("q")))
        #expect(dashboard.filterPrompt == nil)
        #expect(dashboard.toast?.text.contains("ignored") == true)
    }

    @Test("Events and tokens are filtered in the same language")
    func otherViews() {
        var dashboard = Scenario.session()
        dashboard.press(.character("3"), .character("/"))
        dashboard.type("is:problem tok:C")
        dashboard.press(.enter)
        #expect(dashboard.keys(of: .events).count == 1)
        dashboard.press(.character("2"), .character("/"))
        dashboard.type("aud:billing|lake")
        dashboard.press(.enter)
        #expect(dashboard.keys(of: .tokens).count == 3, "the selected one stays")
        #expect(dashboard.render().text(row: 22).contains("2 of 4 match   1 hidden"))
        dashboard.press(.down)
        #expect(dashboard.keys(of: .tokens).count == 2)
        dashboard.press(.character("1"))
        #expect(ids(dashboard).count == 1_196, "each list has a filter of its own")
    }

    @Test(
        "Numbers of tokens are filtered as their columns show them",
        arguments: [
            ("tokms<200", ["C"]), ("is:waited", ["A", "B", "C", "D"]), ("uses>100", ["A"]), ("uses<1", ["C"]),
            ("!is:waited", []),
        ])
    func tokenNumbers(filter: String, handles: [String]) {
        var dashboard = Scenario.session()
        dashboard.press(.character("2"), .character("/"))
        dashboard.type(filter)
        dashboard.press(.enter)
        let matches = dashboard.tokensListing.matches
        let found = (matches?.keys ?? []).filter { matches?.isGuest($0) == false }
        #expect(found.map { TokenHandle(index: $0).description } == handles)
    }

    @Test("So are the bytes of an answer")
    func bytes() { #expect(ids(filtered("bytes>40")) == [902, 1176, 1180, 1187, 1190]) }

    @Test("From a token its flows are picked out by a filter")
    func flowsOfToken() {
        var dashboard = Scenario.session()
        dashboard.press(.character("2"), .down, .character("o"))
        #expect(ids(dashboard) == [902, 1176, 1180, 1187, 1190])
        #expect(dashboard.filter(of: .flows).text == "tok:B")
    }
}
