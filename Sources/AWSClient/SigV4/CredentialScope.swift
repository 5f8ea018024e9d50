/// What a signature is good for: one day, one region, one service.
package struct CredentialScope: Sendable, Equatable, CustomStringConvertible {
    package static let terminator = "aws4_request"

    /// The day in UTC as eight digits, such as `20261121`.
    package let day: String
    package let region: String
    package let service: String

    package init(day: String, region: String, service: String) {
        self.day = day
        self.region = region
        self.service = service
    }

    package var description: String { "\(day)/\(region)/\(service)/\(Self.terminator)" }
}
