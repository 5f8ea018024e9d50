import NIOCore
import NIOHTTP1
import ProxyCore

/// The course of one exchange: route, token, connection, relay.
extension ClientConnection {
    /// A request's head is there. The order of the questions is the order of refusals that a client sees.
    func begin(_ head: HTTPRequestHead) {
        let now = engine.time.now()
        let id = engine.nextFlow()
        do throws(ProxyError) {
            try check(head)
            let path = try RequestTarget.path(head.uri, method: head.method)
            let route = try loop.route(head.headers)
            record(head, id: id, route: route, path: path, at: now)
            guard engine.controls.minting.isOn else { return fail(.mintingOff) }
            obtainToken(for: route)
        } catch {
            record(head, id: id, route: nil, path: head.uri, at: now)
            if error.code.endsConnection { state.distrusted() }
            fail(error)
        }
    }

    private func check(_ head: HTTPRequestHead) throws(ProxyError) {
        guard head.uri.utf8.count <= engine.configuration.limits.targetSize else { throw tooLong }
        guard head.method != .CONNECT else {
            throw ProxyError(.methodNotImplemented, "CONNECT: this is no forward proxy")
        }
        let hosts = head.headers["host"]
        guard hosts.count == 1 || (hosts.isEmpty && !head.version.isAtLeast1_1) else {
            throw ProxyError(.malformedRequest, hosts.isEmpty ? "no Host field" : "several Host fields")
        }
        try TransferCoding.check(head)
        try engine.configuration.guardian.check(
            host: hosts.first, origin: head.headers.first(name: "origin"),
            fetchSite: head.headers.first(name: "sec-fetch-site"))
    }

    private func record(
        _ head: HTTPRequestHead, id: FlowID, route: Route?, path: String, at now: ContinuousClock.Instant
    ) {
        let start = FlowStart(
            id: id, time: engine.time.wall(), method: head.method.rawValue, host: route?.target.authority,
            path: Redaction.path(path), audiences: route?.audiences)
        open(Exchange(start: start, head: head, route: route, path: path, began: now))
    }

    /// Begins the record of a request that could not even be read.
    func openUnreadable() {
        let start = FlowStart(
            id: engine.nextFlow(), time: engine.time.wall(), method: "?", host: nil, path: "", audiences: nil)
        let head = HTTPRequestHead(version: .http1_1, method: .RAW(value: "?"), uri: "")
        open(Exchange(start: start, head: head, route: nil, path: "", began: engine.time.now()))
    }

    private func open(_ exchange: Exchange) {
        self.exchange = exchange
        loop.counts.began()
        engine.events.publish(.flowStarted(exchange.start))
    }

    // MARK: Token

    private func obtainToken(for route: Route) {
        if let token = engine.tokens.cachedToken(for: route.audiences) {
            loop.counts.askedCache(route.slots.audience, found: true)
            return granted(TokenGrant(token: token, use: .hit), at: engine.time.now())
        }
        loop.counts.askedCache(route.slots.audience, found: false)
        guard let flow = exchange?.start.id else { return }
        exchange?.use = .waited
        let (tokens, eventLoop) = (engine.tokens, loop.eventLoop)
        let me = NIOLoopBound(self, eventLoop: eventLoop)
        // A task only where something has to be waited for; the exchange owns it, and cancels it when the client leaves.
        tokenTask = Task {
            let result: Result<TokenGrant, ProxyError>
            do throws(ProxyError) {
                result = .success(try await tokens.token(for: route.audiences, flow: flow))
            } catch {
                result = .failure(error)
            }
            eventLoop.execute { me.value.tokenArrived(result, for: flow) }
        }
    }

    private func tokenArrived(_ result: Result<TokenGrant, ProxyError>, for flow: FlowID) {
        guard exchange?.start.id == flow, tokenTask != nil else { return }
        tokenTask = nil
        let now = engine.time.now()
        // Whoever has waited meanwhile waits in vain, whatever came of it.
        guard engine.controls.minting.isOn else {
            exchange?.use = .failed
            exchange?.tokenEnded = now
            return fail(.mintingOff)
        }
        switch result {
        case .success(let grant): granted(grant, at: now)
        case .failure(let error):
            exchange?.use = .failed
            exchange?.tokenEnded = now
            fail(error)
        }
    }

    private func granted(_ grant: TokenGrant, at now: ContinuousClock.Instant) {
        exchange?.grant = grant
        exchange?.use = grant.use
        exchange?.tokenEnded = now
        connect()
    }

    // MARK: Connection

    /// Finds a connection, kept alive or new. The time-out covers everything from here to the answer's head.
    func connect() {
        guard let exchange, let route = exchange.route else { return }
        if deadline == nil {
            deadline = loop.eventLoop.assumeIsolated().scheduleTask(in: engine.configuration.upstreamTimeoutAmount) {
                self.timedOut()
            }
        }
        if !exchange.hasRetried, let idle = loop.pool.idleConnection(to: route.target) { return connected(idle) }
        pending = loop.pool.newConnection(to: route.target) { result in
            self.pending = nil
            switch result {
            case .success(let connection): self.connected(connection)
            case .failure(let error): self.fail(error)
            }
        }
    }

    private func connected(_ connection: UpstreamConnection) {
        guard engine.controls.minting.isOn else {
            loop.pool.give(back: connection)
            return fail(.mintingOff)
        }
        guard let parts = state.upstreamReady(), let exchange, let token = exchange.grant?.token else {
            return loop.pool.give(back: connection)
        }
        upstream = connection
        let now = engine.time.now()
        let sent = token.sent(at: now)
        self.exchange?.connected = now
        self.exchange?.reusedConnection = connection.isReused
        self.exchange?.sent = sent
        let headers = loop.rules.request(
            exchange.head, authority: connection.target.authority, authorization: token.authorization.exposed)
        if engine.events.hasSubscribers {
            self.exchange?.request = FieldCapture.request(
                exchange.head, sent: headers, path: exchange.path, token: sent)
        }
        connection.begin(
            HTTPRequestHead(version: .http1_1, method: exchange.head.method, uri: exchange.path, headers: headers),
            for: self)
        for part in parts { forward(part) }
        connection.flush()
        readMore()
    }

    func forward(_ part: ClientConnectionState.Part) {
        switch part {
        case .body(let bytes):
            exchange?.requestBytes += bytes.readableBytes
            upstream?.write(.body(.byteBuffer(bytes)))
        case .end(let trailers): upstream?.write(.end(trailers.map { loop.rules.trailers($0) }))
        }
    }

    private func timedOut() {
        deadline = nil
        let seconds = engine.configuration.upstreamTimeout
        fail(ProxyError(.upstreamTimeout, "no answer within \(seconds)"))
    }
}

extension ProxyError {
    fileprivate static let mintingOff = ProxyError(.mintingOff, "token minting is switched off: m switches it on")
}
