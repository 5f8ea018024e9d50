import HTTPWire
import NIOCore
import OutboundProxies
import ProxyCore

/// What an exchange has to say to the upstream.
extension UpstreamConnection: UpstreamStream {
    var isWritable: Bool { context?.channel.isWritable ?? false }
    var version: ProtocolVersion { .http1_1 }

    func send(_ request: UpstreamRequest, for exchange: Exchange) {
        self.exchange = exchange
        phase = .head
        parser = ResponseParser(limits: headLimits)
        hasHeard = false
        requestIsChunked = request.body == .unknown
        answersHead = request.head.method == .head
        isRequestComplete = request.body == .none
        staysOpen = true
        outbox.gather { write(request, to: &$0) }
        // One that has waited is listening already.
        if !isReused { context?.read() }
    }

    /// The fields stand in the order in which they came, behind the one that has to be first.
    private func write(_ request: UpstreamRequest, to out: inout ByteBuffer) {
        var method = request.head.methodBytes
        out.writeBuffer(&method)
        out.writeStaticString(" ")
        writeTarget(request, to: &out)
        out.writeStaticString(" HTTP/1.1\r\nHost: ")
        out.writeBytes(request.route.authority)
        out.writeStaticString("\r\n")
        out.writeKept(request.head.fields)
        if requestIsChunked { out.writeStaticString("Transfer-Encoding: chunked\r\n") }
        if let upgrade = request.upgrade { out.writeString("Connection: Upgrade\r\nUpgrade: \(upgrade)\r\n") }
        if let authorization = request.authorization {
            out.writeStaticString("Authorization: ")
            out.writeString(authorization)
            out.writeStaticString("\r\n")
        }
        if let credentials = proxy?.credentials, target.scheme == .http {
            out.writeString("Proxy-Authorization: \(credentials.exposedAuthorization)\r\n")
        }
        out.writeStaticString("\r\n")
    }

    /// A proxy that is to pass a request on in plain HTTP wants the target in its absolute form (RFC 9112, section 3.2.2).
    /// It reads everything, the upstream's token included: so it is with plain HTTP and whoever is on the way.
    private func writeTarget(_ request: UpstreamRequest, to out: inout ByteBuffer) {
        var path = request.path
        if proxy != nil, target.scheme == .http {
            out.writeString(target.description)
            if path.readableBytesView.elementsEqual("*".utf8) { return }
        }
        out.writeBuffer(&path)
    }

    func sendBody(_ bytes: ByteBuffer) {
        guard requestIsChunked else { return write(bytes) }
        outbox.gather { $0.writeChunkSize(bytes.readableBytes) }
        write(bytes)
        outbox.gather { $0.writeStaticString("\r\n") }
    }

    private func write(_ bytes: ByteBuffer) {
        if let pieces = outbox.add(bytes) { context?.write(pieces) }
    }

    func sendEnd(_ trailers: FieldBlock?) {
        if case .tunnel = phase {
            flushNow()
            context?.endOutput()
            return
        }
        isRequestComplete = true
        if requestIsChunked { outbox.gather { $0.writeLastChunk(trailers) } }
    }

    func flush() {
        guard !outbox.isEmpty else { return }
        if let exchange { exchange.loop.flushes.add(self) } else { flushNow() }
    }

    func flushNow() {
        guard let context else { return }
        context.flush(outbox.takeForFlush())
    }

    func readMore() {
        if exchange?.takesResponse ?? true { context?.read() }
    }

    func switchProtocols() {
        phase = .tunnel
        requestIsChunked = false
        context?.allowHalfClosure()
    }

    func cancel() {
        // What has been told as sent is sent, though nobody waits for the answer any more.
        flushNow()
        close()
    }

    func release() {
        if let pool { pool.give(back: self) } else { close() }
    }
}
