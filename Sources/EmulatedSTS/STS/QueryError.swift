import ProxyCore

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

    /// - Parameter resource: the account's own, unless it is given.
    static func accessDenied(
        _ principal: EmulatedPrincipal, action: String, resource: String? = nil
    ) -> QueryError {
        let resource = resource ?? "arn:\(principal.partition):sts::\(principal.account):self"
        return QueryError(
            "AccessDenied",
            "User: \(principal.callerARN) is not authorized to perform: \(action) on resource: \(resource) "
                + "because no identity-based policy allows the \(action) action", status: 403)
    }
}

// MARK: - AssumeRole and AssumeRoleWithWebIdentity

extension QueryError {
    static let chainTooLong = QueryError(
        "ValidationError",
        "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.")
    static let sessionTooLong = QueryError(
        "ValidationError", "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.")
    static let unknownMFADevice = QueryError(
        "AccessDenied",
        "MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid "
            + "and associated with this user.", status: 403)
    static let wrongMFACode = QueryError(
        "AccessDenied", "MultiFactorAuthentication failed with invalid MFA one time pass code. ", status: 403)
    static let invalidIdentityToken = QueryError(
        "InvalidIdentityToken", "No OpenIDConnect provider found in your account for the token that was passed")
    static let webIdentityDenied = QueryError(
        "AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity", status: 403)

    static func assumeRoleDenied(_ caller: EmulatedPrincipal, role: String) -> QueryError {
        QueryError(
            "AccessDenied",
            "User: \(caller.callerARN) is not authorized to perform: sts:AssumeRole on resource: \(role)", status: 403)
    }

    static func expiredWebIdentity(at now: WallTime) -> QueryError {
        QueryError(
            "ExpiredTokenException",
            "Token expired: current date/time \(now.seconds) must be before the expiration date/time of the token")
    }
}

// MARK: - IAM

extension QueryError {
    static let featureDisabled = QueryError(
        "FeatureDisabled", "Outbound web identity federation is not enabled for this account.", status: 404)
}
