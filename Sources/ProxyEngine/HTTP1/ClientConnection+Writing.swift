import HTTPWire
import NIOCore
import ProxyCore

/// What an exchange has to say to the client.
extension ClientConnection: ClientStream {
    /// How long a client has to read its answer and to stop sending, once the connection is to be closed: closing while
    /// bytes are unread would take the answer away from it.
    private static let lingerTime = TimeAmount.seconds(2)

    var isWritable: Bool { context?.channel.isWritable ?? false }

    func sendInterim(_ head: ResponseHead) {
        guard version > .http1_0 else { return }
        if head.status == 100 { awaitsContinue = false }
        outbox.gather {
            $0.writeStatusLine(head)
            $0.writeKept(head.fields)
            $0.writeStaticString("\r\n")
        }
    }

    func send(_ head: ResponseHead, body: BodyLength) {
        answerFraming = framing(of: body)
        // A client that waits for leave to send its body may send it after this answer, or another request in its place.
        let closes = state.answerStarted(keepAlive: answerFraming != .untilClose && !awaitsContinue)
        write(head, closes: closes)
    }

    private func framing(of body: BodyLength) -> BodyFraming {
        switch body {
        case .none: .none
        case .known(let length): .length(length)
        // The only way for an HTTP/1.0 client where the length is not known.
        case .unknown: version > .http1_0 ? .chunked : .untilClose
        }
    }

    private func write(_ head: ResponseHead, closes: Bool) {
        let (framing, isOld) = (answerFraming, version == .http1_0)
        outbox.gather { out in
            out.writeStatusLine(head)
            out.writeKept(head.fields)
            if framing == .chunked { out.writeStaticString("Transfer-Encoding: chunked\r\n") }
            if closes {
                out.writeStaticString("Connection: close\r\n")
            } else if isOld {
                out.writeStaticString("Connection: keep-alive\r\n")
            }
            out.writeStaticString("\r\n")
        }
    }

    func sendBody(_ bytes: ByteBuffer) {
        if state.isTunnelling { tunnelMoved = engine.time.now() }
        guard answerFraming == .chunked, !state.isTunnelling else { return write(bytes) }
        outbox.gather { $0.writeChunkSize(bytes.readableBytes) }
        write(bytes)
        outbox.gather { $0.writeStaticString("\r\n") }
    }

    private func write(_ bytes: ByteBuffer) {
        if let pieces = outbox.add(bytes) { context?.write(pieces) }
    }

    func sendEnd(_ trailers: FieldBlock?) {
        guard !state.isTunnelling else {
            flushNow()
            context?.endOutput()
            return
        }
        if answerFraming == .chunked { outbox.gather { $0.writeLastChunk(trailers) } }
        complete()
    }

    func refuse(_ head: ResponseHead, body: ByteBuffer, isLast: Bool) {
        exchange = nil
        takeLeftover()
        answerFraming = .none
        write(head, closes: state.refused(isLast: isLast))
        write(body)
        complete()
    }

    func switchProtocols(_ head: ResponseHead, to name: String) {
        state.switched()
        tunnelMoved = engine.time.now()
        context?.allowHalfClosure()
        outbox.gather { out in
            out.writeStatusLine(head)
            out.writeKept(head.fields)
            out.writeStaticString("Connection: Upgrade\r\nUpgrade: ")
            out.writeString(name)
            out.writeStaticString("\r\n\r\n")
        }
        flush()
        readMore()
    }

    func flush() {
        guard !outbox.isEmpty else { return }
        if outbox.isFull { flushNow() } else { loop.flushes.add(self) }
    }

    func flushNow() {
        guard let context else { return }
        context.flush(outbox.takeForFlush())
    }

    func abort() {
        flushNow()
        // Where the end of the connection is the end of the answer, an orderly one would make it look complete.
        context?.breakOff(resetting: exchange != nil && answerFraming == .untilClose)
    }
}

// MARK: - The end of an answer

extension ClientConnection {
    /// Sends what is left of an answer, and does what its end asks of the connection.
    private func complete() {
        exchange = nil
        idleSince = engine.time.now()
        let ending = state.answered()
        guard ending != .next, let context else {
            flush()
            return readMore()
        }
        let written = context.eventLoop.makePromise(of: Void.self)
        context.writeAndFlush(wrapOutboundOut(outbox.take() ?? ByteBuffer()), promise: written)
        conclude(ending, after: written.futureResult)
    }

    /// Ends the connection, or reads on: as the exchange's end asks for.
    func conclude(_ ending: ClientWireState.Ending, after written: EventLoopFuture<Void>?) {
        guard let context, ending != .next else {
            linger?.cancel()
            linger = nil
            return readMore()
        }
        let written = written ?? context.eventLoop.makeSucceededVoidFuture()
        if ending == .close { closeOutput(after: written) }
        readMore()
        // The time counts from when everything is out: a client that reads slowly is still reading.
        written.assumeIsolated().whenComplete { _ in self.startLinger() }
    }

    private func startLinger() {
        guard let context, linger == nil, state.isEnding else { return }
        linger = context.eventLoop.assumeIsolated().scheduleTask(in: Self.lingerTime) { self.abort() }
    }

    /// Says that nothing more comes, once everything is out. The client closes in return; if it does not, time ends it.
    private func closeOutput(after written: EventLoopFuture<Void>) {
        written.assumeIsolated().whenComplete { _ in self.context?.close(mode: .output, promise: nil) }
    }
}
