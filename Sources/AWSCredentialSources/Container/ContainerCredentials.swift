package import AWSClient
import AWSProfiles
import HTTPTypes

/// The credentials of a task on ECS, or of a pod on EKS (AWS SDKs and Tools Reference Guide, *Container credential
/// provider*).
package struct ContainerCredentials: CredentialProvider {
    package let name = ContainerSettings.sourceName
    private let settings: ContainerSettings
    private let context: CredentialContext

    package init(_ settings: ContainerSettings, context: CredentialContext) {
        self.settings = settings
        self.context = context
    }

    package func credentials() async throws(CredentialError) -> AWSCredentials {
        try checkHost()
        let authorization = try authorization()
        let response: TransportResponse
        do {
            response = try await answer(authorization)
        } catch {
            throw failed(
                "\(settings.authority) gave no answer: \(error)",
                "see that \(settings.variable) is right, and that the agent behind it is running")
        }
        guard response.head.status == .ok else {
            throw failed("\(settings.authority) answered \(response.head.status.code)", remedy(response.head.status))
        }
        return try credentials(in: response.body)
    }

    /// Without TLS only what stays on the machine may hear the authorization, and tell the credentials. Names are not
    /// asked for: the answer that is checked need not be the one that the connection is made to.
    private func checkHost() throws(CredentialError) {
        guard settings.scheme == "http", !isLocalhost, !ContainerHost.isAllowed(settings.host) else { return }
        throw CredentialError(
            .incomplete, source: name,
            message: "\(settings.variable) names \(settings.host.excerpt), which may not be asked without TLS",
            remedy: "use https, a loopback address, or the address of the agent of ECS or EKS")
    }

    private var isLocalhost: Bool { settings.host.lowercased() == Self.localhost }
    private static let localhost = "localhost"

    /// Where to connect to: of `localhost` always the loopback addresses, whatever a name server says.
    private var authorities: [String] {
        guard settings.scheme == "http", isLocalhost else { return [settings.authority] }
        let port = settings.authority.dropFirst(Self.localhost.count)
        return ["127.0.0.1\(port)", "[::1]\(port)"]
    }

    /// The answer of the first address to which a connection can be made.
    private func answer(_ authorization: String?) async throws(TransportError) -> TransportResponse {
        let call = EndpointCall(context: context, attempts: 3, timeout: .seconds(2))
        var failure = TransportError.unknownHost(settings.host)
        for authority in authorities {
            do throws(TransportError) { return try await call.send(request(to: authority, authorization)) } catch {
                failure = error
                guard case .connectionFailed = error else { break }
            }
        }
        throw failure
    }

    private func request(to authority: String, _ authorization: String?) -> TransportRequest {
        let address = EndpointAddress(scheme: settings.scheme, authority: authority)
        var head = HTTPRequest(.get, address, path: settings.pathAndQuery)
        if let authorization { head.headerFields[.authorization] = authorization }
        return TransportRequest(head: head, avoidsProxy: settings.scheme == "http")
    }

    private func authorization() throws(CredentialError) -> String? {
        let value: String
        switch settings.authorization {
        case nil: return nil
        case .value(let token): value = token.exposed
        case .file(let path): value = try contents(of: SmallFile(path))
        }
        // A field that goes on in a second line would be another field.
        guard !value.utf8.contains(where: { $0 == 0x0D || $0 == 0x0A || $0 == 0 }) else {
            throw failed("the authorization token contains a line break", "write the token without one")
        }
        return value
    }

    private func contents(of file: SmallFile) throws(CredentialError) -> String {
        let remedy = "see that AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE names a file that this user may read"
        let bytes: [UInt8]
        do { bytes = try file.read() } catch { throw failed("the token file \(file.path) \(error)", remedy) }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw failed("the token file \(file.path) is not text", remedy)
        }
        return text
    }

    private func credentials(in body: [UInt8]) throws(CredentialError) -> AWSCredentials {
        let remedy = "see that \(settings.variable) names an endpoint of credentials"
        guard let json = JSONValue(parsing: body) else {
            throw failed("the answer of \(settings.authority) is not JSON", remedy)
        }
        do {
            return try CredentialDocument(json, .endpoint).credentials(from: name)
        } catch {
            throw failed("the answer of \(settings.authority) \(error)", remedy)
        }
    }

    private func remedy(_ status: HTTPResponse.Status) -> String {
        switch status.code {
        case 401, 403: "see that the authorization token is that of this container, and its role may be assumed"
        case 404: "give the task a task role, or the pod's service account a pod identity association"
        default: "try again a little later"
        }
    }

    private func failed(_ message: String, _ remedy: String) -> CredentialError {
        CredentialError(.failed, source: name, message: message, remedy: remedy)
    }
}
