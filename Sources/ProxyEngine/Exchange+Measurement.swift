import NIOHTTP1
import ProxyCore

extension Exchange {
    /// What is counted of it, now that it is over.
    func measurement(of end: FlowEnd, at now: ContinuousClock.Instant) -> FlowMeasurement {
        FlowMeasurement(
            method: RequestMethod(head.method), status: end.status, isProblem: end.isProblem,
            total: end.durations.total, call: call(error: end.error, at: now))
    }

    /// nil where nothing went upstream for another reason than a token that was not to be had.
    private func call(error: ProxyError?, at now: ContinuousClock.Instant) -> UpstreamCall? {
        guard let route, tokenEnded != nil else { return nil }
        return UpstreamCall(
            server: route.slots.server, token: use == .failed ? .fetchError : .ok, error: error?.errorType,
            duration: began.duration(to: answered ?? now))
    }
}

extension RequestMethod {
    init(_ method: HTTPMethod) {
        switch method {
        case .GET: self = .get
        case .HEAD: self = .head
        case .POST: self = .post
        case .PUT: self = .put
        case .DELETE: self = .delete
        case .CONNECT: self = .connect
        case .OPTIONS: self = .options
        case .TRACE: self = .trace
        case .PATCH: self = .patch
        default: self = .other
        }
    }
}
