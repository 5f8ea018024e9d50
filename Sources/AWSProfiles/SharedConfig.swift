/// The shared config and credentials files, merged.
package struct SharedConfig: Sendable, Equatable {
    package let profiles: [String: AWSProfile]
    package let ssoSessions: [String: AWSProfile]
    package let services: [String: AWSProfile]

    package init(
        profiles: [String: AWSProfile] = [:], ssoSessions: [String: AWSProfile] = [:],
        services: [String: AWSProfile] = [:]
    ) {
        self.profiles = profiles
        self.ssoSessions = ssoSessions
        self.services = services
    }
}
