import Canvas
import ProxyCore
import Testing

@testable import Dashboard

@Suite("Numbers and times in words")
struct TextTests {
    @Test(
        "What is left is a countdown",
        arguments: [
            (4_080, "1h08m"), (1_972, "32m52"), (250, "4m10"), (41, "41s"), (0, "0s"), (-12, "-12s"), (-75, "-1m15"),
            (3_600, "1h00m"), (3_599, "59m59"), (100_000, "27h46m"), (187_200, "2d04h"),
        ])
    func countdown(seconds: Int, text: String) {
        #expect(Duration.seconds(seconds).countdown == text)
    }

    @Test("What is over by less than a second is over")
    func justOver() {
        #expect(Duration.milliseconds(-1).countdown == "-1s")
        #expect(Duration.milliseconds(999).countdown == "0s")
    }

    @Test(
        "Within a sentence seconds have their mark, and whole minutes none",
        arguments: [(1_972, "32m52s"), (300, "5m"), (60, "1m"), (41, "41s"), (4_080, "1h08m"), (-75, "-1m15s")])
    func phrase(seconds: Int, text: String) {
        #expect(Duration.seconds(seconds).phrase == text)
    }

    @Test(
        "What a request took fits a narrow column",
        arguments: [
            (0, "0"), (38, "38"), (999, "999"), (1_000, "1.0s"), (2_345, "2.3s"), (59_999, "1m00"), (64_000, "1m04"),
        ])
    func column(milliseconds: Int, text: String) {
        #expect(Duration.milliseconds(milliseconds).column == text)
    }

    @Test(
        "Fractions of a millisecond are kept to one decimal",
        arguments: [(200, "0.2"), (405_040, "405.0"), (49, "0.0"), (59, "0.1"), (37_960, "38.0")])
    func tenths(microseconds: Int, text: String) {
        #expect(Duration.microseconds(microseconds).tenths == text)
    }

    @Test("Rows and details round in the same way", arguments: [(37_400, "37"), (37_500, "38"), (999_600, "1.0s")])
    func rounded(microseconds: Int, text: String) {
        #expect(Duration.microseconds(microseconds).column == text)
        #expect(Duration.microseconds(microseconds).measured.hasPrefix(text.filter { $0 != "s" }))
    }

    @Test("A span set in whole seconds reads as it was set", arguments: [(4_999, "5s"), (300_004, "5m")])
    func nearestSecond(milliseconds: Int, text: String) {
        #expect(Duration.milliseconds(milliseconds).nearestSecond.phrase == text)
    }

    @Test("A line that is too long is cut with a mark", arguments: [(5, "ab cd"), (4, "ab ~"), (2, "a~")])
    func cut(limit: Int, text: String) {
        #expect(Line("ab ").adding("cd", .dim).cut(to: limit).text == text)
    }

    @Test(
        "Thousands are grouped",
        arguments: [(0, "0"), (999, "999"), (1_196, "1,196"), (1_000_000, "1,000,000"), (-12_345, "-12,345")])
    func grouped(number: Int, text: String) {
        #expect(number.grouped == text)
    }

    @Test(
        "Bytes are exact while that can be read",
        arguments: [
            (0, "0 B"), (1_214, "1,214 B"), (9_999, "9,999 B"), (12_288, "12.0K"), (3_145_728, "3.0M"),
            (1 << 31, "2.0G"),
        ])
    func bytes(number: Int, text: String) {
        #expect(number.bytes == text)
    }

    @Test("One is one, and the rest are many", arguments: [(0, "0 flows"), (1, "1 flow"), (2, "2 flows")])
    func counted(number: Int, text: String) {
        #expect(number.counted("flow") == text)
    }

    @Test(
        "A row's time in each format",
        arguments: [
            (TimeFormat.clock, "15:31:50.377", "15:31:50"), (.relative, "17s ago", "17s ago"),
            (.sinceStart, "+01:27:00", "+01:27:00"), (.utc, "14:31:50.377Z", "14:31:50Z"),
        ])
    func rowTimes(format: TimeFormat, wide: String, narrow: String) {
        let time = Timekeeping(
            format: format, utcOffset: 3600, start: Scenario.time("13:04:50"), now: Scenario.time("14:32:08"))
        let moment = Scenario.time("14:31:50.377")
        #expect(time.row(moment, milliseconds: true) == wide)
        #expect(time.row(moment, milliseconds: false) == narrow)
        #expect(wide.count <= time.rowWidth(milliseconds: true))
        #expect(narrow.count <= time.rowWidth(milliseconds: false))
    }

