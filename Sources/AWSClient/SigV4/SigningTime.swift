#if canImport(FoundationEssentials)
    package import FoundationEssentials
#else
    package import Foundation
#endif

/// The moment of a signature as AWS writes it, `20261121T101500Z`: the value of `x-amz-date`.
package struct SigningTime: Sendable, Equatable, CustomStringConvertible {
    package let date: Date
    package let description: String

    /// - Parameter date: fractions of a second are dropped.
    package init(_ date: Date) {
        self.date = date
        description = Self.style.format(date)
    }

    /// - Returns: nil unless `text` has exactly the form `yyyymmddThhmmssZ`.
    package init?(_ text: String) {
        guard text.utf8.count == 16, let date = try? Self.style.parse(text), Self.style.format(date) == text else {
            return nil
        }
        self.date = date
        description = text
    }

    /// The first eight digits: the day that the credential scope names.
    package var day: String { String(description.prefix(8)) }

    private static let style = Date.ISO8601FormatStyle(
        dateSeparator: .omitted, dateTimeSeparator: .standard, timeSeparator: .omitted, timeZone: .gmt)
}
