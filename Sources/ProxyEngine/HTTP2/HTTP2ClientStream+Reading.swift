import HTTPWire
import NIOCore
import NIOHTTP2
import ProxyCore

/// The request, as it comes.
extension HTTP2ClientStream {
    /// Asks for more, if there is room for it; what has come already goes first.
    func readMore() {
        takeApart()
        if exchange?.wantsBody == true { context?.read() }
    }

    func begin(_ frame: HTTP2Frame.FramePayload.Headers) {
        do throws(WireFault) {
            let head = try RequestFields(frame.headers).head(loop.headLimits)
            let length = try head.bodyLength(isWhole: frame.endStream)
            request = BodyTally(length)
            let exchange = Exchange(head, body: length, client: self, loop: loop)
            self.exchange = exchange
            if connection.isSurplus {
                exchange.begin(refusedFor: .tooMany(loop.engine.connectionLimit))
            } else {
                exchange.begin()
            }
        } catch {
            request = BodyTally(frame.endStream ? .none : .unknown)
            let exchange = Exchange(.unreadable(.http2), body: .none, client: self, loop: loop)
            self.exchange = exchange
            exchange.begin(refusedFor: error.refusal(loop.engine.configuration.limits))
        }
    }

    /// Hands the exchange what it can take now. What is left of a request that is over is let go of.
    func takeApart() {
        while let frame = inbox.first {
            guard exchange?.takesBody ?? true else { return }
            inbox.removeFirst()
            do throws(WireFault) {
                try take(frame)
            } catch {
                farewell = .protocolError
                exchange?.requestBroke(error.refusal(loop.engine.configuration.limits))
            }
        }
    }

    private func take(_ frame: HTTP2Frame.FramePayload) throws(WireFault) {
        switch frame {
        case .data(let piece):
            guard case .byteBuffer(let bytes) = piece.data else { return }
            try request.came(bytes.readableBytes, isLast: piece.endStream)
            // An empty piece would look like the end of a body in chunks.
            if bytes.readableBytes > 0 { exchange?.requestBody(bytes) }
            if piece.endStream { exchange?.requestEnded(nil) }
        case .headers(let trailers):
            try request.came(0, isLast: true)
            exchange?.requestEnded(try FieldBlock(trailers.headers))
        default: break
        }
    }
}
