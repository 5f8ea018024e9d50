import HTTPWire
import NIOCore
import NIOHPACK
import NIOHTTP2

/// What an exchange has to say to the upstream.
extension HTTP2UpstreamStream: UpstreamStream {
    var isWritable: Bool { context?.channel.isWritable ?? false }
    var isReused: Bool { connection.hasServed }
    var version: ProtocolVersion { .http2 }

    func send(_ request: UpstreamRequest, for exchange: Exchange) {
        // Since the stream was asked for, the connection may have been told to take no more.
        guard !connection.slots.isLeaving else {
            release()
            return exchange.upstreamRefused("the upstream takes no more streams")
        }
        self.exchange = exchange
        hasBegun = true
        answersHead = request.head.method == .head
        isRequestComplete = request.body == .none
        write(.headers(.init(headers: HPACKHeaders(request), endStream: isRequestComplete)))
        context?.read()
    }

    func sendBody(_ bytes: ByteBuffer) {
        if let before = outbox.add(bytes) { write(.data(.init(data: .byteBuffer(before)))) }
    }

    func sendEnd(_ trailers: FieldBlock?) {
        guard !isRequestComplete else { return }
        isRequestComplete = true
        if let trailers = HPACKHeaders(trailers: trailers) {
            writeHeld()
            write(.headers(.init(headers: trailers, endStream: true)))
        } else {
            write(.data(.init(data: .byteBuffer(outbox.take() ?? ByteBuffer()), endStream: true)))
        }
    }

    func flush() {
        writeHeld()
        context?.flush()
    }

    func readMore() {
        if exchange?.takesResponse ?? true { context?.read() }
    }

    /// Never asked for: whoever wants to leave HTTP is given a connection in HTTP/1 (RFC 9113, section 8.6).
    func switchProtocols() { cancel() }

    func cancel() {
        exchange = nil
        if hasBegun { reset(.cancel) } else { release() }
    }

    func release() { context?.close(promise: nil) }

    func reset(_ code: HTTP2ErrorCode) {
        context?.writeAndFlush(wrapOutboundOut(.rstStream(code)), promise: nil)
    }

    private func writeHeld() {
        if let bytes = outbox.take() { write(.data(.init(data: .byteBuffer(bytes)))) }
    }

    private func write(_ frame: HTTP2Frame.FramePayload) { context?.write(wrapOutboundOut(frame), promise: nil) }
}
