extension STSError {
    package typealias Kind = RetryPolicy.Kind

    package var kind: Kind {
        switch self {
        case .service(let error): error.kind
        case .transport(let error): error.isTransient ? .transient : .terminal
        case .malformedResponse, .credentials, .configuration, .deadlineExceeded, .sessionEnding: .terminal
        }
    }

    /// Whether the service said no to what was asked: only another request, or another policy, changes that.
    package var isDenial: Bool {
        guard case .service(let error) = self else { return false }
        return ServiceError.denials.contains(error.name)
    }

    /// Whether the credentials are at fault: resolving them anew may help.
    package var isCredentialFault: Bool {
        switch self {
        case .credentials, .sessionEnding: true
        case .service(let error): ServiceError.credentialFaults.contains(error.name)
        default: false
        }
    }
}

extension STSError {
    /// Whether the service no longer knows the keys, or not yet: others may be there already.
    var isStaleCredentials: Bool {
        guard case .service(let error) = self else { return false }
        return ServiceError.staleCredentials.contains(error.name)
    }

    /// Whether the token that was asked for would outlive the session that asks.
    var isSessionEscalation: Bool {
        guard case .service(let error) = self else { return false }
        return error.name == ServiceError.sessionEscalation
    }
}

extension ServiceError {
    /// Decided on the code, and on the status only where there is no code: STS throttles with 400.
    var kind: STSError.Kind {
        if Self.throttlings.contains(code) || status == 429 { return .throttling }
        if Self.transients.contains(code) || [500, 502, 503, 504].contains(status) { return .transient }
        return .terminal
    }

    /// Codes behind which a wrong clock may stand.
    var mayBeClockSkew: Bool { Self.skewSuspects.contains(code) }

    /// The code without the suffix that the wire has and some pages have not: what is decided on a code is decided on this.
    var name: String {
        let suffix = "Exception"
        return code.hasSuffix(suffix) ? String(code.dropLast(suffix.count)) : code
    }

    fileprivate static let denials: Set = [
        "AccessDenied", "UnauthorizedOperation", "OutboundWebIdentityFederationDisabled", sessionEscalation,
        "JWTPayloadSizeExceeded", "ValidationError", "InvalidParameterValue", "InvalidAction", "MissingAction",
        "RegionDisabled", "OptInRequired", "MalformedPolicyDocument", "PackedPolicyTooLarge", "IDPRejectedClaim",
        "InvalidIdentityToken", "FeatureDisabled",
    ]

    fileprivate static let credentialFaults: Set = [
        "ExpiredToken", "InvalidClientTokenId", "UnrecognizedClient", "SignatureDoesNotMatch", "InvalidSignature",
        "IncompleteSignature", "MissingAuthenticationToken",
    ]

    fileprivate static let staleCredentials: Set = ["ExpiredToken", "InvalidClientTokenId", "UnrecognizedClient"]

    fileprivate static let sessionEscalation = "SessionDurationEscalation"

    private static let throttlings: Set = [
        "Throttling", "ThrottlingException", "ThrottledException", "RequestThrottledException", "RequestThrottled",
        "TooManyRequestsException", "RequestLimitExceeded", "BandwidthLimitExceeded", "LimitExceededException",
        "SlowDown", "PriorRequestNotComplete", "ProvisionedThroughputExceededException",
        "TransactionInProgressException", "EC2ThrottledException",
    ]

    private static let transients: Set = ["RequestTimeout", "RequestTimeoutException", "IDPCommunicationError"]

    private static let skewSuspects: Set = [
        "InvalidSignatureException", "SignatureDoesNotMatch", "AuthFailure", "RequestTimeTooSkewed",
        "AccessDeniedException", "RequestExpired",
    ]
}
