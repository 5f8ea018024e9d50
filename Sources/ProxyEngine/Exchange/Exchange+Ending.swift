import HTTPWire
import NIOCore
import ProxyCore

/// The ways in which an exchange ends, and what is told of it.
extension Exchange {
    /// It cannot go on.
    func fail(_ error: ProxyError) {
        let client = client
        switch state.failed() {
        case .answer:
            record.status = error.code.status
            finish(error)
            let (head, body) = error.answer(isHead: record.head.method == .head)
            client?.refuse(head, body: body, isLast: error.code.endsConnection)
        case .abort:
            finish(error)
            client?.abort()
        case .nothing: break
        }
    }

    /// Ends what neither side ends: a tunnel, or a replay whose answer has no end.
    ///
    /// - Parameter error: nil if that is as good an end as any.
    func cutOff(_ error: ProxyError?) {
        guard state.failed() != .nothing else { return }
        let (client, upstream) = (client, upstream)
        finish(error)
        upstream?.cancel()
        client?.abort()
    }

    /// Tells how far a flow has come that lasts longer than a moment.
    func reportProgress() {
        guard record.hasNews else { return }
        tellBeginning()
        record.told()
        loop.events.tell(.flowProgressed(record.end(at: engine.time.now(), wall: engine.time.wall(), error: nil)))
    }

    /// Stops whatever is being done elsewhere, lets go of both sides, and reports the flow as over.
    func finish(_ error: ProxyError?) {
        guard slot != nil else { return }
        loop.exchanges.remove(self)
        tokenTask?.cancel()
        tokenTask = nil
        pending?.cancel()
        pending = nil
        deadline = nil
        if error != nil { upstream?.cancel() }
        upstream = nil
        client = nil
        report(error)
    }

    private func report(_ error: ProxyError?) {
        let now = engine.time.now()
        if isCounted { loop.counts.ended(record.measurement(error, at: now)) }
        if record.isProblem(error) { tellProblem(at: now) }
        // What began before anybody listened has an end all the same.
        guard record.isTold || engine.events.interest >= .ends || resending != nil else { return loop.events.skip() }
        keep()
        if record.request == nil, engine.events.wantsHeads || error != nil {
            record.request = HeadCapture.received(record.head)
        }
        let end = record.end(at: now, wall: engine.time.wall(), error: error)
        loop.events.tell(error == nil ? .flowCompleted(end) : .flowFailed(end))
        guard let resending else { return }
        // Whoever waits for it may tell of it at once.
        loop.events.flush()
        resending.ended(end)
    }
}

extension ProxyError {
    /// What a client gets in the proxy's own name.
    ///
    /// - Parameter isHead: whether the request's method was `HEAD`, whose answer has the fields of a body and none itself.
    fileprivate func answer(isHead: Bool) -> (ResponseHead, ByteBuffer) {
        let fields = [
            ("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", "\(code.body.utf8.count)"),
            ("X-Jotop-Error", code.rawValue),
        ]
        let head = ResponseHead(
            status: code.status, reason: code.reason, fields: fields.map { (name: $0.0.utf8, value: $0.1.utf8) })
        return (head, isHead ? ByteBuffer() : ByteBuffer(string: code.body))
    }
}

extension ProxyError.Code {
    /// Whether nothing that follows on the connection can be trusted to be a request.
    fileprivate var endsConnection: Bool {
        switch self {
        case .malformedRequest, .headTooLarge, .uriTooLong, .methodNotImplemented, .headTimeout, .bodyTimeout,
            .bodyTooLarge, .tooManyConnections:
            true
        default: false
        }
    }

    /// The words of RFC 9110, section 15, and RFC 6585.
    fileprivate var reason: String {
        switch status {
        case 400: "Bad Request"
        case 403: "Forbidden"
        case 408: "Request Timeout"
        case 413: "Content Too Large"
        case 414: "URI Too Long"
        case 431: "Request Header Fields Too Large"
        case 501: "Not Implemented"
        case 502: "Bad Gateway"
        case 503: "Service Unavailable"
        case 504: "Gateway Timeout"
        default: ""
        }
    }
}
