import Canvas
import ProxyCore
import Testing

@testable import Dashboard

@Suite("The timeline of all audiences")
struct TimelineTests {
    private func rows(_ events: [ProxyEvent]) -> [TokenRow] {
        var book = TokenBook()
        for event in events { book.absorb(event) }
        return book.rows
    }

    private func text(_ timeline: Timeline, _ index: Int = 0) -> String {
        String(timeline.cells(of: timeline.rows[index]).map(\.character))
    }

    private func trimmed(_ text: String) -> String {
        String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }

    @Test(
        "The scale is the finest one that has room for it",
        arguments: [
            (3_600, 100, "1 minute"), (3_600, 60, "1 minute"), (3_600, 59, "2 minutes"), (20, 100, "1 second"),
            (900, 100, "10 seconds"), (43_200, 100, "10 minutes"), (1_000_000, 50, "2 hours"),
        ])
    func scale(seconds: Int, columns: Int, name: String) {
        #expect(TimelineScale.fitting(.seconds(seconds), columns: columns).name == name)
    }

    @Test("A life is spent, good, then in its refresh window")
    func life() {
        let rows = rows(Scenario.mint(Scenario.api, "A", 0, 1, at: "14:00:00", took: 0))
        let timeline = Timeline(rows, now: Scenario.time("14:10:00"), wall: nil, width: 110)
        #expect(timeline.scale.name == "1 minute")
        let expected = "#1" + String(repeating: ".", count: 8) + "^" + String(repeating: "=", count: 44) + "!!!!!"
        #expect(trimmed(text(timeline)) == expected)
    }

    @Test("Earlier generations end where they were retired")
    func generations() {
        let events =
            Scenario.mint(Scenario.api, "A", 0, 1, at: "14:00:00", took: 0)
            + Scenario.mint(Scenario.api, "A", 0, 2, at: "14:10:00", took: 0, reason: .forced)
        let timeline = Timeline(rows(events), now: Scenario.time("14:20:00"), wall: nil, width: 120)
        #expect(timeline.column(Scenario.time("14:10:00")) >= 0)
        #expect(text(timeline).contains("#2........^====="))
        #expect(text(timeline).filter { $0 == "!" }.count == 5)
    }

    @Test("A number that would be cut, or covered by now, is left out")
    func labels() {
        let events = Scenario.mint(Scenario.api, "A", 0, 2, at: "14:00:00", took: 0)
        func row(_ now: String) -> String {
            trimmed(text(Timeline(rows(events), now: Scenario.time(now), wall: nil, width: 110)))
        }
        #expect(row("14:03:00").hasPrefix("#2.^="))
        #expect(row("14:01:00").hasPrefix("#^="))
        #expect(row("14:00:00").hasPrefix("^="))
    }

    @Test("Refusals and the session's end are on it, the end only where it is near")
    func marks() {
        let events =
            Scenario.mint(Scenario.api, "A", 0, 1, at: "14:30:00", took: 0)
            + Scenario.denied(1, "14:31:10", took: 0, attempt: 1, retryAt: "14:40:00")
        let near = Timeline(rows(events), now: Scenario.now, wall: Scenario.time("15:41"), width: 120)
        #expect(trimmed(text(near, 1)).hasPrefix("x^"))
        #expect(text(near, 1).last { $0 != " " } == "|")
        #expect(near.wallColumn == near.column(Scenario.time("15:41")))
        let far = Timeline(rows(events), now: Scenario.now, wall: Scenario.time("23:41"), width: 120)
        #expect(far.wallColumn == nil)
        #expect(!text(far, 1).contains("|"))
    }

    @Test("Without a token there is still a now")
    func empty() {
        let timeline = Timeline(
            rows(Scenario.denied(1, "14:31:10", took: 0, attempt: 1, retryAt: "14:40:00")),
            now: Scenario.now, wall: nil, width: 80)
        #expect(trimmed(text(timeline)) == "x ^")
    }

    @Test("Every row is as wide as the chart, at any width and any moment")
    func widths() {
        let rows = Scenario.session().live.tokens.rows
        for width in [20, 60, 79, 118, 200] {
            for now in ["13:00:00", "14:32:08", "15:04:59", "16:00:00", "23:00:00"] {
                let timeline = Timeline(rows, now: Scenario.time(now), wall: Scenario.time("15:41"), width: width)
                for row in rows { #expect(timeline.cells(of: row).count == timeline.columns) }
                #expect((0..<timeline.columns).contains(timeline.column(Scenario.time(now))))
            }
        }
    }

    @Test("With more audiences than rows, the selected one is among them, and the others are counted")
    func window() {
        var dashboard = Dashboard(Scenario.configuration(columns: 120, rows: 40))
        for index in 0..<40 {
            let event = TokenFetching(
                time: Scenario.now, audiences: AudienceSet("https://\(index)"), handle: TokenHandle(index: index),
                reason: .first, attempt: 1, flow: nil)
            dashboard.take([.tokenFetching(event)])
        }
        let lines = TimelineChart(dashboard, width: 100).lines(around: TokenHandle(index: 39), limit: 8)
        #expect(lines.count == 8)
        #expect(lines.dropLast().last?.text.hasPrefix(" AN") == true)
        #expect(lines.last?.text == " 6 of 40 audiences")
    }

    @Test("What the session's end will do is told also where not all audiences have a row")
    func forecastBesideCount() throws {
        for width in [60, 79, 118] {
            var dashboard = Scenario.session(columns: 120, rows: 40)
            for index in 4..<40 {
                let event = TokenFetching(
                    time: Scenario.now, audiences: AudienceSet("https://\(index)"), handle: TokenHandle(index: index),
                    reason: .first, attempt: 1, flow: nil)
                dashboard.take([.tokenFetching(event)])
            }
            let lines = TimelineChart(dashboard, width: width).lines(around: TokenHandle(index: 0), limit: 8)
            let foot = lines.suffix(2).map(\.text).joined(separator: "\n")
            #expect(foot.contains("41m left: capped"))
            #expect(foot.contains(" of 40 audiences"))
            #expect(lines.count <= 8 && lines.allSatisfy { $0.width <= width })
            #expect(lines.contains { $0.text.hasPrefix(" A ") })
        }
    }

    @Test(
        "Its title says what a column is and what the marks mean, in as many words as there is room for",
        arguments: 60...200)
    func title(width: Int) {
        let title = TimelineChart(Scenario.session(), width: width).title
        #expect(title.width <= width - 6)
        #expect(title.text.contains("1 minute") || title.text.contains("2 minutes"))
        #expect(title.text.contains("^ now"))
        #expect(title.text.contains("refused") == (width >= 75), "\(title.text)")
    }

    @Test(
        "A tall narrow screen has it, a low one has not",
        arguments: [(80, 24, false), (80, 35, false), (80, 50, true), (60, 60, true)])
    func narrow(columns: Int, rows: Int, isThere: Bool) {
        let dashboard = Scenario.session(columns: columns, rows: rows).pressed([.character("2")])
        #expect((dashboard.layout.timeline != nil) == isThere)
        #expect(dashboard.render().text.contains("verify   not checked") || columns < 76)
    }
}
