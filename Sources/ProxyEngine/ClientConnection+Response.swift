import NIOCore
import NIOHTTP1
import ProxyCore

/// What the upstream sends.
extension ClientConnection {
    func responseHead(_ head: HTTPResponseHead) {
        guard let exchange else { return }
        guard head.status.code >= 200 else { return interimHead(head, to: exchange) }
        guard head.headers["transfer-encoding"].allSatisfy({ $0.lowercased() == "chunked" }) else {
            return fail(ProxyError(.upstreamUnavailable, "a transfer coding other than chunked"))
        }
        deadline?.cancel()
        deadline = nil
        var (fields, framing) = HeaderRules.response(
            head, isHead: exchange.head.method == .HEAD, clientVersion: exchange.head.version)
        guard let closes = state.responseStarted(keepAlive: framing != .untilClose) else { return }
        if closes {
            fields.add(name: "Connection", value: "close")
        } else if !exchange.head.version.isAtLeast1_1 {
            fields.add(name: "Connection", value: "keep-alive")
        }
        self.exchange?.answered = engine.time.now()
        self.exchange?.status = Int(head.status.code)
        if engine.events.hasSubscribers {
            self.exchange?.response = FieldCapture.response(head, exchange.redaction)
        }
        write(
            HTTPResponseHead(version: .http1_1, status: head.status, headers: fields),
            carried: upstream?.reasons.isCarried == true)
    }

    /// An interim answer (RFC 9110, section 15.2): only what the client's version knows is passed on.
    private func interimHead(_ head: HTTPResponseHead, to exchange: Exchange) {
        if head.status.code == 101 { return switchingProtocols(head, of: exchange) }
        guard (100..<200).contains(head.status.code) else {
            let reason = "an answer with status \(head.status.code), which nobody asked for"
            return fail(ProxyError(.upstreamUnavailable, reason))
        }
        guard exchange.head.version.isAtLeast1_1 else { return }
        let fields = HeaderRules.interim(head.headers)
        write(
            HTTPResponseHead(version: .http1_1, status: head.status, headers: fields),
            carried: upstream?.reasons.isCarried == true)
    }

    func responseBody(_ bytes: ByteBuffer) {
        guard state.isAnswering else { return }
        exchange?.responseBytes += bytes.readableBytes
        exchange?.keepPrefix(of: bytes)
        write(.body(.byteBuffer(bytes)))
    }

    /// The answer is complete.
    ///
    /// - Parameter reusable: whether the upstream's connection may serve another request.
    func responseEnd(_ trailers: HTTPHeaders?, reusable: Bool) {
        if let upstream {
            self.upstream = nil
            if reusable { loop.pool.give(back: upstream) } else { upstream.close() }
        }
        guard state.isAnswering else { return }
        finish(nil)
        complete(trailers.map { HeaderRules.responseTrailers($0) }, state.responseEnded())
    }

    /// The upstream's connection broke, or what came over it is no HTTP.
    func upstreamBroke(_ reason: String) {
        upstream = nil
        guard let exchange else { return }
        if exchange.isRepeatable, state.retried() {
            self.exchange?.hasRetried = true
            return connect()
        }
        let hasBegun = exchange.answered != nil
        fail(ProxyError(hasBegun ? .upstreamAborted : .upstreamUnavailable, reason))
    }
}
