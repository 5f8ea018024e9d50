/// A refusal in the service's words.
struct QueryError: Error, Equatable {
    let status: Int
    let code: String
    let message: String

    init(_ code: String, _ message: String, status: Int = 400) {
        self.status = status
        self.code = code
        self.message = message
    }
}

// MARK: - Authentication

extension QueryError {
    static let missingAuthenticationToken = QueryError(
        "MissingAuthenticationToken", "Request is missing Authentication Token", status: 403)
    static let invalidClientTokenID = QueryError(
        "InvalidClientTokenId", "The security token included in the request is invalid.", status: 403)
    static let expiredToken = QueryError(
        "ExpiredToken", "The security token included in the request is expired", status: 403)
    static let signatureDoesNotMatch = signatureDoesNotMatch(
        "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access "
            + "Key and signing method. Consult the service documentation for details.")

    static func incompleteSignature(_ message: String) -> QueryError {
        QueryError("IncompleteSignature", message, status: 403)
    }

    static func signatureDoesNotMatch(_ message: String) -> QueryError {
        QueryError("SignatureDoesNotMatch", message, status: 403)
    }
}

// MARK: - GetWebIdentityToken

extension QueryError {
    static let unsupportedAlgorithm = QueryError(
        "ValidationError",
        "Requested SigningAlgorithm is not supported. See the GetWebIdentityToken documentation for supported "
            + "algorithms"
    )
    static let duplicateTags = QueryError(
        "InvalidParameterValue", "Duplicate tag keys found. Please note that Tag keys are case insensitive.")
    static let sessionDurationEscalation = QueryError(
        "SessionDurationEscalationException",
        "Requested token expiry time must be before the original session's expiry time.", status: 403)
    static let federationDisabled = QueryError(
        "OutboundWebIdentityFederationDisabledException", "OutboundWebIdentityFederation is disabled.", status: 403)
    static let payloadTooLarge = QueryError(
        "JWTPayloadSizeExceededException", "The requested token payload size exceeds the maximum allowed size.")
    static let internalFailure = QueryError(
        "InternalFailure", "We encountered an internal error. Please try again.", status: 500)
    static let throttling = QueryError("Throttling", "Rate exceeded")

    static func validation(_ violations: [String]) -> QueryError {
        let count = violations.count == 1 ? "1 validation error" : "\(violations.count) validation errors"
        return QueryError("ValidationError", "\(count) detected: \(violations.joined(separator: "; "))")
    }

    static func accessDenied(_ principal: EmulatedPrincipal, action: String) -> QueryError {
        let resource = "arn:\(principal.partition):sts::\(principal.account):self"
        return QueryError(
            "AccessDenied",
            "User: \(principal.callerARN) is not authorized to perform: \(action) on resource: \(resource) "
                + "because no identity-based policy allows the \(action) action", status: 403)
    }
}
