import HTTPWire
import NIOCore
import ProxyCore

/// Taking apart what comes.
extension ClientConnection {
    /// Asks for more, if there is room for it; what has come already goes first.
    func readMore() {
        takeApart()
        guard wantsRead else { return }
        context?.read()
    }

    /// While a request is being served, one read is left outstanding, so that the socket need not be told twice a request:
    /// what comes then is the next request's beginning, and waits; nothing more is read after it.
    private var wantsRead: Bool {
        switch state.appetite {
        case .head: isWritable
        case .body, .tunnel: exchange?.wantsBody == true
        case .leftover, .anything: true
        case .later: inbox.readableBytes == 0
        case .nothing: false
        }
    }

    /// Takes apart what can be used now. Never within itself: whatever an exchange does in the course of it, goes on here.
    func takeApart() {
        guard !isTakingApart else { return }
        isTakingApart = true
        defer { isTakingApart = false }
        while takeNext() {}
        // An empty buffer would hold on to the memory that came last.
        if inbox.readableBytes == 0 { inbox = ByteBuffer() }
    }

    /// - Returns: whether there may be more.
    private func takeNext() -> Bool {
        switch state.appetite {
        case .later, .nothing: return false
        case .anything:
            inbox = ByteBuffer()
            return false
        case .tunnel:
            guard let bytes = inbox.readSlice(length: inbox.readableBytes), bytes.readableBytes > 0 else {
                return false
            }
            tunnelMoved = engine.time.now()
            exchange?.requestBody(bytes)
            return false
        case .head: return isWritable && takeHead()
        case .body: return exchange?.takesBody == true && takeBody()
        case .leftover: return takeBody()
        }
    }

    private func takeHead() -> Bool {
        guard inbox.readableBytes > 0 else { return false }
        do throws(WireFault) {
            guard let head = try parser.next(&inbox) else { return false }
            headBegan = nil
            begin(head)
            return true
        } catch {
            broke(error.refusal(engine.configuration.limits))
            return false
        }
    }

    private func begin(_ head: RequestHead) {
        version = head.version
        do throws(WireFault) {
            let framing = try head.framing()
            let length = framing.length
            // What follows a wish for another protocol may be in that protocol, whatever becomes of the wish.
            let keepAlive = head.persists && head.method != .connect && !ProtocolUpgrade.isWanted(head)
            state.headRead(keepAlive: keepAlive, hasBody: length != .none)
            body = length == .none ? nil : BodyReader(framing, limits: loop.headLimits)
            awaitsContinue =
                body != nil && head.fields.contains(.expect) && head.fields.options(.expect).contains("100-continue")
            let exchange = Exchange(head, body: length, client: self, loop: loop)
            self.exchange = exchange
            exchange.begin()
        } catch {
            _ = state.broke()
            let exchange = Exchange(head, body: .none, client: self, loop: loop)
            self.exchange = exchange
            exchange.begin(refusedFor: error.refusal(engine.configuration.limits))
        }
    }

    private func takeBody() -> Bool {
        guard var reader = body else { return false }
        body = nil
        do throws(WireFault) {
            let step = try reader.next(&inbox)
            switch step {
            case .more:
                body = reader
                return false
            case .bytes(let bytes):
                body = reader
                bodyCame(bytes)
            case .end(let trailers): bodyEnded(trailers)
            }
            return true
        } catch {
            broke(error.refusal(engine.configuration.limits))
            return false
        }
    }

    /// Lets go of what has come of a body that nobody wants: if that was all of it, the connection can stay open.
    func takeLeftover() { while state.appetite == .body, takeBody() {} }

    private func bodyCame(_ bytes: ByteBuffer) {
        awaitsContinue = false
        guard state.appetite == .leftover else { exchange?.requestBody(bytes); return }
        if state.discarded(bytes.readableBytes) { conclude(.close, after: nil) }
    }

    private func bodyEnded(_ trailers: FieldBlock?) {
        if let ending = state.bodyEnded() { return conclude(ending, after: nil) }
        exchange?.requestEnded(trailers)
    }

    /// What came makes no sense.
    func broke(_ error: ProxyError) {
        switch state.broke() {
        case .answer:
            let exchange = Exchange(.unreadable(.http1_1), body: .none, client: self, loop: loop)
            self.exchange = exchange
            exchange.begin(refusedFor: error)
        case .exchange: exchange?.requestBroke(error)
        case .nobody: break
        }
    }
}

extension WireFault {
    func refusal(_ limits: ProxyEngine.Limits) -> ProxyError {
        switch kind {
        case .malformed, .noUTF8: ProxyError(.malformedRequest, words)
        case .unsupportedCoding: ProxyError(.methodNotImplemented, words)
        case .headTooLarge: ProxyError(.headTooLarge, words)
        case .targetTooLong: ProxyError(.uriTooLong, words)
        }
    }
}

extension RequestHead {
    /// Stands for one that could not be read.
    static func unreadable(_ version: ProtocolVersion) -> RequestHead {
        let none: [(name: [UInt8], value: [UInt8])] = []
        return RequestHead(method: "?".utf8, target: "".utf8, version: version, fields: none)
    }
}
