/// What is wrong with a step, and what to do about it. Holds no secret.
package struct PreflightFailure: Error, Sendable, Equatable {
    /// What is wrong, in one sentence without a full stop. May quote untrusted text.
    package let message: String
    /// What to do, in plain words; may span lines.
    package let remedy: String?

    package init(_ message: String, remedy: String?) {
        self.message = message
        self.remedy = remedy
    }
}
