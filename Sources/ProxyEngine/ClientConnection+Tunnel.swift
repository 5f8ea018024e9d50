import NIOCore
import NIOHTTP1
import ProxyCore

/// What follows a change of protocol (RFC 9110, section 7.8): bytes both ways, as they come.
///
/// The flow lasts as long as the tunnel does. Each direction ends by itself, and holds back only its own sender.
extension ClientConnection {
    /// The upstream agrees to leave HTTP: passes its word on.
    func switchingProtocols(_ head: HTTPResponseHead, of exchange: Exchange) {
        guard let agreed = ProtocolUpgrade.agreed(head, to: exchange.head), state.switched() else {
            let reason = "the upstream switches to a protocol that the client did not ask for"
            return fail(ProxyError(.upstreamUnavailable, reason))
        }
        deadline?.cancel()
        deadline = nil
        self.exchange?.answered = engine.time.now()
        self.exchange?.status = Int(head.status.code)
        if engine.events.hasSubscribers {
            self.exchange?.response = FieldCapture.response(head, exchange.redaction)
        }
        var (fields, _) = HeaderRules.response(head, isHead: false, clientVersion: .http1_1)
        fields.remove(name: "content-length")
        fields.add(name: "Connection", value: "Upgrade")
        fields.add(name: "Upgrade", value: agreed)
        write(
            HTTPResponseHead(version: .http1_1, status: head.status, headers: fields),
            carried: upstream?.reasons.isCarried == true)
        flush()
    }

    /// The upstream's last word in HTTP is read: takes HTTP out of both connections, the upstream's first, because what it
    /// sent along goes to a client that can take bytes already.
    func openTunnel() {
        guard let context, let upstream, state.isTunnelling else { return }
        let pipeline = context.pipeline.syncOperations
        for handler in [
            try? pipeline.context(handlerType: HTTPResponseEncoder.self),
            try? pipeline.context(handlerType: HTTPServerPipelineHandler.self),
        ] {
            if let handler { pipeline.removeHandler(context: handler, promise: nil) }
        }
        upstream.leaveHTTP(
            TunnelEnd(received: { self.tunnelled(toClient: $0) }, ended: { self.upstreamEnded() })
        )?.assumeIsolated().whenComplete { self.left($0) { self.leaveHTTP() } }
    }

    private func leaveHTTP() {
        guard let context, state.isTunnelling else { return }
        context.replace(
            ByteToMessageHandler<HTTPRequestDecoder>.self,
            with: TunnelEnd(received: { self.tunnelled(toUpstream: $0) }, ended: { self.clientEnded() })
        ).assumeIsolated().whenComplete { self.left($0) { self.tunnelOpened() } }
    }

    private func tunnelOpened() {
        state.tunnelOpened()
        flush()
        upstream?.flush()
        upstream?.readMore()
        readMore()
    }

    /// One connection has left HTTP, or closed meanwhile, of which it tells itself.
    private func left(_ result: Result<Void, any Error>, then next: () -> Void) {
        switch result {
        case .success: next()
        case .failure: fail(ProxyError(.upstreamAborted, "a connection closed while it changed its protocol"))
        }
    }

    private func tunnelled(toClient bytes: ByteBuffer) {
        exchange?.responseBytes += bytes.readableBytes
        context?.write(NIOAny(bytes), promise: nil)
    }

    private func tunnelled(toUpstream bytes: ByteBuffer) {
        exchange?.requestBytes += bytes.readableBytes
        upstream?.write(bytes)
    }

    private func clientEnded() {
        let isOver = state.tunnelEnded(.fromClient)
        upstream?.endOutput()
        if isOver { finish(nil) }
    }

    /// Nothing more comes from the upstream.
    func upstreamEnded() {
        let isOver = state.tunnelEnded(.fromUpstream)
        context?.endOutput()
        if isOver { finish(nil) }
    }
}
