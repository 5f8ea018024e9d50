/// The AWS settings of this process: the environment over the active profile of the shared files.
package struct AWSSettings: Sendable {
    /// A value, and where it comes from in words, such as `AWS_REGION` or `region of profile dev`.
    package struct Setting: Sendable, Equatable {
        package let value: String
        package let origin: String

        package init(value: String, origin: String) {
            self.value = value
            self.origin = origin
        }
    }

    package let environment: [String: String]
    /// The folder that `~` stands for.
    package let home: String
    /// The active profile's name: `AWS_PROFILE`, else `AWS_DEFAULT_PROFILE`, else `default`.
    package let profileName: String
    /// Whether the environment names the profile; one that is named must exist.
    package let isProfileNamed: Bool
    package let shared: SharedConfig

    package init(environment: [String: String], home: String, shared: SharedConfig) {
        self.environment = environment
        self.home = home
        self.shared = shared
        let named = ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"].compactMap { environment[$0] }.first { !$0.isEmpty }
        profileName = named ?? "default"
        isProfileNamed = named != nil
    }

    /// The active profile, if the files have it.
    package var profile: AWSProfile? { shared.profiles[profileName] }

    /// An environment variable; empty counts as unset.
    package func variable(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }

    /// A setting that the environment or the active profile may hold.
    package func setting(_ variables: [String], _ key: String) -> Setting? {
        for name in variables {
            if let value = variable(name) { return Setting(value: value, origin: name) }
        }
        return profile?[key].map { Setting(value: $0, origin: "\(key) of profile \(profileName)") }
    }
}

extension AWSSettings: CustomStringConvertible, CustomReflectable {
    /// The profile's name alone: variables may be secret.
    package var description: String { "AWSSettings(profile \(profileName))" }
    package var customMirror: Mirror { Mirror(self, children: ["profileName": profileName]) }
}

extension AWSSettings.Setting: CustomStringConvertible, CustomReflectable {
    /// Where it comes from; the value may be secret, such as an address with a password.
    package var description: String { "Setting(\(origin))" }
    package var customMirror: Mirror { Mirror(self, children: ["origin": origin]) }
}
