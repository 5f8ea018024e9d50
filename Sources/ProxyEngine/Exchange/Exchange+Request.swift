import HTTPWire
import NIOCore
import ProxyCore

/// The request's way upstream.
extension Exchange {
    /// Finds a connection, kept alive or new. The upstream's time begins here, and anew with each turn of its.
    func connect() {
        guard let route = record.route else { return }
        if deadline == nil, let began = record.tokenEnded {
            deadline = began.advanced(by: engine.configuration.upstreamTimeout)
            loop.exchanges.watchDeadline(of: self)
        }
        let asHTTP1 = needsHTTP1(to: route.target)
        if !record.hasRetried, let idle = loop.pool.idleStream(to: route.target, asHTTP1: asHTTP1) {
            // At once, but for a request that has waited for an upstream before.
            return connected(idle, at: record.refusals == 0 ? record.tokenEnded ?? record.began : engine.time.now())
        }
        pending = loop.pool.newStream(to: route.target, asHTTP1: asHTTP1) { result in
            self.pending = nil
            switch result {
            case .success(let stream): self.connected(stream, at: self.engine.time.now())
            case .failure(let error): self.fail(error)
            }
        }
    }

    private func connected(_ stream: any UpstreamStream, at now: ContinuousClock.Instant) {
        guard mayMint else {
            stream.release()
            return fail(.mintingOff)
        }
        guard state.upstreamReady(), let route = record.route else { return stream.release() }
        let token = record.grant?.token
        upstream = stream
        renewDeadline(from: now)
        record.connected = now
        record.reusedConnection = stream.isReused
        record.upstreamVersion = stream.version
        record.sent = token?.sent(at: now)
        let upgrade = ProtocolUpgrade.asked(record.head)
        loop.rules.mark(&record.head.fields)
        let request = request(to: route, with: token, over: stream.version, upgrade: upgrade)
        if wantsHeads { capture(request, token) }
        stream.send(request, for: self)
        client?.readMore()
        stream.flush()
    }

    private func request(
        to route: Route, with token: Token?, over version: ProtocolVersion, upgrade: String? = nil
    ) -> UpstreamRequest {
        UpstreamRequest(
            head: record.head, path: record.path, route: route, authorization: token?.authorization.exposed, body: body,
            upgrade: upgrade, version: version)
    }

    private func capture(_ request: UpstreamRequest, _ token: Token?) {
        record.request = HeadCapture.request(request, token: token.map { loop.traces.words(for: $0) })
    }

    /// Copies the request's head after all, because its answer is a problem that somebody will want to have explained.
    func captureRequest() {
        guard record.request == nil, let upstream, let route = record.route else { return }
        let token = record.grant?.token
        capture(request(to: route, with: token, over: upstream.version), token)
    }
}

// MARK: - What the client's side tells

extension Exchange {
    /// Whether more of the request is wanted now.
    var wantsBody: Bool { state.wantsBody(upstreamIsWritable: upstream?.isWritable ?? true) }

    /// Whether a piece of the request can be taken: before a connection is there, it cannot.
    var takesBody: Bool { state.takesBody }

    /// A piece of the request's body came, or bytes for a tunnel.
    func requestBody(_ bytes: ByteBuffer) {
        guard state.takesBody else { return }
        do throws(ProxyError) {
            if !state.isTunnelling { try checkSize(record.requestBytes + bytes.readableBytes) }
        } catch {
            return fail(error)
        }
        record.requestBytes += bytes.readableBytes
        record.kept?.came(bytes)
        upstream?.sendBody(bytes)
        if deadline != nil { renewDeadline(from: engine.time.now()) }
    }

    /// - Parameter size: bytes of its body, or as many of them as have come.
    /// - Throws: 413 (RFC 9110, section 15.5.14).
    func checkSize(_ size: Int) throws(ProxyError) {
        guard let limit = engine.configuration.limits.bodySize, size > limit else { return }
        throw ProxyError(.bodyTooLarge, "the request's body has more than \(limit) bytes")
    }

    /// The request is complete, or the client says no more in a tunnel.
    func requestEnded(_ trailers: FieldBlock?) {
        guard !state.isTunnelling else { return clientEnded() }
        if let trailers, !canSend(trailers) { return fail(.requestTrailersNoUTF8) }
        state.requestEnded()
        // Without a body the request ends with its head, and the clock is not looked at for that.
        if body != .none {
            let now = engine.time.now()
            record.bodySent = now
            renewDeadline(from: now)
        }
        record.kept?.ended(hasTrailers: trailers != nil)
        upstream?.sendEnd(trailers.map { loop.rules.trailers($0) })
    }

    /// What came is no request, or no body.
    func requestBroke(_ error: ProxyError) { fail(error) }

    /// Nobody waits for the answer any more.
    func clientLeft() {
        switch state.clientLeft() {
        case .cancel:
            // A replay has no client that could leave.
            let words =
                resending == nil
                ? "the client closed its connection" : "the replay was ended before its answer was complete"
            finish(ProxyError(.clientGone, words))
        case .complete:
            upstream?.sendEnd(nil)
            finish(nil)
        case .nothing: break
        }
    }

    func clientBecameWritable() { upstream?.readMore() }

    func flushUpstream() { upstream?.flush() }
}
