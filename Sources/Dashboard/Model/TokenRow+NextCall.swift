import ProxyCore

extension TokenRow {
    /// When STS will be asked next for an audience set, by the rules of the cache.
    enum NextCall: Sendable, Hashable {
        /// It is being asked.
        case underWay
        /// The token was used, so it is renewed behind its users.
        case byItself(WallTime)
        /// STS failed lately, and is left alone until then.
        case retry(WallTime)
        /// Nobody has used the token: it is let lapse, unless somebody does.
        case ifUsed(lapses: WallTime)
        /// The next request asks.
        case onUse
    }

    /// Whether what is told of it changes by the time alone: a token in use, one that has ended and is told since when, a call
    /// that is under way or ahead.
    func countsDown(at now: WallTime) -> Bool {
        if fetching != nil || held(at: now) != nil { return true }
        if let newest, newest.fate == nil || newest.fate == .expired { return true }
        return failure.map { now < $0.retryAt } ?? false
    }

    func nextCall(at now: WallTime) -> NextCall {
        if fetching != nil { return .underWay }
        guard let held = held(at: now) else {
            guard let retryAt, now < retryAt else { return .onUse }
            return .retry(retryAt)
        }
        let refreshAt = held.refreshAt
        guard held.wasWanted else { return now < refreshAt ? .ifUsed(lapses: held.dies) : .onUse }
        if let retryAt, refreshAt < retryAt, now < retryAt { return .retry(retryAt) }
        return now < refreshAt ? .byItself(refreshAt) : .onUse
    }
}
