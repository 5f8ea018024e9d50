import Canvas
import Diagnosis
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
        WhyText(record: FlowRecord(start: end.start, end: end), scene: Scenario.session().scene, width: 118)
            .lines.map(\.text).joined(separator: "\n")
    }

    // MARK: - The upstream's words

    @Test("Of a request without a token the likely cause comes before what STS said at length")
    func refusalOrder() throws {
        let time = Scenario.time("14:32:00")
        let start = FlowStart(
            id: FlowID(9_977), time: time, method: "GET", host: "a.example", path: "/",
            audiences: AudienceSet("https://a.example"))
        var end = FlowEnd(start: start, time: time)
        (end.status, end.error) = (502, ProxyError(.tokenUnavailable, "AccessDenied: no such luck"))
        let lines = WhyText(record: FlowRecord(start: start, end: end), scene: Scenario.session().scene, width: 118)
            .lines.map(\.text)
        let cause = try #require(lines.firstIndex { $0.hasPrefix("Likely cause") })
        let refusal = try #require(lines.firstIndex { $0.hasPrefix("AccessDenied: no such luck") })
        #expect(cause < refusal)
    }

    @Test(
        "Never more than three things stand there to be done, those of STS's own refusal among them",
        arguments: [nil, "Fix it."])
    func adviceLimit(remedy: String?) throws {
        var dashboard = Scenario.session()
        dashboard.take(
            Scenario.throttled.map { event in
                guard case .tokenFailed(let failure) = event else { return event }
                return .tokenFailed(
                    TokenFailed(
                        time: failure.time, audiences: failure.audiences, handle: failure.handle, reason: .first,
                        attempt: 3,
                        failure: MintFailure(
                            kind: .denied, code: "AccessDenied", message: "no", remedy: remedy),
                        retryAt: failure.retryAt, took: .zero, waiters: 1, flow: failure.flow, stillServing: nil))
            })
        _ = dashboard.draw()
        let record = try #require(dashboard.shown.flows.record(of: FlowID(1197)))
        let lines = WhyText(record: record, scene: dashboard.scene, width: 118).lines.map(\.text)
        let tries = lines.drop { !$0.hasPrefix("Try ") }.prefix { !$0.isEmpty }
        #expect(tries.count == (remedy == nil ? 3 : 2))
        #expect(lines.contains("What to do") == (remedy != nil))
        #expect(!lines.contains("What to check, in order"))
    }

    @Test("A bare 401 holds nothing against the audience: nobody has said that it was for that")
    func bareRefusal() {
        let text = why(end { $0.response = answer(401) })
        #expect(text.contains("?? audience"))
        #expect(!text.contains("!! audience"))
    }

    @Test("A cause has a sentence and things to try: a key where there is one, the setting where not")
    func sentence() {
        let text = why(end { $0.response = answer(401, [("WWW-Authenticate", #"Bearer error_description="aud x""#)]) })
        #expect(text.contains("Likely cause   the upstream expects a different audience."))
        #expect(text.contains("Try            a  set the audience for this host"))
        #expect(!text.contains("bisect") || Keymap.standard.key(for: .bisect) != nil)
        let expired = why(end { $0.response = answer(401, [("WWW-Authenticate", #"Bearer error="expired""#)]) })
        #expect(expired.contains("Try            r  refresh the token from STS"))
    }

    @Test("A detail that speaks against a request is never left out, however narrow the screen")
    func narrow() {
        let record = FlowRecord(start: end().start, end: end())
        let lines = WhyText(record: record, scene: Scenario.session().scene, width: 58).lines
        #expect(lines.allSatisfy { $0.width <= 58 })
        #expect(lines.map(\.text).joined().contains("5 of 5 with B1"))
        let tick = lines.first { $0.text.contains("ok expiry") }
        #expect(tick != nil)
    }

    @Test("Of a compressed body it is told how to read it, and its bytes are not shown")
    func compressed() {
        let text = why(
            end {
                $0.response = answer(401, [("Content-Encoding", "gzip")], body: "\u{1f}\u{8b}secret of gzip")
            })
        #expect(text.contains("compressed (gzip): ask without Accept-Encoding to read it: y c copies it as curl"))
        #expect(!text.contains("secret of gzip") && !text.contains("\\x"))
    }

    @Test("What the upstream said is hidden with everything else that is somebody's", arguments: [1, 2, 3])
    func hidden(level: Int) {
        var dashboard = Scenario.session()
        for _ in 0..<((level + 3) % 4) { dashboard.press(.character("H")) }
        let said = end {
            $0.response = answer(401, [("WWW-Authenticate", #"Bearer error_description="aud 123456789012""#)])
        }
        let lines = WhyText(record: FlowRecord(start: said.start, end: said), scene: dashboard.scene, width: 118).lines
            .map(\.text)
        #expect(!lines.joined().contains("123456789012"))
        #expect(lines.joined().contains("billing.example.net") == (level < 2))
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

    @Test("Where the upstream cannot be reached, the way there is what to look at")
    func unreachable() {
        let refused = end {
            ($0.token, $0.response, $0.status) = (nil, nil, 502)
            $0.error = ProxyError(.upstreamUnavailable, "the name a.example cannot be resolved")
        }
        let text = why(refused)
        #expect(
            text.hasPrefix("jotop answered itself: 502 upstream_unavailable\n  the name a.example cannot be resolved"))
        #expect(text.contains("Likely cause   the upstream's name does not resolve on this machine."))
        #expect(text.contains("DNS"))
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
            WhyText(record: record, scene: dashboard.scene, width: 100).lines.map(\.text).joined(separator: "\n")
        }
        #expect(texts[0].contains("Latest refusal of this audience   14:31:52"))
        #expect(!texts[1].contains("Latest refusal"))
        #expect(FlowReason(older, dashboard.scene).short == "no token: STS refused https://data.partner.io")
        #expect(FlowReason(newer, dashboard.scene).short == "no token: AccessDenied")
    }
}
