extension STSError {
    /// What a failure means for the next attempt.
    package enum Kind: String, Sendable, Equatable {
        /// Asking again does not help.
        case terminal
        /// It may work a moment later.
        case transient
        /// The service asks for fewer calls.
        case throttling
    }

    package var kind: Kind {
        switch self {
        case .service(let error): error.kind
        case .transport(let error): error.isTransient ? .transient : .terminal
        case .malformedResponse, .credentials, .configuration, .deadlineExceeded: .terminal
        }
    }

    package var isRetryable: Bool { kind != .terminal }

    /// Whether the service said no to what was asked: only another request, or another policy, changes that.
    package var isDenial: Bool {
        guard case .service(let error) = self else { return false }
        return ServiceError.denials.contains(error.code)
    }

    /// Whether the credentials are at fault: resolving them anew may help.
    package var isCredentialFault: Bool {
        switch self {
        case .credentials: true
        case .service(let error): ServiceError.credentialFaults.contains(error.code)
        default: false
        }
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

    fileprivate static let denials: Set = [
        "AccessDenied", "AccessDeniedException", "OutboundWebIdentityFederationDisabledException",
        "SessionDurationEscalationException", "JWTPayloadSizeExceededException", "ValidationError",
        "InvalidParameterValue", "InvalidAction", "MissingAction", "RegionDisabledException",
    ]

    fileprivate static let credentialFaults: Set = [
        "ExpiredToken", "ExpiredTokenException", "InvalidClientTokenId", "SignatureDoesNotMatch",
        "IncompleteSignature", "MissingAuthenticationToken",
    ]

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
