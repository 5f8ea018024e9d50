import ProxyCore
import Testing

@Suite("Durations in Go's notation")
struct GoDurationTests {
    @Test(
        "What Go reads is read the same",
        arguments: [
            ("0", Duration.zero), ("90s", .seconds(90)), ("5m", .seconds(300)), ("1h30m", .seconds(5400)),
            ("500ms", .milliseconds(500)), ("1.5s", .milliseconds(1500)), (".5s", .milliseconds(500)),
            ("1h", .seconds(3600)), ("250us", .microseconds(250)), ("250µs", .microseconds(250)),
            ("7ns", .nanoseconds(7)),
        ])
    func reads(_ text: String, _ duration: Duration) {
        #expect(GoDuration.parse(text) == duration)
    }

    @Test(
        "What Go refuses is refused",
        arguments: ["", "5", "s", "-5s", "5 s", "5sec", "1h30", "1..5s", ".s", "1e3s", "99999999999h", "５s"])
    func refuses(_ text: String) {
        #expect(GoDuration.parse(text) == nil)
    }

    @Test("They are written as short as can be", arguments: ["90s", "1h", "500ms", "1h1m1s"])
    func writes(_ text: String) throws {
        let written = GoDuration.format(try #require(GoDuration.parse(text)))
        #expect(written == (text == "90s" ? "1m30s" : text))
    }
}
