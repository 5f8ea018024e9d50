import AWSProfiles

extension AWSSettings {
    /// A setting that is on or off: `true` or `false`, in any case. In a profile, as in the Go SDK, anything else is off.
    ///
    /// - Returns: the setting if it is on, so that a message can name it; nil if it is off or unset.
    func switchedOn(_ variable: String, _ key: String? = nil) throws(STSConfigurationError) -> Setting? {
        guard let setting = found(variable, key) else { return nil }
        switch setting.value.lowercased() {
        case "false": return nil
        case "true": return setting
        case _ where self.variable(variable) == nil: return nil
        default:
            throw STSConfigurationError(
                .invalidSwitch,
                message: "\(setting.origin) is \"\(setting.value.prefix(20))\", which is neither true nor false",
                remedy: "set it to true or false, or unset it")
        }
    }

    /// A whole number from 1.
    func count(_ variable: String, _ key: String) throws(STSConfigurationError) -> Int? {
        guard let setting = found(variable, key) else { return nil }
        guard let count = Int(setting.value), count >= 1 else {
            throw STSConfigurationError(
                .invalidNumber,
                message: "\(setting.origin) is \"\(setting.value.prefix(20))\", which is no whole number from 1",
                remedy: "set it to a number such as 3, or unset it")
        }
        return count
    }

    /// A setting without a key stands in the environment alone.
    private func found(_ variable: String, _ key: String?) -> Setting? {
        if let key { return setting([variable], key) }
        return self.variable(variable).map { Setting(value: $0, origin: variable) }
    }
}
