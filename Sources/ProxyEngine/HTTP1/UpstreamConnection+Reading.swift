import HTTPWire
import NIOCore
import OutboundProxies
import ProxyCore

/// Taking apart what comes.
extension UpstreamConnection {
    func takeApart() {
        do throws(WireFault) {
            while try takeNext() {}
        } catch {
            broke("the upstream's answer is not HTTP/1.1: \(error.words)")
            context?.close(promise: nil)
        }
        // An empty buffer would hold on to the memory that came last.
        if inbox.readableBytes == 0 { inbox = ByteBuffer() }
    }

    /// - Returns: whether there may be more.
    private func takeNext() throws(WireFault) -> Bool {
        switch phase {
        case .idle: return false
        case .head:
            guard inbox.readableBytes > 0, let head = try parser.next(&inbox) else { return false }
            try headCame(head)
            return true
        case .body(var reader):
            phase = .idle
            let step = try reader.next(&inbox)
            phase = .body(reader)
            return bodyCame(step)
        case .tunnel:
            guard let bytes = inbox.readSlice(length: inbox.readableBytes), bytes.readableBytes > 0 else {
                return false
            }
            exchange?.responseBody(bytes)
            return false
        }
    }

    private func headCame(_ head: ResponseHead) throws(WireFault) {
        guard head.status >= 200 else {
            exchange?.interimArrived(head)
            return
        }
        if let proxy, head.status == 407, target.scheme == .http {
            broke("\(proxy.words) wants a user and a password, or others; see \(proxy.origin)")
            context?.close(promise: nil)
            return
        }
        let framing = try head.fields.responseFraming(head.version, status: head.status, answersHead: answersHead)
        // A coding that HTTP/1.0 does not know leaves no trust in what follows (RFC 9112, section 6.1).
        let isOdd = framing == .chunked && head.version == .http1_0
        staysOpen = head.persists && framing != .untilClose && !isOdd
        phase = .body(BodyReader(framing, limits: headLimits))
        exchange?.responseArrived(head, body: framing.length)
    }

    private func bodyCame(_ step: BodyReader.Step) -> Bool {
        switch step {
        case .more: return false
        case .bytes(let bytes): exchange?.responseBody(bytes)
        case .end(let trailers): answerEnded(trailers, reusable: staysOpen && isRequestComplete)
        }
        return true
    }

    /// The answer is complete: the connection serves the next request, or ends.
    func answerEnded(_ trailers: FieldBlock?, reusable: Bool) {
        phase = .idle
        isReused = true
        let exchange = exchange
        self.exchange = nil
        // What comes after an answer was asked for by nobody.
        if reusable, inbox.readableBytes == 0, let pool { pool.give(back: self) } else { close() }
        exchange?.responseEnded(trailers)
    }
}