    @Test("In UTC every time is told in UTC, and says so; otherwise every time is local")
    func zones() {
        let moment = Scenario.time("14:31:50.377")
        for (format, clock, minute) in [(TimeFormat.clock, "15:31:50", "15:31"), (.utc, "14:31:50Z", "14:31Z")] {
            let time = Timekeeping(format: format, utcOffset: 3600, start: moment, now: moment)
            #expect(time.clock(moment) == clock)
            #expect(time.minute(moment) == minute)
        }
    }

    @Test(
        "A row's time has room for hours and days",
        arguments: [(35_999, "9h59m ago"), (36_000, "10h00m ago"), (172_799, "47h59m ago"), (1_051_200, "12d04h ago")])
    func longAgo(seconds: Int, text: String) {
        let moment = Scenario.time("13:04:50")
        let time = Timekeeping(
            format: .relative, utcOffset: 0, start: moment, now: moment.advanced(by: .seconds(seconds)))
        #expect(time.row(moment, milliseconds: false) == text)
        #expect(text.count <= time.rowWidth(milliseconds: false))
    }

    @Test("So has one since the start", arguments: [(359_999, "+99:59:59"), (360_000, "+100:00:00")])
    func longUp(seconds: Int, text: String) {
        let start = Scenario.time("13:04:50")
        let now = start.advanced(by: .seconds(seconds))
        let time = Timekeeping(format: .sinceStart, utcOffset: 0, start: start, now: now)
        #expect(time.row(now, milliseconds: true) == text)
        #expect(time.rowWidth(milliseconds: true) == text.count)
    }

    @Test(
        "A path keeps its head and its tail; where a query alone has no room, it keeps its head",
        arguments: [
            ("/v1/items", 10, "/v1/items"), ("/v1/items/42?limit=50", 22, "/v1/items/42?limit=50"),
            ("/v1/items?cursor=eyJhIjoxfQ", 22, "/v1/items?cursor=eyJh~"),
            ("/ingest/2026/11/21/part-00017", 22, "/ingest/202~part-00017"),
            ("/ingest/2026/11/21/part-00017?x=1", 22, "/ingest/202~-00017?x=1"),
            ("/ingest/2026/11/21", 12, "/inges~11/21"), ("/ingest/2026/11/21", 11, "/ingest/20~"),
        ])
    func paths(path: String, width: Int, text: String) {
        let glyphs = Canvas.fit(path, width: width, cut: .path(path, width: width))
        #expect(String(String.UnicodeScalarView(glyphs.map { $0 == Glyph(.ellipsis) ? "~" : $0.scalars[0] })) == text)
    }

    @Test(
        "An ARN is a name and an account",
        arguments: [
            ("arn:aws:sts::123456789012:assumed-role/dev-api/me", "dev-api"),
            ("arn:aws:iam::123456789012:role/path/dev-api", "dev-api"),
            ("arn:aws:iam::123456789012:user/alice", "alice"), ("arn:aws:iam::123456789012:root", "root"),
        ])
    func principals(arn: String, name: String) {
        #expect(Principal(arn: arn)?.name == name)
        #expect(Principal(arn: arn)?.account == "123456789012")
    }

    @Test(
        "What is no ARN has no name",
        arguments: ["", "dev-api", "arn:aws:iam", "urn:aws:iam::1:role/x", "arn:aws:iam::1:"])
    func noPrincipal(text: String) {
        #expect(Principal(arn: text) == nil)
    }

    @Test(
        "A challenge's reason is its description, or else its error",
        arguments: [
            (#"Bearer error="invalid_token", error_description="aud not accepted""#, "aud not accepted"),
            (#"Bearer error="invalid_token""#, "invalid_token"),
            (#"Bearer error=invalid_token, realm="x""#, "invalid_token"),
            (#"Bearer error_description="say \"no\"", error="e""#, #"say "no""#), ("Bearer", nil),
            ("Bearer realm=\"error\"", nil),
            (#"Bearer error_description="cut"#, "cut"), (#"Bearer my_error="x""#, nil),
        ] as [(String, String?)])
    func challenges(text: String, reason: String?) {
        #expect(FlowReason.description(of: text) == reason)
    }
}
