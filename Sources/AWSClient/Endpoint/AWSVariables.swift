/// The AWS variables as the SDKs read them; empty means unset.
struct AWSVariables {
    private let environment: [String: String]

    init(_ environment: [String: String]) {
        self.environment = environment
    }

    /// The address that replaces the region's own, and the variable that names it.
    func override() throws(STSConfigurationError) -> (variable: String, url: String)? {
        guard try !isOn("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS") else { return nil }
        for variable in ["AWS_ENDPOINT_URL_STS", "AWS_ENDPOINT_URL"] {
            if let url = value(variable) { return (variable, url) }
        }
        return nil
    }

    func isOn(_ variable: String) throws(STSConfigurationError) -> Bool {
        switch value(variable)?.lowercased() {
        case nil, "false": return false
        case "true": return true
        case let other?:
            throw STSConfigurationError(
                .invalidSwitch, message: "\(variable) is \"\(other.prefix(20))\", which is neither true nor false",
                remedy: "set it to true or false, or unset it")
        }
    }

    /// A whole number from 1.
    func count(_ variable: String) throws(STSConfigurationError) -> Int? {
        guard let text = value(variable) else { return nil }
        guard let count = Int(text), count >= 1 else {
            throw STSConfigurationError(
                .invalidNumber, message: "\(variable) is \"\(text.prefix(20))\", which is no whole number from 1",
                remedy: "set it to a number such as 3, or unset it")
        }
        return count
    }

    private func value(_ variable: String) -> String? {
        environment[variable].flatMap { $0.isEmpty ? nil : $0 }
    }
}
