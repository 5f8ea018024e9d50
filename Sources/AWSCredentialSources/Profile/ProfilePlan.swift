import AWSClient
import AWSProfiles

/// Where a profile's credentials come from: the Go SDK's rules, without a file opened or a call made.
struct ProfilePlan: Sendable, Equatable {
    /// What the first credentials are.
    indirect enum Base: Sendable, Equatable {
        /// Those of another profile, which sign the assuming of this one's role.
        case profile(ProfilePlan)
        case staticKeys(AWSProfile)
        case named(NamedSource)
        /// The role is assumed with the token itself.
        case webIdentity(RoleSettings, tokenFile: String)
        case identityCenter(IdentityCenterSettings)
        case login(session: String)
        case process(String)
        /// The profile says nothing: what the container or the instance has.
        case surroundings
    }

    /// The values of `credential_source`; capitals matter.
    enum NamedSource: String, Sendable, CaseIterable {
        case environment = "Environment"
        case instance = "Ec2InstanceMetadata"
        case container = "EcsContainer"
    }

    let profile: String
    let base: Base
    /// The role to assume on top.
    let role: RoleSettings?

    /// - Parameter name: of a profile that the files need not have.
    /// - Throws: `incomplete` for settings that contradict each other, lead nowhere, or go round in circles.
    init(_ name: String, in shared: SharedConfig) throws(CredentialError) {
        self = try ProfilePlanning(shared: shared).plan(name, visited: [])
    }

    init(profile: String, base: Base, role: RoleSettings?) {
        (self.profile, self.base, self.role) = (profile, base, role)
    }
}

extension ProfilePlan.Base: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The kind alone: the command of a `credential_process` may hold secrets.
    var description: String {
        switch self {
        case .profile(let plan): "profile(\(plan.profile))"
        case .staticKeys: "staticKeys"
        case .named(let source): "named(\(source.rawValue))"
        case .webIdentity: "webIdentity"
        case .identityCenter: "identityCenter"
        case .login: "login"
        case .process: "process"
        case .surroundings: "surroundings"
        }
    }

    var debugDescription: String { description }
    var customMirror: Mirror { Mirror(self, children: []) }
}

extension ProfilePlan: CustomStringConvertible, CustomReflectable {
    var description: String { "ProfilePlan(\(profile): \(base))" }
    var customMirror: Mirror { Mirror(self, children: ["profile": profile, "base": base]) }
}
