package import ProxyCore

/// Keeping a new token back until upstreams whose clocks are behind will take it (`--settle`).
extension TokenEntry {
    /// A token that is not yet old enough to serve.
    package struct Settling: Sendable {
        package let token: Token
        /// When it came.
        package let since: Instant
        /// From when on it serves.
        package let until: Instant
        /// The token before it, which serves until then if it lives so long.
        package internal(set) var former: Held?
        /// The request that set off its mint, if one did.
        package let flow: FlowID?
        package internal(set) var waiters: [Int]
    }

    /// Whether the newest token is kept back at that moment.
    package func isSettling(at now: Instant) -> Bool { settling.map { now < $0.until } ?? false }

    /// - Returns: when it will be old enough; nil if it serves at once.
    mutating func beganSettling(
        _ token: Token, for time: Duration, after former: Held?, _ mint: Mint, at now: Instant
    ) -> Instant? {
        guard time > .zero else { return nil }
        let until = now.advanced(by: time)
        settling = Settling(
            token: token, since: now, until: until, former: former, flow: mint.flow, waiters: mint.waiters)
        return until
    }

    mutating func lookedUpWhileSettling(at now: Instant) -> Lookup {
        guard let former = settling?.former, now < former.dies else { return .miss }
        former.uses.add(1)
        return .serve(former.token, mint: false)
    }

    /// The token that served until the new one is old enough is dropped.
    mutating func formerEvicted(at now: Instant, deed: Int) -> TokenID? {
        guard let former = settling?.former else { return nil }
        keep(former, deed: deed, at: now)
        settling?.former = nil
        return former.token.facts.id
    }

    /// The moment has come from which the newest token serves.
    ///
    /// - Returns: what was kept back, with those who waited for it; nil if that was over already.
    package mutating func settled(at now: Instant) -> Settling? {
        guard let settling, now >= settling.until else { return nil }
        self.settling = nil
        held?.uses.add(settling.waiters.count)
        return settling
    }
}
