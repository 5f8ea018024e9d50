import ProxyCore

/// What happens elsewhere and changes what is known of a token.
extension TokenEntry {
    /// Other credentials will sign from now on, so what is known of refusals is out of date: the next request asks again,
    /// and a refresh that was put off is due.
    package mutating func credentialsChanged(at now: Instant) -> Wake? {
        guard failure != nil else { return nil }
        return resumed(at: now)
    }

    /// STS may be asked again: a refresh that came due meanwhile is made up for.
    package mutating func mintingSwitchedOn(at now: Instant) -> Wake? { resumed(at: now) }

    private mutating func resumed(at now: Instant) -> Wake? {
        failure = nil
        failures = 0
        return held.flatMap { wake(at: min(max(now, $0.refreshAt), $0.dies)) }
    }

    /// What made STS fail was done on purpose, and is taken back: it may be asked again.
    package mutating func faultTakenBack(at now: Instant) -> Wake? {
        guard failure?.cause.fault != nil else { return nil }
        return resumed(at: now)
    }

    /// Tokens are somebody else's from now on: the one in use serves until its next use has brought a new one, and so does
    /// one that is being minted, since nobody knows for whom. One from before that never comes back.
    package mutating func principalChanged(at now: Instant) {
        mint?.isOutdated = true
        failure = nil
        failures = 0
        kept = nil
        if let held { self.held?.refreshAt = min(now, held.refreshAt) }
    }
}
