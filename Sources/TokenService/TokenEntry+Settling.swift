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

    /// What comes of a token that was kept back.
    package enum Settled: Sendable {
        /// It serves from now on; those who waited for it are told.
        case serves(Settling)
        /// It is over before it ever served; `mint` says that another has to be asked for, because requests wait.
        case over(mint: Bool)
    }

    /// The moment has come from which the newest token serves.
    ///
    /// - Returns: nil if nothing is kept back any more, or not only until now.
    package mutating func settled(at now: Instant) -> Settled? {
        guard let settling, now >= settling.until else { return nil }
        if let held, now >= held.dies { return .over(mint: passWaitersOn(at: now)) }
        self.settling = nil
        held?.uses.add(settling.waiters.count)
        return .serves(settling)
    }

    /// The token that was kept back never serves: the cache's clock was put past its end. Those who waited for it wait for another.
    ///
    /// - Returns: whether a mint has to be started for them.
    mutating func passWaitersOn(at now: Instant) -> Bool {
        guard let settling else { return false }
        self.settling = nil
        if mint != nil {
            mint?.waiters += settling.waiters
            return false
        }
        guard !settling.waiters.isEmpty else { return false }
        mint = Mint(reason: .first, started: now, flow: settling.flow, waiters: settling.waiters)
        return true
    }
}
