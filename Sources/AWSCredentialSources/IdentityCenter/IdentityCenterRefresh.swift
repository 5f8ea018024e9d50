import AWSClient
import HTTPTypes

/// Trades a refresh token for a new access token (OIDC API Reference, *CreateToken*).
struct IdentityCenterRefresh: Sendable {
    let address: EndpointAddress
    let context: CredentialContext

    /// - Returns: the service's answer; nil where it gave none, or a refusal.
    func token(for registration: IdentityCenterToken.Registration) async -> JSONValue? {
        let document = JSONValue.object([
            "clientId": .string(registration.clientID), "clientSecret": .string(registration.clientSecret.exposed),
            "grantType": .string("refresh_token"), "refreshToken": .string(registration.refreshToken.exposed),
        ])
        var head = HTTPRequest(.post, address, path: "/token")
        head.headerFields[.contentType] = "application/json"
        guard let body = try? document.encoded(),
            // Once: a refresh token may be good for a single use.
            let response = try? await EndpointCall(context: context, attempts: 1, timeout: .seconds(5))
                .send(TransportRequest(head: head, body: body)),
            response.head.status == .ok
        else { return nil }
        return JSONValue(parsing: response.body)
    }
}
