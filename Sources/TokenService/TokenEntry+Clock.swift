import ProxyCore

/// The cache's clock, put forward by hand: what it holds is older by that much to the cache, and to nobody else.
///
/// Nothing is told a wrong time. The moments that are waited for come sooner, and a token remembers by how much, so that it can be
/// taken back; tokens that come later are as young as they are. Back-offs are STS's affair, and last as long as they do.
extension TokenEntry {
    package mutating func clockPutForward(by step: Duration, at now: Instant) -> Wake? {
        held?.age(by: step)
        settling?.former?.age(by: step)
        kept?.held.age(by: step)
        return wakeForHeld(at: now)
    }

    /// The clock goes right again.
    package mutating func clockPutRight(at now: Instant) -> Wake? {
        if let aging = held?.aging { held?.age(by: .zero - aging) }
        if let aging = settling?.former?.aging { settling?.former?.age(by: .zero - aging) }
        if let aging = kept?.held.aging { kept?.held.age(by: .zero - aging) }
        return wakeForHeld(at: now)
    }

    private mutating func wakeForHeld(at now: Instant) -> Wake? {
        held.flatMap { wake(at: min(max(now, $0.refreshAt), $0.dies)) }
    }
}

extension TokenEntry.Held {
    fileprivate mutating func age(by step: Duration) {
        refreshAt -= step
        dies -= step
    }
}
