import Canvas
import ProxyCore
import Testing

@testable import Dashboard

@Suite("Panes that have little to show")
struct UnfinishedTests {
    private func text(_ record: FlowRecord, _ tab: InspectorState.Tab, _ dashboard: Dashboard = Scenario.session())
        -> String
    {
        let scene = dashboard.scene
        let lines =
            switch tab {
            case .why: WhyText(record: record, scene: scene, width: 100).lines
            case .request: RequestText(record: record, scene: scene, width: 100).lines
            case .response: ResponseText(record: record, scene: scene, width: 100).lines
            case .token: FlowTokenText(record, scene, width: 100).text.lines
            case .timing: TimingText(record, scene, width: 100).lines
            }
        return lines.map(\.text).joined(separator: "\n")
    }

    private static let start = Scenario.start(1197, "14:32:05", "GET", "api.example.com", "/", Scenario.api)

    private static func ended(_ change: (inout FlowEnd) -> Void) -> FlowRecord {
        var end = FlowEnd(start: start, time: Scenario.time("14:32:06"))
        change(&end)
        return FlowRecord(start: start, end: end)
    }

    @Test(
        "Of a request that has only begun, each tab says what there is not yet",
        arguments: [
            (InspectorState.Tab.why, "Still running."), (.request, "Nothing has been sent upstream yet."),
            (.response, "No answer yet."), (.token, "No token has been sent yet."),
            (.timing, "Running for 3.0 s: no part is over yet."),
        ])
    func begun(tab: InspectorState.Tab, words: String) {
        #expect(text(FlowRecord(start: Self.start), tab) == words)
    }

    @Test("An answer of jotop's own is called that, with the words that the client got")
    func ownAnswer() {
        let record = Self.ended {
            $0.status = 502
            $0.error = ProxyError(.upstreamUnavailable, "connection refused")
        }
        #expect(text(record, .response) == "answered by jotop itself: upstream_unavailable\n  upstream unavailable")
        #expect(text(record, .request) == "No request went upstream.")
        #expect(text(record, .token) == "This request never asked for a token.")
    }

    @Test("Heads that were not kept are said not to be")
    func notKept() {
        let record = Self.ended {
            ($0.status, $0.use) = (200, .hit)
            $0.token = Scenario.sent("A", 0, 3, "a1b2c3", left: .seconds(60))
        }
        #expect(text(record, .request) == "The head of this request was not kept.")
        #expect(text(record, .response) == "The head of this answer was not kept.")
    }

    @Test("An answer without a body says so, and one whose body is not kept")
    func bodies() {
        func answer(_ bytes: Int) -> FlowRecord {
            Self.ended {
                ($0.status, $0.responseBytes) = (200, bytes)
                $0.response = MessageCapture(startLine: "200 OK", fields: [])
            }
        }
        #expect(text(answer(0), .response).hasSuffix("\nno body"))
        #expect(text(answer(2_000), .response).hasSuffix("\nbody 2,000 B, not kept: only 4xx and 5xx are"))
    }

    @Test(
        "The upstream's clock is told by its Date, as of when the head came",
        arguments: [
            ("14:32:04", "within 2s of this machine"), ("14:32:01", "3s behind this machine"),
            ("14:33:34", "1m30s ahead of this machine"),
        ])
    func clock(date: String, words: String) {
        let record = Self.ended {
            $0.status = 200
            // Over at 14:32:06, two seconds after the head.
            $0.durations = FlowDurations(receive: .seconds(2), total: .seconds(4))
            $0.response = MessageCapture(
                startLine: "200 OK", fields: [CapturedField(name: "Date", value: "Sat, 21 Nov 2026 \(date) GMT")])
        }
        #expect(text(record, .response).contains(words))
    }

    @Test("More than one Authorization on the wire is an error, and another version of HTTP is told")
    func request() throws {
        let record = Self.ended {
            ($0.status, $0.clientVersion) = (401, "HTTP/2")
            $0.token = Scenario.sent("A", 0, 3, "a1b2c3", left: .seconds(60))
            $0.request = MessageCapture(
                startLine: "GET / HTTP/1.1",
                fields: (0..<2).map { _ in CapturedField(name: "Authorization", value: "Bearer <redacted>") })
        }
        let lines = RequestText(record: record, scene: Scenario.session().scene, width: 100).lines
        #expect(lines.first?.text.hasPrefix("as sent upstream; it came by HTTP/2") == true)
        let count = try #require(lines.last)
        #expect(count.text == "Authorization fields on the wire: 2")
        #expect(count.pieces.map(\.role) == [.error])
    }

