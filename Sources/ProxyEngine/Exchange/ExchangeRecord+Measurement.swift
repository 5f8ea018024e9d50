import HTTPWire
import ProxyCore

extension ExchangeRecord {
    /// What is counted of it, now that it is over.
    func measurement(_ error: ProxyError?, at now: ContinuousClock.Instant) -> FlowMeasurement {
        FlowMeasurement(
            method: RequestMethod(head.method), status: status, isProblem: isProblem(error),
            total: began.duration(to: now), call: call(error: error, at: now))
    }

    private func isProblem(_ error: ProxyError?) -> Bool {
        guard error == nil, let status else { return true }
        return FlowEnd.isProblem(status: status)
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
    fileprivate init(_ method: MethodName) {
        switch method {
        case .get: self = .get
        case .head: self = .head
        case .post: self = .post
        case .put: self = .put
        case .delete: self = .delete
        case .connect: self = .connect
        case .options: self = .options
        case .trace: self = .trace
        case .patch: self = .patch
        case .other: self = .other
        }
    }
}
