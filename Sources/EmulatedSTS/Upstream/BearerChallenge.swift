import NIOHTTP1
import ProxyCore

/// A refusal for the lack of a good token (RFC 6750, section 3).
struct BearerChallenge {
    let status: HTTPResponseStatus
    /// The value of `WWW-Authenticate`.
    let field: String
    let message: String

    /// No token at all: no error code then, section 3.1 says.
    static let missing = BearerChallenge(status: .unauthorized, field: "Bearer", message: "Unauthorized")

    static let malformed = BearerChallenge(
        status: .badRequest, error: "invalid_request", description: "The request has no single, whole bearer token.")

    /// The token is good, and does not say what is asked for.
    static let insufficient = BearerChallenge(
        status: .forbidden, error: "insufficient_scope", description: "The token lacks a tag that is asked for.")

    static func invalid(_ description: String) -> BearerChallenge {
        BearerChallenge(status: .unauthorized, error: "invalid_token", description: description)
    }

    var response: LoopbackResponse {
        let body = JSONValue.object(["message": .string(message)]).description
        var response = LoopbackResponse(status: status, type: "application/json", text: body)
        response.headers.add(name: "WWW-Authenticate", value: field)
        return response
    }

    private init(status: HTTPResponseStatus, field: String, message: String) {
        (self.status, self.field, self.message) = (status, field, message)
    }

    /// - Parameter description: one of our own sentences, so that nothing in it needs escaping.
    private init(status: HTTPResponseStatus, error: String, description: String) {
        self.init(
            status: status, field: #"Bearer error="\#(error)", error_description="\#(description)""#,
            message: description)
    }
}
