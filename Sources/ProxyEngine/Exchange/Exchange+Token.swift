import NIOCore
import ProxyCore

extension Exchange {
    func obtainToken(for route: Route) {
        guard mayMint else { return fail(.mintingOff) }
        if let fault = route.fault {
            do throws(ProxyError) { try spoilCredential(for: fault, on: route) } catch { return fail(error) }
        }
        guard credential.needsCurrent else { return takeGiven() }
        if let token = cachedToken(for: route) {
            if isCounted { loop.counts.askedCache(route.slots.audience, found: true) }
            return granted(TokenGrant(token: token, use: .hit), at: record.began)
        }
        if isCounted { loop.counts.askedCache(route.slots.audience, found: false) }
        record.use = .waited
        record.tokenAsked = engine.time.now()
        // What the token's side tells from here on comes after what has been told of the flow, and names it.
        tellBeginning()
        loop.events.flush()
        waitForToken(route.audiences)
    }

    private func cachedToken(for route: Route) -> Token? {
        let tokens = engine.tokens
        if let lease = route.lease, lease.holds(at: record.began, changes: tokens.changes) {
            lease.used()
            return lease.token
        }
        route.lease = tokens.lease(for: route.audiences)
        return route.lease?.token
    }

    /// The cache is not asked.
    private func takeGiven() {
        record.grant = credential.token(nil).map { TokenGrant(token: $0, use: .hit) }
        record.use = record.grant?.use ?? .notAsked
        record.tokenEnded = record.began
        connect()
    }

    /// A task only where something has to be waited for; the exchange owns it, and cancels it when the client leaves.
    private func waitForToken(_ audiences: AudienceSet) {
        let (tokens, eventLoop, flow) = (engine.tokens, loop.eventLoop, record.id)
        let me = NIOLoopBound(self, eventLoop: eventLoop)
        tokenTask = Task {
            let result: Result<TokenGrant, ProxyError>
            do throws(ProxyError) {
                result = .success(try await tokens.token(for: audiences, flow: flow))
            } catch {
                result = .failure(error)
            }
            eventLoop.execute { me.value.tokenArrived(result) }
        }
    }

    private func tokenArrived(_ result: Result<TokenGrant, ProxyError>) {
        guard tokenTask != nil else { return }
        tokenTask = nil
        let now = engine.time.now()
        // Whoever has waited meanwhile waits in vain, whatever came of it.
        guard mayMint else {
            record.use = .failed
            record.tokenEnded = now
            return fail(.mintingOff)
        }
        switch result {
        case .success(let grant): granted(grant, at: now)
        case .failure(let error):
            record.use = .failed
            record.tokenEnded = now
            fail(error)
        }
    }

    private func granted(_ grant: TokenGrant, at now: ContinuousClock.Instant) {
        record.grant = grant
        if case .current = credential {
        } else {
            record.grant = credential.token(grant.token).map {
                TokenGrant(token: $0, use: grant.use, mintedFor: grant.mintedFor, settled: grant.settled)
            }
        }
        record.use = grant.use
        record.tokenEnded = now
        connect()
    }

    /// Whether requests may have tokens at all: somebody may have switched that off.
    var mayMint: Bool { engine.controls.minting.isOn }
}

extension ProxyError {
    static let mintingOff = ProxyError(.mintingOff, "token minting is switched off")
}
