package import HTTPTypes

extension HTTPField.Name {
    /// The moment of the signature.
    package static let amzDate = literal("X-Amz-Date")
    /// The session token of temporary credentials.
    package static let amzSecurityToken = literal("X-Amz-Security-Token")
    /// The service's name for a call, to quote to its support.
    package static let amznRequestID = literal("x-amzn-RequestId")
    /// The service's wish for the wait before a retry, in milliseconds.
    package static let amzRetryAfter = literal("x-amz-retry-after")

    private static func literal(_ name: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(name) else { preconditionFailure("\(name) is a token of RFC 9110") }
        return name
    }
}
