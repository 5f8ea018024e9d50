import Canvas
import ProxyCore
import Testing

@testable import Dashboard

@Suite("Why a flow went as it did")
struct WhyTests {
    /// A flow that carried B1 to billing, with an answer.
    private func end(_ change: (inout FlowEnd) -> Void = { _ in }) -> FlowEnd {
        guard case .flowCompleted(var end) = Scenario.plans(1197, "14:32:08", "/v2", 20)[1] else {
            return FlowEnd(start: Scenario.start(1, "14:32", "GET", "a", "/", nil), time: Scenario.now)
        }
        change(&end)
        return end
    }

    private func answer(_ status: Int = 401, _ fields: [(String, String)] = [], body: String = "") -> MessageCapture {
        MessageCapture(
            startLine: "\(status) X", fields: fields.map { CapturedField(name: $0.0, value: $0.1) },
            bodyPrefix: Array(body.utf8))
    }

    private func why(_ end: FlowEnd) -> String {
        WhyText(FlowRecord(start: end.start, end: end), Scenario.session().scene, width: 118).lines.map(\.text)
            .joined(separator: "\n")
    }

    // MARK: - What the upstream named

    @Test(
        "A cause that the upstream names is evidence, and the closing sentence",
        arguments: [
            (#"Bearer error_description="The audience 'x' is invalid""#, "", "!! audience", "another audience"),
            (#"Bearer error="invalid_token""#, #"{"code":"invalidAudience"}"#, "!! audience", "another audience"),
            (#"Bearer error_description="token_expired""#, "", "!! expiry", "for expired"),
            ("Bearer", "bad signature", "!! signature", "the token's signature"),
            ("Bearer", "unknown issuer", "!! issuer", "the token's issuer"),
        ])
    func named(challenge: String, body: String, check: String, sentence: String) {
        let text = why(end { $0.response = answer(401, [("WWW-Authenticate", challenge)], body: body) })
        #expect(text.contains(check))
        #expect(text.contains("Likely: the upstream "))
        #expect(text.contains(sentence))
        #expect(text.contains("--token-audience VALUE") == check.contains("audience"))
    }

    @Test(
        "Where the upstream names nothing, or more than one cause, nothing is concluded",
        arguments: [
            (401, #"Bearer realm="audience""#, ""), (401, "Bearer", "maudlin"), (404, "Bearer", "audience"),
            (401, "Bearer", "audience or issuer"),
        ])
    func silent(status: Int, challenge: String, body: String) {
        let text = why(
            end {
                $0.status = status
                $0.response = answer(status, [("WWW-Authenticate", challenge)], body: body)
            })
        #expect(!text.contains("Likely"))
        #expect(text.contains("!! audience") == body.contains(" or "))
    }

    @Test("The history of an audience at a host is counted among the kept flows")
    func history() {
        #expect(why(end()).contains("5 of 5 with this audience got 401, never a 2xx"))
        var accepted = end { $0.status = 200 }
        accepted.error = nil
        var dashboard = Scenario.session()
        dashboard.take([.flowCompleted(accepted)])
        let record = FlowRecord(start: accepted.start, end: end())
        #expect(
            AudienceHistory(of: record, in: dashboard.live.flows)?.text == "5 of 6 with this audience got 401, 1 a 2xx")
    }

    // MARK: - Clocks

    @Test(
        "The clock is judged by the answer's Date",
        arguments: [
            ("14:32:08", "ok clock      upstream Date within 2s"), ("14:32:10", "ok clock"), ("14:32:06", "ok clock"),
            ("14:32:20", "?? clock      upstream Date is 12s ahead of this machine"),
            ("14:31:08", "?? clock      upstream Date is 1m behind this machine"),
            ("14:31:07", "!! clock      upstream Date is 1m01s behind this machine"),
            ("14:20:00", "!! clock      upstream Date is 4m18s before the token's iat"),
        ])
    func clock(time: String, line: String) {
        let date = "Sat, 21 Nov 2026 \(time) GMT"
        #expect(why(end { $0.response = answer(401, [("Date", date)]) }).contains(line))
    }

    @Test(
        "Without a Date to go by, the clock is unknown",
        arguments: [
            [], [("Date", "yesterday")], [("Date", "Sat, 21 Nov 2026 14:00:00 GMT"), ("Age", "60")],
        ] as [[(String, String)]])
    func noClock(fields: [(String, String)]) {
        #expect(why(end { $0.response = answer(401, fields) }).contains("?? clock"))
    }

    // MARK: - jotop's own words

    @Test("An answer that was broken off is the upstream's, not jotop's")
    func brokenOff() {
        let broken = end {
            ($0.status, $0.responseBytes) = (200, 3)
            $0.response = answer(200, [("Content-Length", "1000")])
            $0.error = ProxyError(.upstreamAborted, "connection reset")
        }
        let text = why(broken)
        #expect(text.hasPrefix("The upstream answered 200 and broke off: 3 B came of 1,000\n  connection reset"))
        #expect(!text.contains("jotop answered"))
        #expect(FlowRecord(start: broken.start, end: broken).statusText == "200!")
        #expect(EventRow.row(for: .flowFailed(broken))?.what == "200!")
    }

    @Test(
        "What to check follows from what went wrong",
        arguments: [
            (
                "the name a.example cannot be resolved", ["DNS", "host and port"],
                ["--upstream-ca", "--upstream-timeout"]
            ),
            ("connection refused", ["host and port", "--upstream-scheme"], ["DNS", "--upstream-ca"]),
            ("TLS handshake failed: x", ["--upstream-ca", "--upstream-scheme"], ["DNS"]),
            (
                "something else", ["DNS", "host and port", "--upstream-ca", "--upstream-scheme", "--upstream-timeout"],
                []
            ),
        ])
    func unreachable(detail: String, shown: [String], hidden: [String]) {
        let text = UnreachableText(ProxyError(.upstreamUnavailable, detail), width: 100).lines.map(\.text).joined()
        for word in shown { #expect(text.contains(word)) }
        for word in hidden { #expect(!text.contains(word)) }
        #expect(UnreachableText(ProxyError(.crossSite, detail), width: 100).lines.isEmpty)
    }

    @Test("A token that was ready and never sent is said to be")
    func held() {
        let held = TokenID(handle: TokenHandle(index: 5), generation: 2)
        let refused = end {
            ($0.token, $0.heldToken, $0.response, $0.status) = (nil, held, nil, 502)
            $0.error = ProxyError(.upstreamUnavailable, "connection refused")
        }
        #expect(why(refused).contains("-- token      F2 was ready; nothing was sent"))
        var dashboard = Scenario.session()
        let record = FlowRecord(start: refused.start, end: refused)
        let token = FlowTokenText(record, dashboard.scene, width: 100).text.lines.map(\.text)
        #expect(token.first == "F2 was ready; nothing was sent.")
        dashboard.take([.flowFailed(refused)])
        #expect(dashboard.draw().text(row: 21).contains(" 502  F2 held "))
        #expect(dashboard.render().text(row: 22).contains("connection refused"))
    }

    @Test("While a flow runs, every tab shows what is known of it so far")
    func running() throws {
        var dashboard = Scenario.session(holding: 1194)
        let start = try #require(dashboard.selectedFlow?.start)
        var progress = FlowEnd(start: start, time: Scenario.now)
        (progress.status, progress.token, progress.use) = (200, end().token, .hit)
        (progress.request, progress.response) = (end().request, answer(200, [("Server", "x")]))
        progress.durations = FlowDurations(
            token: .zero, connect: .milliseconds(12), wait: .milliseconds(188), receive: .zero,
            total: .milliseconds(200))
        dashboard.take([.flowProgressed(progress)])
        #expect(dashboard.live.requestCount == 1_196)
        #expect(dashboard.draw().text(row: 19).contains(" 200~ B1 hit   52m"))
        let marks = ["Still running: the answer is", "as sent upstream", "so far; the answer is", "claims", "~2199.0"]
        dashboard.press(.enter)
        for mark in marks {
            #expect(dashboard.render().text.contains(mark))
            dashboard.press(.character("]"))
        }
        #expect(dashboard.live.events.total == Scenario.session().live.events.total)
    }

    @Test("A refusal that came after a flow is not told as its cause")
    func laterRefusal() throws {
        let dashboard = Scenario.session()
        let older = try #require(dashboard.live.flows.record(of: FlowID(1182)))
        let newer = try #require(dashboard.live.flows.record(of: FlowID(1189)))
        let texts = [older, newer].map { record in
            WhyText(record, dashboard.scene, width: 100).lines.map(\.text).joined(separator: "\n")
        }
        #expect(texts[0].contains("Latest refusal of this audience   14:31:52"))
        #expect(!texts[1].contains("Latest refusal"))
        #expect(FlowReason(older, dashboard.scene).short == "no token: STS refused https://data.partner.io")
        #expect(FlowReason(newer, dashboard.scene).short == "no token: AccessDenied")
    }
}
