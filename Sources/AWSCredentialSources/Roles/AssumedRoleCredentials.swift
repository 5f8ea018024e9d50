package import AWSClient
import AWSProfiles

/// The session of a role that the credentials of another source assume (AWS SDKs and Tools Reference Guide, *Assume
/// role credential provider*).
package struct AssumedRoleCredentials: CredentialProvider {
    package let name: String
    private let role: RoleSettings
    private let profile: String
    private let source: any CredentialProvider
    private let service: RoleService

    /// - Parameters:
    ///   - profile: the profile that names the role.
    ///   - sourceName: what the role stands on, in words, such as `profile base`.
    ///   - source: its credentials sign the call.
    package init(
        _ role: RoleSettings, of profile: String, over sourceName: String, source: any CredentialProvider,
        service: RoleService
    ) {
        name = "profile \(profile) (role \(role.roleName) over \(sourceName))"
        self.role = role
        self.profile = profile
        self.source = source
        self.service = service
    }

    package func credentials() async throws(CredentialError) -> AWSCredentials {
        // Before anybody is asked for a code: without these it would be in vain.
        let keys = try await source.credentials()
        let signing = GivenCredentials(keys)
        var request = AssumeRoleRequest(
            roleARN: role.arn,
            sessionName: role.sessionName ?? RoleSessionName.made(in: service.context.surroundings),
            duration: role.duration, externalID: role.externalID)
        request.mfa = try await mfa()
        let client = service.client(signingWith: signing)
        do {
            let session = try await client.assumeRole(request)
            return session.credentials(source: name)
        } catch {
            if error.isCredentialFault { await source.rejected(keys) }
            throw failure(error, of: client)
        }
    }

    package func rejected(_ credentials: AWSCredentials) async { await source.rejected(credentials) }

    private func mfa() async throws(CredentialError) -> AssumeRoleRequest.MFA? {
        guard let serial = role.mfaSerial else { return nil }
        switch await service.context.askForCode?(serial) ?? .noTerminal {
        case .code(let code): return AssumeRoleRequest.MFA(serialNumber: serial, code: code)
        case .closed:
            throw CredentialError(
                .loginNeeded, source: name, message: "the session that needed a code of the MFA device \(serial) ended",
                remedy: "quit and start jotop again, it asks for a new code")
        case .noTerminal:
            throw noCode(
                serial, "and there is no terminal to ask on", "start jotop on a terminal and type the code there")
        case .noAnswer: throw noCode(serial, "and none was given", "start jotop again and type the code")
        }
    }

    private func noCode(_ serial: String, _ reason: String, _ advice: String) -> CredentialError {
        CredentialError(
            .loginNeeded, source: name,
            message: "profile \(profile) wants a code of the MFA device \(serial), \(reason)",
            remedy: "\(advice), or export a session first: "
                + "`eval \"$(aws configure export-credentials --profile \(profile.asShellWord) --format env)\"`")
    }

    private func failure(_ error: STSError, of client: STSClient) -> CredentialError {
        if case .credentials(let cause) = error { return cause }
        return CredentialError(
            .failed, source: name, message: "AssumeRole of \(role.arn) failed: \(error)",
            remedy: ownRemedy(error) ?? error.remedy(for: client.remedyContext()).text)
    }

    /// Where the role's settings say more than the code of the error.
    private func ownRemedy(_ error: STSError) -> String? {
        guard case .service(let refusal) = error else { return nil }
        switch refusal.code {
        case "AccessDenied", "AccessDeniedException":
            if refusal.message.contains("MultiFactorAuthentication failed") {
                return "the code is wrong, or was used already: wait for the next one"
            }
            return
                "allow sts:AssumeRole on \(role.arn) to the identity of \(source.name), and let the role's trust policy "
                + "name it, with the external id and the MFA that it asks for"
        case "ValidationError": return "see that role_arn and the other settings of profile \(profile) are right"
        case "ExpiredToken", "ExpiredTokenException", "InvalidClientTokenId":
            return "renew the credentials of \(source.name)"
        default: return nil
        }
    }
}
