import AWSClient
import HTTPTypes

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Trades a login's refresh token for new credentials (AWS Sign-In API, *CreateOAuth2Token*).
struct LoginRefresh: Sendable {
    enum Failure: Error {
        /// The service's word for it, such as `TOKEN_EXPIRED`; nil where it gives none.
        case refused(status: Int, word: String?)
        case transport(TransportError)
        case unreadable
    }

    let address: EndpointAddress
    let context: CredentialContext

    func answer(for session: LoginSession) async throws(Failure) -> JSONValue {
        let path = "/v1/token"
        var head = HTTPRequest(.post, address, path: path)
        head.headerFields[.contentType] = "application/json"
        let proof = try? session.proof.token(
            for: "\(address)\(path)", at: context.surroundings.now(), id: UUID().uuidString)
        guard let proof, let field = HTTPField.Name("DPoP"), let body = try? session.refreshRequest.encoded() else {
            throw .unreadable
        }
        head.headerFields[field] = proof
        let response: TransportResponse
        do {
            // Once: the second time, the token of the first may be used up, and the proof's identifier seen.
            response = try await EndpointCall(context: context, attempts: 1, timeout: .seconds(5))
                .send(TransportRequest(head: head, body: body))
        } catch {
            throw .transport(error)
        }
        let json = JSONValue(parsing: response.body)
        guard response.head.status == .ok else {
            throw .refused(status: response.head.status.code, word: Self.known(json?["error"]?.text))
        }
        guard let json else { throw .unreadable }
        return json
    }

    /// Only a word of the API goes into an error's text.
    private static func known(_ word: String?) -> String? {
        let words = ["TOKEN_EXPIRED", "USER_CREDENTIALS_CHANGED", "INSUFFICIENT_PERMISSIONS", "AUTHCODE_EXPIRED"]
        return words.first { $0 == word }
    }
}

extension LoginRefresh.Failure: CustomStringConvertible {
    var description: String {
        switch self {
        case .refused(let status, let word): "the refresh was refused with \(status)\(word.map { " " + $0 } ?? "")"
        case .transport(let error): "the refresh failed: \(error)"
        case .unreadable: "the answer to the refresh holds no credentials"
        }
    }
}
