import HTTPWire
import ProxyCore

extension ExchangeRecord {
    /// What is counted of it, now that it is over.
    func measurement(_ error: ProxyError?, at now: ContinuousClock.Instant) -> FlowMeasurement {
        FlowMeasurement(
            method: RequestMethod(head.method), status: status, isProblem: isProblem(error),
            total: began.duration(to: now), call: call(error: error, at: now))
    }

    /// Whether it counts as one, if it ends like this, or the answer's head that has come makes it one.
    func isProblem(_ error: ProxyError? = nil) -> Bool {
        guard error == nil, let status = FlowEnd.meant(status: status, grpcStatus: grpcStatus) else { return true }
        return FlowEnd.isProblem(status: status)
    }

    /// A head or trailers came from upstream.
    mutating func noteMeaning(of fields: FieldBlock) {
        if let text = fields.text(.grpcStatus) { grpcStatus = UInt8(text) }
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
