/// Why the proxy itself answers a request, instead of passing on the upstream's answer.
///
/// The code decides the status, the body, the `X-Jotop-Error` field, the event and the metric's label. The detail is
/// for the log and the dashboard and never reaches the client: it may tell of AWS what is none of the client's business.
package struct ProxyError: Error, Sendable, CustomStringConvertible {
    package enum Code: String, Sendable, CaseIterable {
        case missingUpstream = "missing_upstream"
        case invalidUpstream = "invalid_upstream"
        case upstreamNotAllowed = "upstream_not_allowed"
        case crossSite = "cross_site"
        case hostNotAccepted = "host_not_accepted"
        case tokenUnavailable = "token_unavailable"
        /// Somebody switched token minting off.
        case mintingOff = "minting_off"
        case upstreamUnavailable = "upstream_unavailable"
        case upstreamTimeout = "upstream_timeout"
        case malformedRequest = "malformed_request"
        case headTooLarge = "head_too_large"
        case uriTooLong = "uri_too_long"
        case bodyTooLarge = "body_too_large"
        /// The client took too long over its request's head.
        case headTimeout = "head_timeout"
        /// The client sent nothing more of its request's body, and the upstream would have taken it.
        case bodyTimeout = "body_timeout"
        case tooManyConnections = "too_many_connections"
        case methodNotImplemented = "method_not_implemented"
        /// The upstream broke off in the middle of its answer: there is no status left to say it with.
        case upstreamAborted = "upstream_aborted"
        /// The client went away before its answer was complete: nobody is left to be told.
        case clientGone = "client_gone"
        /// The proxy is shutting down.
        case shuttingDown = "shutting_down"
    }

    /// What stood in the way of a connection, where it is one of the usual things.
    package enum Obstacle: Sendable {
        case connectionRefused
        case timeout
    }

    package let code: Code
    package let detail: String
    package let obstacle: Obstacle?
    /// Set where STS was not asked because it had failed a moment ago: the time until it may be.
    package var backOff: Duration?
    /// The code with which STS, or whoever stands in its way, refused the token; nil where it is about something else.
    package var refusalCode: String?
    /// Set where it was brought about on purpose.
    package var fault: Fault?

    package init(_ code: Code, _ detail: String, obstacle: Obstacle? = nil) {
        self.code = code
        self.detail = detail
        self.obstacle = obstacle
    }

    package var description: String { "\(code.rawValue): \(detail)" }
}

extension ProxyError.Code {
    /// The answer's status code.
    package var status: Int {
        switch self {
        case .missingUpstream, .invalidUpstream, .malformedRequest: 400
        case .upstreamNotAllowed, .crossSite, .hostNotAccepted: 403
        case .headTimeout, .bodyTimeout: 408
        case .bodyTooLarge: 413
        case .uriTooLong: 414
        case .headTooLarge: 431
        case .clientGone: 499
        case .methodNotImplemented: 501
        case .tokenUnavailable, .upstreamUnavailable, .upstreamAborted: 502
        case .shuttingDown, .tooManyConnections, .mintingOff: 503
        case .upstreamTimeout: 504
        }
    }

    /// The answer's body: plain text, the same for every cause of this code.
    package var body: String {
        switch self {
        case .missingUpstream: "missing upstream: set --upstream-host or provide X-Upstream-Host"
        case .invalidUpstream: "invalid upstream"
        case .upstreamNotAllowed: "upstream not allowed"
        case .crossSite: "cross-site request refused"
        case .hostNotAccepted: "host not accepted"
        case .tokenUnavailable: "token unavailable"
        case .mintingOff: "token minting is off"
        case .upstreamUnavailable, .upstreamAborted: "upstream unavailable"
        case .upstreamTimeout: "upstream timeout"
        case .malformedRequest: "malformed request"
        case .headTooLarge: "request head too large"
        case .uriTooLong: "request target too long"
        case .bodyTooLarge: "request body too large"
        case .headTimeout: "request head timeout"
        case .bodyTimeout: "request body timeout"
        case .tooManyConnections: "too many connections"
        case .methodNotImplemented: "method not implemented"
        case .clientGone: "client closed the connection"
        case .shuttingDown: "shutting down"
        }
    }
}
