package import ProxyCore
import Synchronization

extension TokenService {
    package var changes: UInt64 { changed.load(ordering: .acquiring) }

    package func lease(for audiences: AudienceSet) -> TokenLease? {
        // Read before the table: a change between the two makes a lease that does not hold, never one that holds too long.
        let (changes, now) = (changes, time.now())
        let (lookup, end, uses) = table.withLock { table in
            let lookup = table.lookedUp(audiences, at: now)
            let entry = table.entries[audiences]
            return (lookup, entry?.leaseEnd(at: now), entry?.held?.uses)
        }
        guard case .serve(let token, let mint) = lookup else { return nil }
        if mint { queue.yield(.mint(audiences)) }
        return TokenLease(token, until: end ?? now, changes: changes, uses: uses)
    }

    package func token(for audiences: AudienceSet, flow: FlowID) async throws(ProxyError) -> TokenGrant {
        try await grant(for: audiences, flow: flow, isFresh: false)
    }

    /// A token that is minted from now on, for somebody who asked for just that: no cached one will do, and no back-off counts. It
    /// takes the cached one's place, as by ``refresh(_:)``.
    ///
    /// - Throws: ``ProxyError`` with `tokenUnavailable`, or with `mintingOff`.
    package func freshToken(for audiences: AudienceSet, flow: FlowID) async throws(ProxyError) -> TokenGrant {
        guard minting.isOn else { throw ProxyError(.mintingOff, "token minting is switched off") }
        return try await grant(for: audiences, flow: flow, isFresh: true)
    }

    private func grant(
        for audiences: AudienceSet, flow: FlowID, isFresh: Bool
    ) async throws(ProxyError) -> TokenGrant {
        let number = table.withLock { $0.waiterNumber() }
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation {
                ask(for: audiences, flow: flow, as: number, isFresh: isFresh, waiter: $0)
            }
        } onCancel: {
            giveUp(number, audiences)
        }
        return try result.get()
    }

    private func ask(
        for audiences: AudienceSet, flow: FlowID, as number: Int, isFresh: Bool, waiter: TokenTable.Continuation
    ) {
        let now = time.now()
        // A task cancelled before it came here has called ``giveUp`` already, and would wait for nothing.
        guard !Task.isCancelled else { return waiter.resume(returning: .failure(.gaveUp)) }
        let (outcome, displaced) = change { table in
            let displaced = table.isClosed ? nil : table.ensure(audiences, at: now)
            guard displaced != nil else { return (Outcome.refused(table.isClosed ? .closed : .full), displaced) }
            let deed = isFresh ? table.deedNumber() : nil
            let answer = table.update(audiences) { entry in
                deed.map { entry.freshRequested(by: number, at: now, deed: $0) }
                    ?? entry.requested(by: number, flow: flow, at: now)
            }
            if case .wait? = answer {
                table.waiters[number] = TokenTable.Waiter(flow: flow, since: now, continuation: waiter)
            }
            return (answer.map { Outcome.answered($0) } ?? .refused(.closed), displaced)
        }
        evicted(displaced ?? [])
        switch outcome {
        case .refused(let error): waiter.resume(returning: .failure(error))
        case .answered(.serve(let token, let mint)):
            if mint { queue.yield(.mint(audiences)) }
            waiter.resume(returning: .success(TokenGrant(token: token, use: .hit)))
        case .answered(.wait(let mint)): if mint { queue.yield(.mint(audiences)) }
        case .answered(.refuse(let failure)):
            waiter.resume(returning: .failure(.backOff(failure.cause, wait: now.duration(to: failure.retryAt))))
        }
    }

    private enum Outcome {
        case answered(TokenEntry.Answer)
        case refused(ProxyError)
    }

    private func giveUp(_ number: Int, _ audiences: AudienceSet) {
        let waiter = change { table in
            _ = table.update(audiences) { $0.gaveUp(number) }
            return table.waiters.removeValue(forKey: number)
        }
        waiter?.continuation.resume(returning: .failure(.gaveUp))
    }
}
