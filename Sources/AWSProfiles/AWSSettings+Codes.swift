extension AWSSettings {
    /// Whether the active profile, or one of those that it stands on, needs the code of an MFA device.
    package var asksForCode: Bool {
        // Keys in the environment win over every profile.
        if variable("AWS_ACCESS_KEY_ID") != nil, variable("AWS_SECRET_ACCESS_KEY") != nil { return false }
        var seen: Set<String> = []
        var next = profile
        while let profile = next, seen.insert(profile.name).inserted {
            if profile["role_arn"] != nil, profile["mfa_serial"] != nil { return true }
            next = profile["source_profile"].flatMap { shared.profiles[$0] }
        }
        return false
    }
}
