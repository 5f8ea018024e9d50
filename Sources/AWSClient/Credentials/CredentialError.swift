import AWSProfiles

/// Why a source has no credentials, and what to do about it.
package struct CredentialError: Error, Sendable, Equatable {
    package enum Code: String, Sendable {
        /// Nothing points to this source: a chain asks the next one.
        case notConfigured
        /// The source is configured, but not completely, or against itself.
        case incomplete
        /// The source is configured and failed; it may work a moment later.
        case failed
        /// A login is over: somebody has to log in again.
        case loginNeeded
        /// No source of a chain is configured.
        case exhausted
    }

    package let code: Code
    /// The source's name.
    package let source: String
    /// What is wrong, in one sentence without a full stop. Never holds a secret.
    package let message: String
    /// What to do, in one sentence without a full stop.
    package let remedy: String
    /// Of a chain: why each of its sources gave nothing, in the order of the search.
    package let causes: [CredentialError]

    /// Line breaks in the texts become spaces.
    package init(
        _ code: Code, source: String, message: String, remedy: String, causes: [CredentialError] = []
    ) {
        self.code = code
        self.source = source.oneLine()
        self.message = message.oneLine()
        self.remedy = remedy.oneLine()
        self.causes = causes
    }
}

extension CredentialError: CustomStringConvertible {
    package var description: String {
        let tried = causes.map { "; \($0.source): \($0.message)" }.joined()
        return "\(source): \(message)\(tried); \(remedy)"
    }
}
