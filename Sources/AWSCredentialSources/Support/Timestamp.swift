#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A moment as RFC 3339 writes it, and as older versions of the AWS CLI did: with `UTC` in the place of `Z`.
enum Timestamp {
    static func parse(_ text: String) -> Date? {
        guard let split = split(text) else { return nil }
        let parts = split.local.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, let whole = parts.first, whole.utf8.count == 19,
            let date = try? Date.ISO8601FormatStyle(timeZone: .gmt).parse("\(whole)Z")
        else { return nil }
        guard parts.count == 2 else { return date - split.offset }
        guard !parts[1].isEmpty, parts[1].utf8.allSatisfy({ (48...57).contains($0) }),
            let fraction = Double("0.\(parts[1].prefix(15))")
        else { return nil }
        return date + fraction - split.offset
    }

    /// With whole seconds, as the AWS CLI writes its caches.
    static func format(_ date: Date) -> String { date.formatted(Date.ISO8601FormatStyle(timeZone: .gmt)) }

    /// The local time, and what it is ahead of UTC in seconds.
    private static func split(_ text: String) -> (local: Substring, offset: Double)? {
        for ending in ["Z", "z", "UTC"] where text.hasSuffix(ending) { return (text.dropLast(ending.count), 0) }
        let zone = text.suffix(6)
        guard zone.utf8.count == 6, let sign = ["+": 1.0, "-": -1.0][zone.prefix(1)] else { return nil }
        let numbers = zone.dropFirst().split(separator: ":", omittingEmptySubsequences: false)
        guard numbers.count == 2, numbers.allSatisfy({ $0.utf8.count == 2 }),
            let hours = UInt8(numbers[0]), let minutes = UInt8(numbers[1]), hours < 24, minutes < 60
        else { return nil }
        return (text.dropLast(6), sign * (Double(hours) * 3600 + Double(minutes) * 60))
    }
}
