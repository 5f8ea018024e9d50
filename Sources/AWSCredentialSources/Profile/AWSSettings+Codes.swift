import AWSClient
package import AWSProfiles

extension AWSSettings {
    /// Whether the active profile, or one of those that it stands on, needs the code of an MFA device.
    package var asksForCode: Bool {
        // Keys and a web identity in the environment win over every profile.
        if hasVariable("AWS_ACCESS_KEY_ID", "AWS_ACCESS_KEY"), hasVariable("AWS_SECRET_ACCESS_KEY", "AWS_SECRET_KEY") {
            return false
        }
        if hasVariable("AWS_WEB_IDENTITY_TOKEN_FILE") { return false }
        let plan = try? ProfilePlan(profileName, in: shared)
        return plan?.asksForCode ?? false
    }

    private func hasVariable(_ names: String...) -> Bool { names.contains { variable($0) != nil } }
}

extension ProfilePlan {
    fileprivate var asksForCode: Bool {
        if role?.mfaSerial != nil { return true }
        return if case .profile(let source) = base { source.asksForCode } else { false }
    }
}
