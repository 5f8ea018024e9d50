/// What to ask of `AssumeRole` (STS API Reference).
package struct AssumeRoleRequest: Sendable {
    /// The code that an MFA device shows now.
    package struct MFA: Sendable {
        package let serialNumber: String
        package let code: RedactedString

        package init(serialNumber: String, code: String) {
            self.serialNumber = serialNumber
            self.code = RedactedString(code)
        }
    }

    package var roleARN: String
    /// 2 to 64 characters of `[\w+=,.@-]`.
    package var sessionName: String
    /// 900 s to 43200 s; nil leaves it to the service, which takes 3600 s.
    package var duration: Duration?
    package var externalID: String?
    package var mfa: MFA?

    package init(
        roleARN: String, sessionName: String, duration: Duration? = nil, externalID: String? = nil, mfa: MFA? = nil
    ) {
        self.roleARN = roleARN
        self.sessionName = sessionName
        self.duration = duration
        self.externalID = externalID
        self.mfa = mfa
    }
}

/// What to ask of `AssumeRoleWithWebIdentity` (STS API Reference). The call is not signed.
package struct AssumeRoleWithWebIdentityRequest: Sendable {
    package var roleARN: String
    /// 2 to 64 characters of `[\w+=,.@-]`.
    package var sessionName: String
    package var webIdentityToken: RedactedString
    /// 900 s to 43200 s; nil leaves it to the service, which takes 3600 s.
    package var duration: Duration?

    package init(roleARN: String, sessionName: String, webIdentityToken: String, duration: Duration? = nil) {
        self.roleARN = roleARN
        self.sessionName = sessionName
        self.webIdentityToken = RedactedString(webIdentityToken)
        self.duration = duration
    }
}

// MARK: - As forms

extension AssumeRoleRequest {
    var form: QueryForm {
        var form = QueryForm(action: "AssumeRole", version: STSClient.version)
        form.append("RoleArn", roleARN)
        form.append("RoleSessionName", sessionName)
        if let duration { form.append("DurationSeconds", String(duration.components.seconds)) }
        if let externalID { form.append("ExternalId", externalID) }
        if let mfa {
            form.append("SerialNumber", mfa.serialNumber)
            form.append("TokenCode", secret: mfa.code)
        }
        return form
    }
}

extension AssumeRoleWithWebIdentityRequest {
    var form: QueryForm {
        var form = QueryForm(action: "AssumeRoleWithWebIdentity", version: STSClient.version)
        form.append("RoleArn", roleARN)
        form.append("RoleSessionName", sessionName)
        form.append("WebIdentityToken", secret: webIdentityToken)
        if let duration { form.append("DurationSeconds", String(duration.components.seconds)) }
        return form
    }
}
