import HTTPWire
import NIOCore
import NIOHPACK
import NIOHTTP2

/// What an exchange has to say to the client.
extension HTTP2ClientStream: ClientStream {
    var isWritable: Bool { context?.channel.isWritable ?? false }

    /// One that would be altered on its way is left out: the final answer is what counts.
    func sendInterim(_ head: ResponseHead) {
        if head.fields.isUTF8 { write(.headers(.init(headers: HPACKHeaders(head)))) }
    }

    func send(_ head: ResponseHead, body: BodyLength) {
        guard body != .none else { return heldHead = head }
        write(.headers(.init(headers: HPACKHeaders(head))))
    }

    func sendBody(_ bytes: ByteBuffer) {
        if let before = outbox.add(bytes) { write(.data(.init(data: .byteBuffer(before)))) }
    }

    func sendEnd(_ trailers: FieldBlock?) {
        exchange = nil
        isAnswered = true
        if let heldHead {
            writeLast(.headers(.init(headers: HPACKHeaders(heldHead), endStream: true)))
        } else if let trailers = HPACKHeaders(trailers: trailers) {
            writeHeld()
            writeLast(.headers(.init(headers: trailers, endStream: true)))
        } else {
            writeLast(.data(.init(data: .byteBuffer(outbox.take() ?? ByteBuffer()), endStream: true)))
        }
        context?.flush()
    }

    func refuse(_ head: ResponseHead, body: ByteBuffer, isLast: Bool) {
        send(head, body: body.readableBytes == 0 ? .none : .known(body.readableBytes))
        sendBody(body)
        sendEnd(nil)
    }

    /// Never asked for: HTTP/2 has no such thing (RFC 9113, section 8.6).
    func switchProtocols(_ head: ResponseHead, to name: String) { abort() }

    func abort() {
        exchange = nil
        isAnswered = true
        reset(.internalError)
    }

    func flush() {
        writeHeld()
        context?.flush()
    }

    func reset(_ code: HTTP2ErrorCode) {
        context?.writeAndFlush(wrapOutboundOut(.rstStream(code)), promise: nil)
    }

    private func writeHeld() {
        if let bytes = outbox.take() { write(.data(.init(data: .byteBuffer(bytes)))) }
    }

    private func write(_ frame: HTTP2Frame.FramePayload) { context?.write(wrapOutboundOut(frame), promise: nil) }

    /// Ends the answer. A client whose request is not complete is told, once it has its answer, that the rest is not wanted
    /// (RFC 9113, section 8.1).
    private func writeLast(_ frame: HTTP2Frame.FramePayload) {
        guard let context, !request.isComplete else { return write(frame) }
        let written = context.eventLoop.makePromise(of: Void.self)
        context.write(wrapOutboundOut(frame), promise: written)
        written.futureResult.assumeIsolated().whenSuccess { _ in self.reset(self.farewell) }
    }
}
