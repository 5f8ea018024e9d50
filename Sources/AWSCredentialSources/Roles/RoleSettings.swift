package import AWSProfiles

/// What a profile says of the role to assume.
package struct RoleSettings: Sendable, Equatable {
    package var arn: String
    /// Nil has one made up.
    package var sessionName: String?
    package var externalID: String?
    package var mfaSerial: String?
    /// As the Go SDK has it: 900 s, unless the profile asks for more than 15 whole minutes.
    package var duration: Duration = .seconds(900)

    package init(arn: String) { self.arn = arn }

    /// - Returns: nil for a profile without a `role_arn`.
    package init?(_ profile: AWSProfile) {
        guard let arn = profile["role_arn"] else { return nil }
        self.init(arn: arn)
        sessionName = profile["role_session_name"]
        externalID = profile["external_id"]
        mfaSerial = profile["mfa_serial"]
        // The SDKs pass over a value that is no number, too.
        if let seconds = profile["duration_seconds"].flatMap({ Int32($0) }), seconds / 60 > 15 {
            duration = .seconds(Int64(seconds))
        }
    }

    /// The last part of the ARN, as people call the role.
    var roleName: String { (arn.split(separator: "/").last.map(String.init) ?? arn).excerpt }
}
