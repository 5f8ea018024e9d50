package import AWSClient
package import AWSProfiles

/// What a profile says of IAM Identity Center (AWS SDKs and Tools Reference Guide, *IAM Identity Center credential
/// provider*).
package struct IdentityCenterSettings: Sendable, Equatable {
    package let profile: String
    package let accountID: String
    package let roleName: String
    package let region: String
    package let startURL: String
    /// The name of the `sso-session` section; nil for the legacy form, whose token is never refreshed.
    package let session: String?

    /// - Returns: nil for a profile without any of the settings.
    /// - Throws: `incomplete` for missing ones, and for two that say different things.
    package init?(_ profile: AWSProfile, _ shared: SharedConfig) throws(CredentialError) {
        let keys = ["sso_session", "sso_account_id", "sso_role_name", "sso_region", "sso_start_url"]
        guard keys.contains(where: { profile[$0] != nil }) else { return nil }
        let section = try Self.section(of: profile, shared)
        self.profile = profile.name
        session = profile["sso_session"]
        region = try Self.agreed("sso_region", profile, section)
        startURL = try Self.agreed("sso_start_url", profile, section)
        accountID = try Self.agreed("sso_account_id", profile, section)
        roleName = try Self.agreed("sso_role_name", profile, section)
    }

    /// What the token's cache file is named after.
    var cacheKey: String { session ?? startURL }

    var sourceName: String { Self.sourceName(profile) }

    private static func sourceName(_ profile: String) -> String { "profile \(profile) (IAM Identity Center)" }

    private static func section(
        of profile: AWSProfile, _ shared: SharedConfig
    ) throws(CredentialError) -> AWSProfile? {
        guard let name = profile["sso_session"] else { return nil }
        if let section = shared.ssoSessions[name] { return section }
        throw CredentialError(
            .incomplete, source: sourceName(profile.name),
            message: "sso_session names \(name.excerpt), but the config file has no [sso-session \(name.excerpt)]",
            remedy: "run `aws configure sso --profile \(profile.name.asShellWord)`")
    }

    /// The value of profile and section, which must not differ where both have one.
    private static func agreed(
        _ key: String, _ profile: AWSProfile, _ section: AWSProfile?
    ) throws(CredentialError) -> String {
        // Account and role belong to the profile; the other two to the section, if there is one.
        let isProfiles = section == nil || key == "sso_account_id" || key == "sso_role_name"
        if !isProfiles, let theirs = section?[key], let ours = profile[key], theirs != ours {
            throw CredentialError(
                .incomplete, source: sourceName(profile.name),
                message: "\(key) of profile \(profile.name) differs from that of [sso-session \(section?.name ?? "")]",
                remedy: "remove \(key) from the profile, or make the two the same")
        }
        guard let value = isProfiles ? profile[key] : section?[key] else {
            throw CredentialError(
                .incomplete, source: sourceName(profile.name),
                message: "\(isProfiles ? "the profile" : "[sso-session \(section?.name ?? "")]") has no \(key)",
                remedy: "run `aws configure sso --profile \(profile.name.asShellWord)`")
        }
        return value
    }
}
