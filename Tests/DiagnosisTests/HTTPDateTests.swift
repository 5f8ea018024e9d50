import ProxyCore
import Testing

@testable import Diagnosis

@Suite("Date fields")
struct HTTPDateTests {
    @Test(
        "A Date field is a moment in the one form that is in use",
        arguments: [
            ("Sat, 21 Nov 2026 14:31:50 GMT", WallTime(seconds: 1_795_271_510)),
            ("Thu, 01 Jan 1970 00:00:00 GMT", WallTime(seconds: 0)),
            ("Thu, 29 Feb 2024 23:59:60 GMT", WallTime(seconds: 1_709_251_200)),
            ("Saturday, 21-Nov-26 14:31:50 GMT", nil), ("Sat, 21 Nov 2026 14:31:50 CET", nil), ("now", nil),
            ("Sat, 21 Nov 2026 1x:31:50 GMT", nil), ("Sat, 99 Nov 2026 14:31:50 GMT", nil),
        ] as [(String, WallTime?)])
    func dates(text: String, time: WallTime?) {
        #expect(HTTPDate.time(text) == time)
    }
}
