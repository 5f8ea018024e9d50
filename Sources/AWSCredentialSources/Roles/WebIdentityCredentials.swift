package import AWSClient
package import AWSProfiles

/// The session of a role that a token in a file assumes, as on Kubernetes (AWS SDKs and Tools Reference Guide, *Assume
/// role credential provider*).
///
/// The file is read anew for each call, because its token is replaced long before it ends.
package struct WebIdentityCredentials: CredentialProvider {
    package let name: String
    private let role: RoleSettings
    private let file: SmallFile
    private let service: RoleService
    /// Where the setting stands, for the error text.
    private let origin: String

    /// - Parameter origin: where the settings stand, such as `AWS_WEB_IDENTITY_TOKEN_FILE`.
    package init(
        _ role: RoleSettings, tokenFile: String, name: String, origin: String, service: RoleService
    ) {
        self.name = name
        self.role = role
        self.origin = origin
        self.service = service
        file = SmallFile(tokenFile)
    }

    package func credentials() async throws(CredentialError) -> AWSCredentials {
        let request = AssumeRoleWithWebIdentityRequest(
            roleARN: role.arn,
            sessionName: role.sessionName ?? RoleSessionName.made(in: service.context.surroundings),
            webIdentityToken: try token())
        do {
            let session = try await service.client().assumeRoleWithWebIdentity(request)
            return session.credentials(source: name)
        } catch {
            throw failure(error)
        }
    }

    private func token() throws(CredentialError) -> String {
        let bytes: [UInt8]
        do { bytes = try file.read() } catch { throw unusable("\(error)") }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw unusable("is not text") }
        let token = text.drop { $0.isWhitespace }.prefix { !$0.isWhitespace }
        guard !token.isEmpty else { throw unusable("is empty") }
        return String(token)
    }

    private func unusable(_ reason: String) -> CredentialError {
        CredentialError(
            .failed, source: name, message: "the token file \(file.path) \(reason)",
            remedy: "see that \(origin) names the file of a projected token, and that this user may read it")
    }

    private func failure(_ error: STSError) -> CredentialError {
        let remedy =
            switch error {
            case .service(let refusal) where refusal.code.hasPrefix("ExpiredToken"):
                "see that whatever writes \(file.path) is running: its token is over"
            case .service(let refusal) where refusal.code == "InvalidIdentityToken":
                "see that IAM has the token's issuer as an identity provider, and its audience (for EKS, the cluster's OIDC provider and sts.amazonaws.com)"
            case .service(let refusal) where refusal.code.hasPrefix("AccessDenied"):
                "let the trust policy of \(role.arn) allow sts:AssumeRoleWithWebIdentity to the token's issuer and subject"
            case .transport, .deadlineExceeded: "see that \(service.configuration.endpoint) can be reached from here"
            default: "see that the role and the token file of \(origin) belong together"
            }
        return CredentialError(
            .failed, source: name, message: "AssumeRoleWithWebIdentity of \(role.arn) failed: \(error)",
            remedy: remedy)
    }
}

extension WebIdentityCredentials {
    /// The token file that the environment names, as on EKS; nil if it names none.
    ///
    /// - Throws: `incomplete` for a token file without a role.
    package init?(_ settings: AWSSettings, service: () throws(CredentialError) -> RoleService) throws(CredentialError) {
        guard let file = settings.variable("AWS_WEB_IDENTITY_TOKEN_FILE") else { return nil }
        guard let arn = settings.variable("AWS_ROLE_ARN") else {
            throw CredentialError(
                .incomplete, source: "web identity",
                message: "AWS_WEB_IDENTITY_TOKEN_FILE is set, but AWS_ROLE_ARN is not",
                remedy: "export AWS_ROLE_ARN too, or unset AWS_WEB_IDENTITY_TOKEN_FILE")
        }
        var role = RoleSettings(arn: arn)
        role.sessionName = settings.variable("AWS_ROLE_SESSION_NAME")
        self.init(
            role, tokenFile: settings.expanding(file), name: "web identity (role \(role.roleName))",
            origin: "AWS_WEB_IDENTITY_TOKEN_FILE", service: try service())
    }
}
