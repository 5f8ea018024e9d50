package import ProxyCore

/// Taking a command back.
extension TokenEntry {
    /// Puts a token aside for as long as a command can be taken back; what was put aside before is gone for good.
    mutating func keep(_ held: Held, deed: Int, at now: Instant) {
        let until = min(now.advanced(by: EngineCommand.undoTime), held.token.dies)
        kept = until > now ? Kept(held: held, deed: deed, until: until) : nil
    }

    /// The number of the command that can be taken back here.
    package func undoableDeed(at now: Instant) -> Int? { kept.flatMap { now < $0.until ? $0.deed : nil } }

    package struct Restored: Sendable {
        package let token: TokenID
        /// The token that served meanwhile, and is dropped.
        package let instead: TokenID?
        package let refreshAt: Instant
        package let wake: Wake?
    }

    /// The command is taken back: the token that was put aside serves again.
    ///
    /// - Returns: nil if there is none, or its time is over.
    package mutating func restored(at now: Instant) -> Restored? {
        guard let kept, now < kept.until else { return nil }
        let instead = held?.token.facts.id
        held = kept.held
        self.kept = nil
        let refreshAt = kept.held.refreshAt
        return Restored(
            token: kept.held.token.facts.id, instead: instead, refreshAt: refreshAt,
            wake: wake(at: min(max(now, refreshAt), kept.held.token.dies)))
    }

    /// The time for taking a command back is over.
    package mutating func undoLapsed(at now: Instant) {
        if let kept, now >= kept.until { self.kept = nil }
    }
}
