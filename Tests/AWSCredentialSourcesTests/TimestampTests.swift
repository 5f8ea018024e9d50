import Foundation
import Testing

@testable import AWSCredentialSources

@Suite("Dates of credentials")
struct TimestampTests {
    @Test(
        "RFC 3339 is read, and what old versions of the AWS CLI wrote",
        arguments: [
            ("2026-11-21T12:00:00Z", 1_795_262_400.0), ("2026-11-21T12:00:00UTC", 1_795_262_400),
            ("2026-11-21T14:00:00+02:00", 1_795_262_400), ("2026-11-21T06:30:00-05:30", 1_795_262_400),
            ("2026-11-21T12:00:00.250Z", 1_795_262_400.25),
            ("2026-11-21T12:00:00.123456789UTC", 1_795_262_400.123456789),
            ("2024-02-29T23:59:59Z", 1_709_251_199),
        ])
    func reads(text: String, seconds: Double) throws {
        let date = try #require(Timestamp.parse(text))
        #expect(abs(date.timeIntervalSince1970 - seconds) < 0.000_01)
    }

    @Test(
        "Anything else is no date",
        arguments: [
            "", "Z", "UTC", "2026-11-21", "2026-11-21T12:00:00", "2026-11-21T12:00:00.Z", "2026-11-21T12:00:00.1e3Z",
            "2026-11-21T12:00:00+2:00", "2026-11-21T12:00:00+25:00", "2026-13-21T12:00:00Z", "tomorrow", "1795262400",
            "2026-11-21T12:00:00ZZ", "2026-11-21T12:00:00+-1:00",
        ])
    func refuses(text: String) {
        #expect(Timestamp.parse(text) == nil)
    }

    @Test("What is written can be read again")
    func roundTrip() {
        #expect(Timestamp.format(World.now) == "2026-11-21T12:00:00Z")
        #expect(Timestamp.parse(Timestamp.format(World.now)) == World.now)
    }
}