    @Test("Every part that took time has its row and its note, in the order in which it came")
    func parts() {
        let record = Self.ended {
            ($0.status, $0.use, $0.requestBytes, $0.responseBytes) = (200, .minted, 48_000, 2)
            $0.token = Scenario.sent("D", 3, 1, "04fd1b", left: .seconds(60))
            $0.settled = .milliseconds(1_500)
            $0.durations = FlowDurations(
                accept: .milliseconds(1), token: .milliseconds(400), connect: .milliseconds(12), send: .milliseconds(7),
                wait: .milliseconds(90), receive: .milliseconds(2), total: .milliseconds(512))
        }
        let lines = text(record, .timing).split(separator: "\n").map { $0.prefix { $0 != "|" }.split(separator: " ") }
        let rows = lines.dropFirst().prefix(6).map { $0.joined(separator: " ") }
        #expect(
            rows == [
                "accept 1.0 rules, audience", "token 400.0 asked STS", "connect 12.0 name, TCP, TLS", "send 7.0 46.8K",
                "upstream 90.0 to the answer's head", "body 2.0 2 B",
            ])
        #expect(text(record, .timing).contains("then 1.5 s until the token was old enough (--settle)"))
    }

    @Test("Of more requests than are named, the others are counted")
    func served() {
        #expect(MintWords.list([FlowID(1), FlowID(2)], of: 2) == "#1 #2")
        #expect(MintWords.list([FlowID(1), FlowID(2)], of: 1_206) == "#1 #2 and 1,204 more")
    }

    @Test("A list that shows problems only says so where there is none, and how to see the rest")
    func noProblem() {
        var dashboard = Dashboard(Scenario.configuration())
        dashboard.take(Scenario.beginning + Scenario.hit(1, "14:32:00", "GET", "/", 200, 5))
        _ = dashboard.draw()
        dashboard.press(.character("!"))
        #expect(dashboard.render().text.contains("No problem among 1 flow. Esc shows all of them."))
    }

    @Test("An audience without a token says whether one is on its way")
    func noToken() throws {
        func summary(_ events: [ProxyEvent]) throws -> [String] {
            var dashboard = Dashboard(Scenario.configuration())
            dashboard.take(events)
            let row = try #require(dashboard.live.tokens.rows.first)
            return TokenSummary(row, dashboard.scene, forecast: nil, width: 78).lines().map(\.text)
        }
        let mint = Scenario.mint(Scenario.api, "A", 0, 1, at: "14:30:00", took: 400)
        let asking = try summary(Array(mint.prefix(1)))
        #expect(asking.count == 1 && asking[0].hasPrefix("asking STS..."))
        let refusal = Scenario.denied(1, "14:31:00", took: 5, attempt: 1, retryAt: "14:32:00")
        var dashboard = Dashboard(Scenario.configuration())
        dashboard.take(refusal)
        dashboard.live.forgotRefusals(at: dashboard.now)
        let row = try #require(dashboard.live.tokens.rows.first)
        let lines = TokenSummary(row, dashboard.scene, forecast: nil, width: 78).lines().map(\.text)
        #expect(lines == ["No token is held."])
    }

    @Test("A history that has no room is told by its last two tokens")
    func lineage() throws {
        var dashboard = Dashboard(Scenario.configuration())
        for generation in 1...4 {
            dashboard.take(
                Scenario.mint(
                    Scenario.api, "A", 0, generation, at: "14:3\(generation):00", took: 400, reason: .due, life: 300))
        }
        let row = try #require(dashboard.live.tokens.rows.first)
        let summary = TokenSummary(row, dashboard.scene, forecast: nil, width: 60)
        let whole = summary.lines().map(\.text)
        #expect(whole.contains { $0.contains("#1 14:31:00-14:36:00") })
        #expect(summary.lines(hasFailure: true, rows: whole.count).map(\.text) == whole)
        let brief = summary.lines(hasFailure: true, rows: whole.count - 1).map(\.text).joined(separator: "\n")
        #expect(!brief.contains("#1 ") && !brief.contains("#2 14"))
        #expect(brief.contains("and 2 before"))
    }
}
