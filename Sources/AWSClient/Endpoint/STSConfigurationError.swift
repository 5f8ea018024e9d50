/// A setting that leaves it open which service to ask, or how, and what to do about it.
package struct STSConfigurationError: Error, Sendable, Equatable {
    package enum Code: String, Sendable {
        case missingRegion, invalidRegion, invalidEndpoint, invalidSwitch, invalidNumber, invalidRetryMode
        case missingSection, unreadableFile, conflict
    }

    package let code: Code
    /// What is wrong, in one sentence without a full stop.
    package let message: String
    /// What to do, in one sentence without a full stop.
    package let remedy: String

    package init(_ code: Code, message: String, remedy: String) {
        self.code = code
        self.message = message
        self.remedy = remedy
    }
}

extension STSConfigurationError: CustomStringConvertible {
    package var description: String { "\(message); \(remedy)" }
}
