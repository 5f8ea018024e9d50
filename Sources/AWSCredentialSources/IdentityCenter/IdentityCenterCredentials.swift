package import AWSClient
import AWSProfiles
import HTTPTypes

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The session of a role that somebody who has logged in with `aws sso login` may take (SSO Portal API Reference,
/// *GetRoleCredentials*).
///
/// The login's token is read from the AWS CLI's cache for each call. Near its end it is refreshed, if it belongs to an
/// `sso-session`, and written back for the other tools.
package struct IdentityCenterCredentials: CredentialProvider {
    package var name: String { settings.sourceName }
    private let settings: IdentityCenterSettings
    private let portal: EndpointAddress
    private let refresh: IdentityCenterRefresh
    private let file: SmallFile
    private let context: CredentialContext

    /// - Parameters:
    ///   - portal: the endpoint of the service `sso` in the settings' region.
    ///   - oidc: the endpoint of the service `sso-oidc` there.
    ///   - cacheFolder: where the AWS CLI keeps the tokens of logins.
    package init(
        _ settings: IdentityCenterSettings, portal: EndpointAddress, oidc: EndpointAddress, cacheFolder: String,
        context: CredentialContext
    ) {
        self.settings = settings
        self.portal = portal
        self.context = context
        refresh = IdentityCenterRefresh(address: oidc, context: context)
        file = IdentityCenterToken.file(for: settings.cacheKey, in: cacheFolder)
    }

    package func credentials() async throws(CredentialError) -> AWSCredentials {
        let token = try await token()
        let response: TransportResponse
        do {
            response = try await EndpointCall(context: context, timeout: .seconds(5)).send(request(bearing: token))
        } catch {
            throw failed("\(portal) gave no answer: \(error)", "see that \(portal) can be reached from here")
        }
        switch response.head.status.code {
        case 200: return try credentials(in: response.body)
        case 401: throw loginNeeded("the login is over: \(portal) does not know its token")
        case 403, 404:
            throw failed(
                "\(portal) answered \(response.head.status.code): no role \(settings.roleName.excerpt) in account "
                    + "\(settings.accountID.excerpt) for this user",
                "see that sso_account_id and sso_role_name are right, and that the user has that permission set")
        default:
            throw failed("\(portal) answered \(response.head.status.code)", "try again a little later")
        }
    }

    /// A token that lives, refreshed if it is near its end.
    private func token() async throws(CredentialError) -> RedactedString {
        let now = context.surroundings.now()
        let (token, bytes) = try stored()
        guard token.expiresAt.timeIntervalSince(now) < Self.refreshWindow else { return token.accessToken }
        if settings.session != nil, let fresh = await refreshed(token, bytes, at: now) { return fresh.accessToken }
        // Another program may have been faster, and have used the refresh token up.
        let latest = try stored().token
        guard now < latest.expiresAt else {
            throw loginNeeded("the login ended at \(Timestamp.format(latest.expiresAt))")
        }
        return latest.accessToken
    }

    /// As botocore: a token with less left is refreshed.
    private static let refreshWindow = 900.0

    /// The cache's token, and the file that holds it, byte for byte.
    private func stored() throws(CredentialError) -> (token: IdentityCenterToken, bytes: [UInt8]) {
        let bytes: [UInt8]
        do { bytes = try file.read() } catch {
            guard error == .missing else { throw loginNeeded("the login's cache \(file.path) \(error)") }
            throw loginNeeded("nobody has logged in: there is no \(file.path)")
        }
        guard let token = JSONValue(parsing: bytes).flatMap(IdentityCenterToken.init) else {
            throw loginNeeded("the login's cache \(file.path) holds no token")
        }
        return (token, bytes)
    }

    private func refreshed(
        _ token: IdentityCenterToken, _ old: [UInt8], at now: Date
    ) async -> IdentityCenterToken? {
        guard let registration = token.registration(at: now),
            let answer = await refresh.token(for: registration),
            let document = token.refreshed(by: answer, at: now),
            let bytes = try? document.encoded()
        else { return nil }
        // The new token is good also where it cannot be kept; then the next program has to ask anew. What another
        // login wrote meanwhile counts for more.
        if file.replace(old, with: bytes) == .changed, let newer = try? stored().token, now < newer.expiresAt {
            return newer
        }
        return IdentityCenterToken(document)
    }

    private func request(bearing token: RedactedString) -> TransportRequest {
        let query = [("role_name", settings.roleName), ("account_id", settings.accountID)]
            .map { "\($0)=\(URIEncoding.encode($1))" }.joined(separator: "&")
        var head = HTTPRequest(.get, portal, path: "/federation/credentials?\(query)")
        if let field = HTTPField.Name("x-amz-sso_bearer_token") { head.headerFields[field] = token.exposed }
        return TransportRequest(head: head)
    }

    private func credentials(in body: [UInt8]) throws(CredentialError) -> AWSCredentials {
        let role = JSONValue(parsing: body)?["roleCredentials"]
        guard let id = role?["accessKeyId"]?.text, let secret = role?["secretAccessKey"]?.text,
            let token = role?["sessionToken"]?.text, let milliseconds = role?["expiration"]?.seconds
        else {
            throw failed(
                "the answer of \(portal) holds no credentials", "see that AWS_ENDPOINT_URL_SSO is right, if set")
        }
        return AWSCredentials(
            accessKeyID: id, secretAccessKey: secret, sessionToken: token,
            expiration: Date(timeIntervalSince1970: milliseconds / 1000), accountID: settings.accountID, source: name)
    }

    private func failed(_ message: String, _ remedy: String) -> CredentialError {
        CredentialError(.failed, source: name, message: message, remedy: remedy)
    }

    private func loginNeeded(_ message: String) -> CredentialError {
        CredentialError(
            .loginNeeded, source: name, message: message,
            remedy: "run `aws sso login --profile \(settings.profile.asShellWord)`")
    }
}
