import HTTPWire
import NIOCore
import ProxyCore

/// What the upstream's side tells.
extension Exchange {
    /// Whether more of the answer is wanted now: its head always is, since it counts towards a limit and would wait elsewhere otherwise.
    var takesResponse: Bool { record.answered == nil || client?.isWritable ?? true }

    /// An interim answer (RFC 9110, section 15.2), or the change of protocol.
    func interimArrived(_ head: ResponseHead) {
        guard state.awaitsResponse else { return }
        guard head.status != 101 else { return switchingProtocols(head) }
        let limit = engine.configuration.limits.responseHeadSize
        record.interimSize += head.fields.bytes.readableBytes + ExchangeRecord.interimOverhead
        guard record.interimSize <= limit else {
            let reason = "the upstream's interim answers have more than \(limit) bytes"
            return fail(ProxyError(.upstreamUnavailable, reason))
        }
        var head = head
        HeaderRules.markTrailers(&head.fields)
        client?.sendInterim(head)
    }

    /// The head of the final answer came.
    func responseArrived(_ head: ResponseHead, body: BodyLength) {
        deadline = nil
        guard canAnswer(with: head.fields) else {
            record.answered = engine.time.now()
            return fail(.answerNoUTF8(status: head.status))
        }
        guard state.responseStarted() else { return }
        let now = engine.time.now()
        record.answered = now
        // A replay has no client that goes away: an answer without end must not keep it.
        if resending != nil {
            deadline = now.advanced(by: engine.configuration.upstreamTimeout)
            loop.exchanges.watchDeadline(of: self)
        }
        record.status = head.status
        record.noteMeaning(of: head.fields)
        let isProblem = record.isProblem()
        if isProblem { tellProblem(at: now) }
        // Where heads are not looked into, those of refusals are.
        if wantsHeads || record.isTold && (isProblem || head.status >= 400) {
            captureRequest()
            capture(head)
        }
        var head = head
        HeaderRules.mark(&head)
        client?.send(head, body: body)
    }

    /// A piece of the answer's body came, or bytes for a tunnel.
    func responseBody(_ bytes: ByteBuffer) {
        guard state.isAnswering else { return }
        record.responseBytes += bytes.readableBytes
        record.keepPrefix(of: bytes)
        client?.sendBody(bytes)
    }

    /// The answer is complete, and the upstream's side done with it; or the upstream says no more in a tunnel.
    func responseEnded(_ trailers: FieldBlock?) {
        guard !state.isTunnelling else { return upstreamEnded() }
        upstream = nil
        if let trailers, !canAnswer(with: trailers) { return fail(.trailersNoUTF8) }
        guard state.responseEnded() else { return }
        if let trailers { record.noteMeaning(of: trailers) }
        let client = client
        finish(nil)
        client?.sendEnd(trailers.map { HeaderRules.responseTrailers($0) })
    }

    /// The upstream's side broke, or what came over it is no HTTP.
    ///
    /// - Parameter isSilent: whether nothing at all has come since the request went out.
    func upstreamBroke(_ reason: String, isSilent: Bool) {
        upstream = nil
        if isSilent, record.isRepeatable, state.retried() {
            record.hasRetried = true
            return connect()
        }
        fail(ProxyError(record.answered != nil ? .upstreamAborted : .upstreamUnavailable, reason))
    }

    /// The upstream has not begun to process the request, and says so (RFC 9113, section 8.7): it is sent anew, whatever its
    /// method, as long as nothing is lost with which that could be done.
    func upstreamRefused(_ reason: String) {
        upstream = nil
        guard record.maySendAnew(body: body, isComplete: state.isRequestComplete), state.refused() else {
            return fail(ProxyError(.upstreamUnavailable, reason))
        }
        record.refusals += 1
        connect()
    }

    func flushClient() { client?.flush() }

    private func capture(_ head: ResponseHead) {
        let isEcho =
            record.grant.map { grant in
                head.fields.bytes.withUnsafeReadableBytes { loop.traces.mayEcho(grant.token, $0) }
            } ?? false
        record.response = HeadCapture.response(head, isEcho || record.mayHoldSecrets ? record.redaction() : nil)
    }
}

// MARK: - A tunnel

/// What follows a change of protocol (RFC 9110, section 7.8): bytes both ways, as they come.
///
/// The flow lasts as long as the tunnel does. Each direction ends by itself, and holds back only its own sender.
extension Exchange {
    /// The upstream agrees to leave HTTP: both sides do.
    private func switchingProtocols(_ head: ResponseHead) {
        guard let agreed = ProtocolUpgrade.agreed(head, to: record.head), state.switched() else {
            let reason = "the upstream switches to a protocol that the client did not ask for"
            return fail(ProxyError(.upstreamUnavailable, reason))
        }
        deadline = nil
        record.answered = engine.time.now()
        record.status = head.status
        if wantsHeads { capture(head) }
        var head = head
        HeaderRules.mark(&head)
        upstream?.switchProtocols()
        client?.switchProtocols(head, to: agreed)
        upstream?.flush()
    }

    func clientEnded() {
        let isOver = state.tunnelEnded(.fromClient)
        upstream?.sendEnd(nil)
        if isOver { finish(nil) }
    }

    private func upstreamEnded() {
        let isOver = state.tunnelEnded(.fromUpstream)
        client?.sendEnd(nil)
        if isOver { finish(nil) }
    }
}
