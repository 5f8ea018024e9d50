package import AWSClient
import AWSProfiles

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The credentials of somebody who has logged in with `aws login` (AWS SDKs and Tools Reference Guide, *Login
/// credential provider*).
///
/// They live for a quarter of an hour. Near their end they are renewed with a proof of the login's key, and written
/// back for the other tools, until the login itself is over.
package struct LoginCredentials: CredentialProvider {
    package let name: String
    private let profile: String
    private let file: SmallFile
    private let refresh: LoginRefresh
    private let context: CredentialContext

    /// - Parameters:
    ///   - session: the value of `login_session`.
    ///   - profile: the profile that it stands in.
    ///   - signIn: the endpoint of the sign-in service.
    ///   - cacheFolder: where the AWS CLI keeps the sessions of logins.
    package init(
        session: String, profile: String, signIn: EndpointAddress, cacheFolder: String, context: CredentialContext
    ) {
        name = "profile \(profile) (aws login)"
        self.profile = profile
        self.context = context
        refresh = LoginRefresh(address: signIn, context: context)
        file = LoginSession.file(for: session, in: cacheFolder)
    }

    package func credentials() async throws(CredentialError) -> AWSCredentials {
        let now = context.surroundings.now()
        let (session, bytes) = try stored()
        guard session.expiresAt.timeIntervalSince(now) <= Self.refreshWindow else { return keys(of: session) }
        do {
            return try await keys(of: renewed(session, bytes))
        } catch {
            // Another program may have been faster; and what still lives serves on.
            let latest = try stored().session
            guard now < latest.expiresAt else { throw failure(error) }
            return keys(of: latest)
        }
    }

    /// As botocore: credentials with no more left are renewed.
    private static let refreshWindow = 300.0

    private func keys(of session: LoginSession) -> AWSCredentials { session.keys.credentials(from: name) }

    /// The cache's session, and the file that holds it, byte for byte.
    private func stored() throws(CredentialError) -> (session: LoginSession, bytes: [UInt8]) {
        let bytes: [UInt8]
        do { bytes = try file.read() } catch {
            guard error == .missing else { throw loginNeeded("the login's cache \(file.path) \(error)") }
            throw loginNeeded("nobody has logged in: there is no \(file.path)")
        }
        guard let document = JSONValue(parsing: bytes) else {
            throw loginNeeded("the login's cache \(file.path) is not JSON")
        }
        do { return (try LoginSession(document), bytes) } catch {
            throw loginNeeded("the login's cache \(file.path) \(error)")
        }
    }

    private func renewed(
        _ session: LoginSession, _ old: [UInt8]
    ) async throws(LoginRefresh.Failure) -> LoginSession {
        let answer = try await refresh.answer(for: session)
        guard let document = session.refreshed(by: answer, at: context.surroundings.now()),
            let bytes = try? document.encoded(), let fresh = try? LoginSession(document)
        else { throw .unreadable }
        // The new credentials are good also where they cannot be kept, but a newer login counts for more.
        guard file.replace(old, with: bytes) == .changed, let newer = try? stored().session,
            context.surroundings.now() < newer.expiresAt
        else { return fresh }
        return newer
    }

    private func failure(_ error: LoginRefresh.Failure) -> CredentialError {
        switch error {
        case .refused(_, "INSUFFICIENT_PERMISSIONS"):
            CredentialError(
                .failed, source: name, message: "\(error)",
                remedy: "allow signin:CreateOAuth2Token to this user, as the managed policy "
                    + "SignInLocalDevelopmentAccess does")
        case .refused(400, _), .refused(401, _), .refused(403, _): loginNeeded("the login is over: \(error)")
        case .refused, .transport, .unreadable:
            CredentialError(
                .failed, source: name, message: "\(error)",
                remedy: "see that \(refresh.address) can be reached from here; if it can, run "
                    + "`aws login --profile \(profile.asShellWord)`")
        }
    }

    private func loginNeeded(_ message: String) -> CredentialError {
        CredentialError(
            .loginNeeded, source: name, message: message, remedy: "run `aws login --profile \(profile.asShellWord)`")
    }
}
