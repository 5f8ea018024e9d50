import Foundation
import Testing

@testable import AWSClient

@Suite("HTTP dates")
struct HTTPDateTests {
    @Test(
        "An IMF-fixdate is read and written",
        arguments: [
            ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777.0), ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
            ("Thu, 29 Feb 2024 23:59:59 GMT", 1_709_251_199), ("Sat, 21 Nov 2026 10:15:00 GMT", 1_795_256_100),
        ])
    func roundTrip(text: String, seconds: Double) {
        #expect(HTTPDate.parse(text) == Date(timeIntervalSince1970: seconds))
        #expect(HTTPDate.format(Date(timeIntervalSince1970: seconds + 0.4)) == text)
    }

    @Test(
        "Other forms are unreadable",
        arguments: [
            "", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994", "Sun, 6 Nov 1994 08:49:37 GMT",
            "Sun, 06 Nov 1994 08:49:37 UTC", "Sun, 06 Nox 1994 08:49:37 GMT", "Sun, 06 Nov 1994 24:49:37 GMT",
            "Sun, 06 Nov 1994 08:49 GMT", "Sun, +6 Nov 1994 08:49:37 GMT",
        ])
    func unreadable(text: String) {
        #expect(HTTPDate.parse(text) == nil)
    }
}
