import ProxyCore

/// Why the proxy answered by itself, or broke off.
struct OwnAnswer {
    let error: ProxyError
    let evidence: Evidence

    init(_ error: ProxyError, _ evidence: Evidence) {
        self.error = error
        self.evidence = evidence
    }

    var cause: Cause {
        switch error.code {
        case .tokenUnavailable: noToken
        case .mintingOff: .mintingOff
        case .upstreamUnavailable: evidence.flow.response == nil ? unreachable : .brokenOff
        case .upstreamAborted: .brokenOff
        case .upstreamTimeout: .timeout
        case .missingUpstream: .noUpstream
        case .invalidUpstream: .invalidUpstream
        case .upstreamNotAllowed: .notAllowed
        case .crossSite: .crossSite
        case .hostNotAccepted: .host
        case .headTooLarge: .size
        case .malformedRequest, .uriTooLong, .bodyTooLarge, .headTimeout, .bodyTimeout, .methodNotImplemented:
            .badRequest
        case .tooManyConnections: .overload
        case .clientGone: .clientGone
        case .shuttingDown: .shuttingDown
        }
    }

    /// By the call that failed or, where a later one has taken its place, by what the request was told.
    private var noToken: Cause {
        if let failure = evidence.failedMint?.failure { return Self.cause(of: failure) }
        guard let code = error.refusalCode else { return .tokenUnavailable }
        return Self.cause(ofCode: code) ?? (code.hasPrefix("AccessDenied") ? .denied : .stsError)
    }

    /// What the detail tells about where the way to the upstream ends.
    private var unreachable: Cause {
        if error.obstacle == .connectionRefused { return .upstreamRefused }
        if error.obstacle == .timeout { return .timeout }
        let detail = error.detail.lowercased()
        if detail.hasPrefix("tls") { return .tls }
        return Self.marks.first { detail.contains($0.mark) }?.cause ?? .unreachable
    }

    private static let marks: [(mark: String, cause: Cause)] = [
        ("not utf-8", .encoding), ("with status 407", .proxyAuthentication), ("cannot be resolved", .name),
        ("connection refused", .upstreamRefused),
        ("no route", .upstreamRefused), ("no connection in time", .timeout), ("no answer within", .timeout),
        ("not http", .protocolMismatch), ("closed the connection", .upstreamClosed),
        ("connection reset", .upstreamClosed),
    ]

    /// Whether what is wrong with an answer is not its beginning: then it is one in HTTP, over the right scheme.
    static func speaksHTTP(_ evidence: Evidence) -> Bool {
        guard let detail = evidence.flow.error?.detail.lowercased(), detail.contains("not http") else { return false }
        return !["status line", "bare lf"].contains { detail.contains($0) }
    }

    /// What a failure of the token service comes down to (STS API Reference, *GetWebIdentityToken*, *Common Errors*).
    static func cause(of failure: MintFailure) -> Cause {
        if let cause = cause(ofCode: failure.code) { return cause }
        return switch failure.kind {
        case .denied: .denied
        case .unavailable: .stsError
        case .unconfigured: .unconfigured
        }
    }

    private static func cause(ofCode name: String) -> Cause? {
        let code = name.hasSuffix("Exception") ? String(name.dropLast("Exception".count)) : name
        switch code {
        case "OutboundWebIdentityFederationDisabled": return .federation
        case "SessionDurationEscalation", "SessionEnding": return .session
        case "JWTPayloadSizeExceeded": return .tokenSize
        case "ExpiredToken", "InvalidClientTokenId", "SignatureDoesNotMatch", "InvalidSignature", "IncompleteSignature",
            "MissingAuthenticationToken":
            return .credentials
        case "NoCredentials": return .noCredentials
        case "RequestTimeTooSkewed", "RequestExpired": return .clock
        case "Configuration": return .unconfigured
        case "Timeout", "Unreachable": return .stsUnreachable
        case _ where throttles.contains(code): return .throttled
        default: return nil
        }
    }

    private static let throttles: Set<String> = [
        "Throttling", "Throttled", "ThrottledRequest", "RequestThrottled", "TooManyRequests", "RequestLimitExceeded",
        "SlowDown",
        "LimitExceeded", "BandwidthLimitExceeded", "PriorRequestNotComplete",
    ]
}
