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
        do {
            let session = try await service.client(signingWith: signing).assumeRole(request)
            return session.credentials(source: name)
        } catch {
            if error.isCredentialFault { await source.rejected(keys) }
            throw failure(error)
        }
    }

    package func rejected(_ credentials: AWSCredentials) async { await source.rejected(credentials) }

    private func mfa() async throws(CredentialError) -> AssumeRoleRequest.MFA? {
        guard let serial = role.mfaSerial else { return nil }
        guard let ask = service.context.askForCode else { throw noCode(serial, "and there is no terminal to ask on") }
        guard let code = await ask(serial), !code.isEmpty else { throw noCode(serial, "and none was given") }
        return AssumeRoleRequest.MFA(serialNumber: serial, code: code)
    }

    private func noCode(_ serial: String, _ reason: String) -> CredentialError {
        CredentialError(
            .loginNeeded, source: name,
            message: "profile \(profile) wants a code of the MFA device \(serial), \(reason)",
            remedy: "start jotop on a terminal and type the code there, or export a session first: "
                + "`eval \"$(aws configure export-credentials --profile \(profile.asShellWord) --format env)\"`")
    }

    private func failure(_ error: STSError) -> CredentialError {
        if case .credentials(let cause) = error { return cause }
        let remedy =
            switch error {
            case .service(let refusal) where refusal.code.hasPrefix("AccessDenied"):
                "allow sts:AssumeRole on \(role.arn) to the identity of \(source.name), and let the role's trust policy "
                    + "name it, with the external id and the MFA that it asks for"
            case .service where error.isCredentialFault: "renew the credentials of \(source.name)"
            case .transport, .deadlineExceeded: "see that \(service.configuration.endpoint) can be reached from here"
            default: "see that role_arn and the other settings of profile \(profile) are right"
            }
        return CredentialError(
            .failed, source: name, message: "AssumeRole of \(role.arn) failed: \(error)", remedy: remedy)
    }
}
