package import ProxyCore
import Synchronization

/// What people ask for, and what happens elsewhere.
extension TokenService {
    /// Asks for a new token now, whatever the back-off says; the old one serves until it is there. Nothing while minting
    /// is switched off.
    package func refresh(_ audiences: AudienceSet) {
        refresh(audiences, deed: change { $0.deedNumber() })
    }

    /// The same for every audience set that was used no longer ago than ``EngineCommand/refreshReach``.
    package func refreshAll() {
        let now = time.now()
        let (deed, used) = change { table in
            (
                table.deedNumber(),
                table.entries.compactMap {
                    $0.value.lastUsed.duration(to: now) <= EngineCommand.refreshReach ? $0.key : nil
                }
            )
        }
        for audiences in used { refresh(audiences, deed: deed) }
    }

    private func refresh(_ audiences: AudienceSet, deed: Int) {
        guard minting.isOn else { return }
        let now = time.now()
        let (begins, displaced) = change { table in
            let displaced = table.ensure(audiences, at: now)
            return (table.update(audiences) { $0.refreshRequested(at: now, deed: deed) } ?? false, displaced)
        }
        evicted(displaced ?? [])
        if begins { queue.yield(.mint(audiences)) }
    }

    /// Drops the token, and what is known of refusals; requests that have it already keep it, the next one waits for STS.
    package func evict(_ audiences: AudienceSet) {
        evict(audiences, deed: change { $0.deedNumber() })
    }

    /// The same for every audience set that holds a token or was refused one; told of those that held one.
    package func evictAll() {
        let (deed, known) = change { table in
            (
                table.deedNumber(),
                table.entries.compactMap { $0.value.held == nil && $0.value.failure == nil ? nil : $0.key }
            )
        }
        for audiences in known { evict(audiences, deed: deed, tellsOfNothing: false) }
    }

    private func evict(_ audiences: AudienceSet, deed: Int, tellsOfNothing: Bool = true) {
        let now = time.now()
        let dropped = change { table in
            let found = table.update(audiences) { entry in
                let token = entry.evicted(at: now, deed: deed)
                return (handle: entry.handle, token: token, limit: entry.kept?.limit)
            }
            return found.map { ($0, table.holding) }
        }
        guard let (entry, holding) = dropped else { return }
        stats.update { $0.cachedAudiences = holding }
        if let limit = entry.limit { queue.yield(.forget(audiences, at: limit)) }
        guard tellsOfNothing || entry.token != nil else { return }
        events.publish(
            .tokenEvicted(
                TokenEvicted(
                    time: time.wall(), audiences: audiences, handle: entry.handle, token: entry.token,
                    reason: .requested)))
    }

    /// Takes back the latest refresh or evict that is no longer ago than ``EngineCommand/undoTime``.
    package func undo() {
        let now = time.now()
        let (restored, holding) = change { table in
            let restored = table.undo(at: now).map { ($0.audiences, $0.restored, table.take($0.restored.waiters)) }
            return (restored, table.holding)
        }
        stats.update { $0.cachedAudiences = holding }
        for (audiences, entry, waiters) in restored {
            if let wake = entry.wake { queue.yield(.wake(audiences, wake)) }
            for waiter in waiters { grant(entry.token, to: waiter, mintedFor: nil) }
            events.publish(
                .tokenRestored(
                    TokenRestored(
                        time: time.wall(), audiences: audiences, token: entry.token.facts.id, instead: entry.instead,
                        refreshAt: time.wall().advanced(by: now.duration(to: entry.refreshAt)))))
        }
    }

    /// A token that is in use, for somebody who has asked for the secret itself; nil if another one is by now.
    package func token(_ id: TokenID, for audiences: AudienceSet) -> Token? {
        let now = time.now()
        let tokens = table.withLock { table in
            [table.entries[audiences]?.held?.token, table.entries[audiences]?.settling?.former?.token]
        }
        return tokens.compactMap(\.self).first { $0.facts.id == id && now < $0.dies }
    }

    /// A token whose bytes are still there, in use or not: what was put out of use can be looked at for as long as that can be taken
    /// back.
    package func keptToken(_ id: TokenID, for audiences: AudienceSet) -> Token? {
        table.withLock { table in
            let entry = table.entries[audiences]
            let tokens = [entry?.held?.token, entry?.settling?.former?.token, entry?.kept?.held.token]
            return tokens.compactMap(\.self).first { $0.facts.id == id }
        }
    }

    /// Other credentials sign from now on: back-offs end, for every audience set.
    package func credentialsChanged() { wakeAll { $0.credentialsChanged(at: $1) } }

    /// STS may be asked again: back-offs end, and what came due meanwhile is renewed if it was used.
    package func mintingSwitchedOn() { wakeAll { $0.mintingSwitchedOn(at: $1) } }

    func wakeAll(_ rouse: (inout TokenEntry, ContinuousClock.Instant) -> TokenEntry.Wake?) {
        let now = time.now()
        let wakes = change { table in
            table.entries.keys.compactMap { audiences in
                table.update(audiences) { rouse(&$0, now) }.map { (audiences, $0) }
            }
        }
        for (audiences, wake) in wakes { queue.yield(.wake(audiences, wake)) }
    }

    /// Tokens are somebody else's from now on: each is renewed behind its next use.
    package func principalChanged() {
        let now = time.now()
        change { table in
            for audiences in table.entries.keys { _ = table.update(audiences) { $0.principalChanged(at: now) } }
        }
    }

    func evicted(_ displaced: [TokenTable.Displaced]) {
        guard !displaced.isEmpty else { return }
        stats.update { [holding = table.withLock { $0.holding }] in $0.cachedAudiences = holding }
        for dropped in displaced {
            events.publish(
                .tokenEvicted(
                    TokenEvicted(
                        time: time.wall(), audiences: dropped.audiences, handle: dropped.handle,
                        token: dropped.token, reason: .capacity)))
        }
    }
}
