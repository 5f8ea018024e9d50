import ProxyCore
import Testing

@Suite("Wall time")
struct WallTimeTests {
    @Test(
        "A moment reads as RFC 3339",
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.999Z"),
            (1_795_271_058_377, "2026-11-21T14:24:18.377Z"),
            (951_782_400_000, "2000-02-29T00:00:00.000Z"), (951_868_800_000, "2000-03-01T00:00:00.000Z"),
            (1_709_164_799_999, "2024-02-28T23:59:59.999Z"), (1_709_164_800_000, "2024-02-29T00:00:00.000Z"),
            (4_107_542_400_000, "2100-03-01T00:00:00.000Z"), (4_107_456_000_000, "2100-02-28T00:00:00.000Z"),
            (-2_203_891_200_000, "1900-03-01T00:00:00.000Z"), (1_735_689_599_000, "2024-12-31T23:59:59.000Z"),
            (-62_135_596_800_000, "0001-01-01T00:00:00.000Z"), (253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
        ] as [(Int64, String)])
    func rfc3339(milliseconds: Int64, text: String) {
        #expect(WallTime(milliseconds: milliseconds).rfc3339 == text)
    }

    @Test("Every day of four centuries follows the one before")
    func everyDay() {
        func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }
        let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        var (year, month, day) = (1800, 1, 1)
        var wrong = 0
        for number in 0..<146_097 {
            let parts = WallTime(seconds: (Int64(number) - 62_091) * 86_400).calendar()
            if (parts.year, parts.month, parts.day) != (year, month, day) { wrong += 1 }
            day += 1
            if day > lengths[month - 1] + (month == 2 && isLeap(year) ? 1 : 0) { (month, day) = (month + 1, 1) }
            if month > 12 { (year, month) = (year + 1, 1) }
        }
        #expect(wrong == 0)
        #expect((year, month, day) == (2200, 1, 1))
    }

    @Test(
        "Local times cross midnight both ways",
        arguments: [
            (0, "14:24:18"), (3600, "15:24:18"), (-54_000, "23:24:18"), (36_000, "00:24:18"), (19_800, "19:54:18"),
        ])
    func offsets(offset: Int, clock: String) {
        #expect(WallTime(seconds: 1_795_271_058).clock(offset: offset) == clock)
    }

    @Test(
        "Seconds before 1970 are rounded down",
        arguments: [(-1, -1), (-999, -1), (-1000, -1), (-1001, -2), (999, 0), (1000, 1)])
    func seconds(milliseconds: Int64, seconds: Int64) {
        #expect(WallTime(milliseconds: milliseconds).seconds == seconds)
    }

    @Test(
        "Absurd claims are brought to years 1 to 9999", arguments: [Int64.min, .max, 253_402_300_800, -62_135_596_801])
    func clamped(seconds: Int64) {
        let year = WallTime(seconds: seconds).calendar().year
        #expect(year == 1 || year == 9999)
    }

    @Test("Distances are signed, and lead back")
    func distances() {
        let early = WallTime(seconds: 100), late = WallTime(seconds: 160)
        #expect(early.duration(to: late) == .seconds(60))
        #expect(late.duration(to: early) == .seconds(-60))
        #expect(late.advanced(by: .seconds(-60)) == early)
        #expect(early < late)
    }

    @Test(
        "Durations become whole milliseconds, and stop at the ends",
        arguments: [
            (Duration.milliseconds(1_500), 1_500), (.microseconds(999), 0), (.milliseconds(-7), -7),
            (.seconds(Int64.max), .max), (.seconds(Int64.min), .min),
        ] as [(Duration, Int64)])
    func milliseconds(duration: Duration, expected: Int64) {
        #expect(duration.milliseconds == expected)
    }

    @Test("The system's clock is past the day this was written")
    func now() {
        #expect(WallTime.now() > WallTime(seconds: 1_700_000_000))
    }

    @Test(
        "Any number of seconds is a moment, the nearest that there is",
        arguments: [
            (1_795_271_528.5, WallTime(milliseconds: 1_795_271_528_500)), (0, WallTime(seconds: 0)),
            (-0.25, WallTime(milliseconds: -250)), (1e300, WallTime(seconds: .max)),
            (-1e300, WallTime(seconds: .min)), (.infinity, WallTime(seconds: .max)), (.nan, WallTime(seconds: .min)),
        ])
    func approximating(_ seconds: Double, _ time: WallTime) {
        #expect(WallTime(approximating: seconds) == time)
    }
}
