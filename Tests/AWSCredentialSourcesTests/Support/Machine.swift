import AWSClient
import Testing

/// A machine, and whose credentials the AWS SDK for Go finds on it.
struct Machine: Sendable, CustomTestStringConvertible {
    enum Outcome: Sendable, Equatable {
        /// The id of the key, which tells its way, and the source in words.
        case keys(String, from: String)
        case error(CredentialError.Code, containing: String)
    }

    let testDescription: String
    var environment: [String: String] = [:]
    var config = ""
    var credentials = ""
    var services = EmulatedServices()
    let outcome: Outcome

    init(
        _ description: String, _ environment: [String: String] = [:], config: String = "", credentials: String = "",
        services: (inout EmulatedServices) -> Void = { _ in }, gives outcome: Outcome
    ) {
        (testDescription, self.environment, self.config, self.credentials) = (
            description, environment, config, credentials
        )
        self.outcome = outcome
        services(&self.services)
    }
}
