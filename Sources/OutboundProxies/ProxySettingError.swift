/// What is wrong with a proxy's setting, and what to do about it. Never holds the setting's value: it may hold a
/// password.
package struct ProxySettingError: Error, Sendable, Equatable {
    /// What is wrong, in one sentence without a full stop.
    package let message: String
    /// What to do, in one sentence without a full stop.
    package let remedy: String

    package init(message: String, remedy: String) {
        self.message = message
        self.remedy = remedy
    }
}

extension ProxySettingError: CustomStringConvertible {
    package var description: String { "\(message); \(remedy)" }
}
