import ProxyCore
import Synchronization

extension TokenService {
    func mint(_ audiences: AudienceSet) async {
        let now = time.now()
        let begun = change { table in
            table.update(audiences) { entry in entry.mint.map { (entry.handle, entry.attempt, $0, entry.nextID) } }
        }
        guard let (handle, attempt, mint, id) = begun else { return }
        stats.update { $0.mints += 1 }
        events.publish(
            .tokenFetching(
                TokenFetching(
                    time: time.wall(), audiences: audiences, handle: handle, reason: mint.reason, attempt: attempt,
                    flow: mint.flow)))
        do throws(MintFailure) {
            guard minting.isOn else { throw .mintingOff }
            let minted = try await minter.mint(audiences) { retry in
                self.events.publish(
                    .tokenRetrying(
                        TokenRetrying(time: self.time.wall(), audiences: audiences, handle: handle, retry: retry)))
            }
            let token = try Token(minted, id: id, audiences: audiences, born: now)
            succeeded(token, minted)
        } catch {
            // The end of this service is no failure of STS's: whoever waits is told of it by `close()`.
            guard !Task.isCancelled else { return }
            failed(error, audiences, handle)
        }
    }

    private func succeeded(_ token: Token, _ minted: MintedToken) {
        let now = time.now()
        let audiences = token.facts.audiences
        let done = change { table in
            let outcome = table.update(audiences) {
                $0.minted(token, skew: configuration.refreshSkew, settle: configuration.settle, at: now)
            }
            return outcome.map { outcome in
                let flows = table.flows(of: outcome.mint.waiters)
                let served = outcome.settlesAt == nil ? table.take(outcome.mint.waiters) : []
                return (outcome, flows, served, table.holding)
            }
        }
        guard let (outcome, flows, served, living) = done else { return }
        stats.fetched(audiences)
        stats.update { $0.cachedAudiences = living }
        if let wake = outcome.wake { queue.yield(.wake(audiences, wake)) }
        if let limit = outcome.undoneBy { queue.yield(.forget(audiences, at: limit)) }
        if let moment = outcome.settlesAt { queue.yield(.settle(audiences, at: moment)) }
        let wall = time.wall()
        let event = TokenMinted(
            time: wall, facts: token.facts, reason: outcome.mint.reason,
            refreshAt: wall.advanced(by: now.duration(to: outcome.refreshAt)),
            took: outcome.mint.started.duration(to: now), waiters: flows.count, waiting: flows,
            flow: outcome.mint.flow, requestID: minted.requestID, cap: minted.cap,
            servesFrom: outcome.settlesAt.map { wall.advanced(by: now.duration(to: $0)) }, callFault: minted.fault)
        events.publish(outcome.replaced == nil ? .tokenMinted(event) : .tokenRefreshed(event))
        for waiter in served { grant(token, to: waiter, mintedFor: outcome.mint.flow) }
    }

    /// Hands a token to a task that waited.
    ///
    /// - Parameter settled: how long it waited for the token to become old enough.
    func grant(_ token: Token, to waiter: TokenTable.Waiter, mintedFor flow: FlowID?, settled: Duration? = nil) {
        let grant =
            waiter.flow == flow
            ? TokenGrant(token: token, use: .minted, settled: settled)
            : TokenGrant(token: token, use: .waited, mintedFor: flow, settled: settled)
        waiter.continuation.resume(returning: .success(grant))
    }

    /// A token that was kept back is old enough.
    func settled(_ audiences: AudienceSet) {
        let now = time.now()
        let (outcome, waiters) = change { table in
            let outcome = table.update(audiences) { $0.settled(at: now) }
            guard case .serves(let settling) = outcome else { return (outcome, [TokenTable.Waiter]()) }
            return (outcome, table.take(settling.waiters))
        }
        switch outcome {
        case nil, .over(mint: false): break
        case .over(mint: true): queue.yield(.mint(audiences))
        case .serves(let settling):
            for waiter in waiters {
                let settled = max(settling.since, waiter.since).duration(to: now)
                grant(settling.token, to: waiter, mintedFor: settling.flow, settled: settled)
            }
        }
    }

    private func failed(_ cause: MintFailure, _ audiences: AudienceSet, _ handle: TokenHandle) {
        let now = time.now()
        let done = change { table in
            let outcome = table.update(audiences) { $0.failed(cause, random: random(), at: now) }
            return outcome.map { ($0, table.take($0.mint.waiters)) }
        }
        guard let (outcome, waiters) = done else { return }
        stats.fetched(audiences, failure: cause)
        if let wake = outcome.wake { queue.yield(.wake(audiences, wake)) }
        events.publish(
            .tokenFailed(
                TokenFailed(
                    time: time.wall(), audiences: audiences, handle: handle, reason: outcome.mint.reason,
                    attempt: outcome.attempt, failure: cause,
                    retryAt: time.wall().advanced(by: now.duration(to: outcome.retryAt)),
                    took: outcome.mint.started.duration(to: now), waiters: waiters.count,
                    waiting: waiters.map(\.flow), flow: outcome.mint.flow,
                    stillServing: outcome.stillServing)))
        for waiter in waiters { waiter.continuation.resume(returning: .failure(.unavailable(cause))) }
    }

    func woke(_ audiences: AudienceSet, _ wake: TokenEntry.Wake) {
        let now = time.now()
        let (alarm, living) = change { table in
            (table.update(audiences) { $0.woke(wake, at: now, mayMint: minting.isOn) }, table.holding)
        }
        switch alarm {
        case nil, .void: break
        case .mint: queue.yield(.mint(audiences))
        case .wait(let next): queue.yield(.wake(audiences, next))
        case .expired(let token, let uses, let mint):
            stats.update { $0.cachedAudiences = living }
            events.publish(
                .tokenExpired(TokenExpired(time: time.wall(), audiences: audiences, token: token, uses: uses)))
            if mint { queue.yield(.mint(audiences)) }
        }
    }
}

extension MintFailure {
    static let mintingOff = MintFailure(
        kind: .unconfigured, code: "MintingOff", message: "token minting is switched off")
}
