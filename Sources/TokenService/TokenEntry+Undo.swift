package import ProxyCore

/// Taking a command back.
extension TokenEntry {
    /// Puts a token aside for as long as a command can be taken back; what was put aside before is gone for good.
    mutating func keep(_ held: Held, deed: Int, at now: Instant) {
        let kept = Kept(held: held, deed: deed, limit: now.advanced(by: EngineCommand.undoTime))
        self.kept = kept.until > now ? kept : nil
    }

    /// The number of the command that can be taken back here.
    package func undoableDeed(at now: Instant) -> Int? { kept.flatMap { now < $0.until ? $0.deed : nil } }

    package struct Restored: Sendable {
        package let token: Token
        /// The token that served meanwhile, or was about to, and is dropped.
        package let instead: TokenID?
        package let refreshAt: Instant
        /// Who waited for that one, and need not any more.
        package let waiters: [Int]
        package let wake: Wake?
    }

    /// The command is taken back: the token that was put aside serves again.
    ///
    /// - Returns: nil if there is none, or its time is over.
    package mutating func restored(at now: Instant) -> Restored? {
        guard let kept, now < kept.until else { return nil }
        let instead = held?.token.facts.id
        let waiters = settling?.waiters ?? []
        held = kept.held
        held?.uses.add(waiters.count)
        (self.kept, settling) = (nil, nil)
        retired.removeAll { $0.facts.id == kept.held.token.facts.id }
        let refreshAt = kept.held.refreshAt
        return Restored(
            token: kept.held.token, instead: instead, refreshAt: refreshAt, waiters: waiters,
            wake: wake(at: min(max(now, refreshAt), kept.held.dies)))
    }

    /// The time for taking a command back is over.
    package mutating func undoLapsed(at now: Instant) {
        if let kept, now >= kept.limit { self.kept = nil }
    }
}
