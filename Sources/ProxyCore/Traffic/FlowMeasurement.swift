/// What the totals and the metrics take from a request that is over. Made of numbers: nothing is allocated for it.
package struct FlowMeasurement: Sendable {
    package let method: RequestMethod
    package let status: StatusLabel?
    package let isProblem: Bool
    /// From the request's head to the end.
    package let total: Duration
    /// nil where no upstream was called, and none would have been with a token.
    package let call: UpstreamCall?

    /// - Parameter status: what the client got, if anything.
    package init(method: RequestMethod, status: Int?, isProblem: Bool, total: Duration, call: UpstreamCall?) {
        self.method = method
        self.status = status.map { StatusLabel($0) }
        self.isProblem = isProblem
        self.total = total
        self.call = call
    }
}

/// A request's way to its upstream, or its failure to get a token for it.
package struct UpstreamCall: Sendable {
    package let key: ClientKey
    /// From the request's head to the head of the answer, or to the failure.
    package let duration: Duration

    package init(server: LabelSlot, token: TokenResult, error: ErrorType?, duration: Duration) {
        key = ClientKey(server: server, token: token, error: error)
        self.duration = duration
    }
}

/// Which series of `http_server_request_duration_seconds` a request belongs to.
package struct ServerKey: Hashable, Sendable {
    package let method: RequestMethod
    /// nil where the client got no answer.
    package let status: StatusLabel?
}

/// Which series of `http_client_request_duration_seconds` a request belongs to.
package struct ClientKey: Hashable, Sendable {
    package let server: LabelSlot
    package let token: TokenResult
    package let error: ErrorType?
}

/// What a problem is told by: where the request went, and what came of it.
package struct TroubleKey: Hashable, Sendable {
    /// nil where there was no upstream to speak of.
    package let server: LabelSlot?
    /// nil where the client got no answer.
    package let status: StatusLabel?
    /// Whether there was no token to go there with.
    package let lacksToken: Bool

    init(_ flow: FlowMeasurement) {
        (server, status) = (flow.call?.key.server, flow.status)
        lacksToken = flow.call?.key.token == .fetchError
    }
}

/// Which series of `token_fetch_count_total` a call to STS belongs to.
package struct FetchKey: Hashable, Sendable {
    package let audience: LabelSlot
    /// nil for a success.
    package let errorClass: LabelSlot?
}

/// The methods that have a name of their own in the metrics (OpenTelemetry, *HTTP metrics*, `http.request.method`).
package enum RequestMethod: String, Sendable, CaseIterable {
    case get = "GET"
    case head = "HEAD"
    case post = "POST"
    case put = "PUT"
    case delete = "DELETE"
    case connect = "CONNECT"
    case options = "OPTIONS"
    case trace = "TRACE"
    case patch = "PATCH"
    case other = "_OTHER"
}

/// A status as a label: the number, if it is one of HTTP's.
package struct StatusLabel: Hashable, Sendable, CustomStringConvertible {
    /// 100 to 599; 0 for all others.
    package let code: UInt16

    package init(_ status: Int) { code = (100...599).contains(status) ? UInt16(status) : 0 }

    package var description: String { code == 0 ? MetricLimits.other : String(code) }
}

/// How a request's wish for a token came out.
package enum TokenResult: String, Sendable {
    case ok
    case fetchError = "fetch_error"
}

/// Why a call upstream failed, in the few words of the metrics.
package enum ErrorType: String, Sendable {
    case timeout
    case connectionRefused = "connection_refused"
    /// The client left, or asked for nothing sensible after all.
    case canceled
    case unknown
}

extension ProxyError {
    /// nil where it says nothing about the upstream, because there was no token to go there with.
    package var errorType: ErrorType? {
        switch code {
        case .tokenUnavailable, .mintingOff: nil
        case .upstreamTimeout: .timeout
        case .upstreamUnavailable:
            switch obstacle {
            case .connectionRefused: .connectionRefused
            case .timeout: .timeout
            case nil: .unknown
            }
        case .clientGone, .malformedRequest, .headTooLarge, .uriTooLong, .headTimeout, .bodyTimeout,
            .bodyTooLarge, .methodNotImplemented, .shuttingDown:
            .canceled
        case .missingUpstream, .invalidUpstream, .upstreamNotAllowed, .crossSite, .hostNotAccepted,
            .tooManyConnections, .upstreamAborted:
            .unknown
        }
    }
}
