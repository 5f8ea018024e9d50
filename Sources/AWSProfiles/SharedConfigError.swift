/// What is wrong with the shared files or the variables that lead to them, and what to do about it.
package struct SharedConfigError: Error, Sendable, Equatable {
    /// What is wrong, in one sentence without a full stop. Never holds a value that may be secret.
    package let message: String
    /// What to do, in one sentence without a full stop.
    package let remedy: String

    /// Line breaks in the two texts become spaces.
    package init(message: String, remedy: String) {
        self.message = message.oneLine()
        self.remedy = remedy.oneLine()
    }
}

extension SharedConfigError: CustomStringConvertible {
    package var description: String { "\(message); \(remedy)" }
}
