extension AWSSettings {
    /// Whether the active profile, or one of those that it stands on, needs the code of an MFA device.
    package var asksForCode: Bool {
        // Keys and a web identity in the environment win over every profile.
        if hasVariable("AWS_ACCESS_KEY_ID", "AWS_ACCESS_KEY"), hasVariable("AWS_SECRET_ACCESS_KEY", "AWS_SECRET_KEY") {
            return false
        }
        if hasVariable("AWS_WEB_IDENTITY_TOKEN_FILE") { return false }
        var seen: Set<String> = []
        var next = profile
        while let profile = next, seen.insert(profile.name).inserted {
            if profile["role_arn"] != nil, profile["mfa_serial"] != nil { return true }
            next = profile["source_profile"].flatMap { shared.profiles[$0] }
        }
        return false
    }

    private func hasVariable(_ names: String...) -> Bool { names.contains { variable($0) != nil } }
}
