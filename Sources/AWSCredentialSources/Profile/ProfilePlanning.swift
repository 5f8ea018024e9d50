import AWSClient
import AWSProfiles

/// Follows `source_profile` from profile to profile.
struct ProfilePlanning {
    let shared: SharedConfig

    /// - Parameter visited: the profiles on the way here, in their order.
    func plan(_ name: String, visited: [String]) throws(CredentialError) -> ProfilePlan {
        guard let profile = shared.profiles[name] else {
            guard let origin = visited.last else {
                return ProfilePlan(profile: name, base: .surroundings, role: nil)
            }
            throw incomplete(
                origin, "source_profile names \(name.excerpt), which the shared files do not have",
                "add the profile \(name.excerpt), or name one that exists")
        }
        guard visited.count <= Self.longestChain else {
            throw incomplete(
                visited[0], "source_profile leads through more than \(Self.longestChain) profiles",
                "let it name the profile that has credentials itself")
        }
        try checkKeys(of: profile)
        // What the second visit of a profile has of roles belongs to the first one.
        let isSecondVisit = visited.contains(name)
        let role = isSecondVisit ? nil : RoleSettings(profile)
        if !isSecondVisit { try checkKinds(of: profile) }
        // A source that has keys needs no further source.
        if !visited.isEmpty, Self.hasKeys(profile) {
            return ProfilePlan(profile: name, base: .staticKeys(profile), role: role)
        }
        guard !isSecondVisit else { throw loop(name, visited) }
        let base = try base(of: profile, visited: visited)
        if base == .surroundings, let origin = visited.last {
            throw incomplete(
                origin, "source_profile names \(name.excerpt), which has no credentials",
                "run `aws configure --profile \(name.asShellWord)`, or name another profile")
        }
        if case .webIdentity = base { return ProfilePlan(profile: name, base: base, role: nil) }
        return ProfilePlan(profile: name, base: base, role: role)
    }

    /// The order of the Go SDK.
    private func base(of profile: AWSProfile, visited: [String]) throws(CredentialError) -> ProfilePlan.Base {
        if let source = profile["source_profile"] {
            return .profile(try plan(source, visited: visited + [profile.name]))
        }
        if Self.hasKeys(profile) { return .staticKeys(profile) }
        if let source = profile["credential_source"] { return .named(try named(source, profile)) }
        if let file = profile["web_identity_token_file"], let role = RoleSettings(profile) {
            return .webIdentity(role, tokenFile: file)
        }
        if let settings = try IdentityCenterSettings(profile, shared) { return .identityCenter(settings) }
        if let session = profile["login_session"] { return .login(session: session) }
        if let command = profile["credential_process"] { return .process(command) }
        return .surroundings
    }

    private func named(_ source: String, _ profile: AWSProfile) throws(CredentialError) -> ProfilePlan.NamedSource {
        if let named = ProfilePlan.NamedSource(rawValue: source) { return named }
        let choice = ProfilePlan.NamedSource.allCases.map(\.rawValue).joined(separator: ", ")
        throw incomplete(profile.name, "credential_source is \"\(source.excerpt)\"", "set it to one of \(choice)")
    }

    /// Half a pair is a slip, and never what was meant: as in the Go SDK and botocore, nothing else is tried.
    private func checkKeys(of profile: AWSProfile) throws(CredentialError) {
        guard let keys = profile.staticKeys, (keys.accessKeyID == nil) != (keys.secretAccessKey == nil) else { return }
        let (id, secret) = ("aws_access_key_id", "aws_secret_access_key")
        let (present, missing) = keys.secretAccessKey == nil ? (id, secret) : (secret, id)
        throw incomplete(
            profile.name, "it has \(present), but not \(missing)", "add \(missing) beside \(present), or remove both")
    }

    /// At most one kind, and a role where the kind is for assuming one.
    private func checkKinds(of profile: AWSProfile) throws(CredentialError) {
        let present = Self.kinds.filter { profile[$0] != nil }
        guard present.count <= 1 else {
            throw incomplete(
                profile.name, "it has both \(present.joined(separator: " and "))", "keep one of them")
        }
        guard let kind = present.first, kind != "credential_process", profile["role_arn"] == nil else { return }
        throw incomplete(profile.name, "it has \(kind), but no role_arn", "add role_arn, or remove \(kind)")
    }

    /// The most profiles that one may stand on.
    static let longestChain = 32

    private static let kinds = ["source_profile", "credential_source", "credential_process", "web_identity_token_file"]

    private static func hasKeys(_ profile: AWSProfile) -> Bool {
        profile.staticKeys?.accessKeyID != nil && profile.staticKeys?.secretAccessKey != nil
    }

    private func loop(_ name: String, _ visited: [String]) -> CredentialError {
        let way = (visited + [name]).joined(separator: " → ").excerpt
        guard visited.last != name else {
            return incomplete(
                name, "source_profile names the profile itself, which has no keys of its own",
                "name another profile, or put keys into this one")
        }
        return incomplete(visited[0], "source_profile goes round in circles: \(way)", "let the last one name no source")
    }

    private func incomplete(_ profile: String, _ message: String, _ remedy: String) -> CredentialError {
        CredentialError(.incomplete, source: "profile \(profile.excerpt)", message: message, remedy: remedy)
    }
}
