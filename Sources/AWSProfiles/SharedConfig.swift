/// The shared config and credentials files, merged.
package struct SharedConfig: Sendable, Equatable {
    package let profiles: [String: AWSProfile]
    package let ssoSessions: [String: AWSProfile]
    package let services: [String: AWSProfile]
    /// Names of the config file's sections that lack the word `profile` and so count for nothing.
    package let unprefixed: Set<String>
    /// The files that are there, but cannot be opened, each with the reason: they count as empty.
    package var unreadable: [String] = []

    package init(
        profiles: [String: AWSProfile] = [:], ssoSessions: [String: AWSProfile] = [:],
        services: [String: AWSProfile] = [:], unprefixed: Set<String> = []
    ) {
        self.profiles = profiles
        self.ssoSessions = ssoSessions
        self.services = services
        self.unprefixed = unprefixed
    }
}
