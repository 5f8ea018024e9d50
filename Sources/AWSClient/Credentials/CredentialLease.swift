#if canImport(FoundationEssentials)
    package import FoundationEssentials
#else
    package import Foundation
#endif

/// When credentials are used, renewed, and given up.
///
/// They are renewed once, ahead of their end, while they go on serving. A source that is away does not invalidate what
/// still lives. A value without clock, dice and tasks; pauses are by the clock that never jumps,
/// and the service's clock, which may be learnt late, judges the ends of sessions only.
package struct CredentialLease: Sendable {
    /// A moment by both clocks.
    package struct Moment: Sendable, Equatable {
        /// The service's time, as far as it is known.
        package let service: Date
        /// A clock that never jumps.
        package let uptime: Duration

        package init(service: Date, uptime: Duration) {
            self.service = service
            self.uptime = uptime
        }
    }

    /// What to do for somebody who asks.
    package enum Order: Sendable, Equatable {
        case serve(AWSCredentials)
        /// Serve these, and begin a search behind them.
        case serveAndSearch(AWSCredentials)
        /// Begin a search, and answer when it has ended.
        case search
        /// Answer when the search that is under way has ended.
        case wait
        /// A search has just failed, and nothing has changed since: its error is the answer.
        case fail(CredentialError)
    }

    /// What those who wait are told when a search has ended, whatever has changed meanwhile.
    package enum Ending: Sendable, Equatable {
        case answer(AWSCredentials)
        case fail(CredentialError)
    }

    private struct Held {
        let credentials: AWSCredentials
        /// When a source handed them out first: sources repeat themselves until shortly before the end.
        let firstSeen: Duration
        let obtained: Duration
    }

    private enum Search {
        case none
        /// Ahead of time: what lives goes on serving.
        case behind
        /// After a change, or because nothing lives: everybody waits for it.
        case awaited
    }

    private var held: Held?
    private var search = Search.none
    /// Something has changed that no search has seen yet.
    private var hasChanged = false
    /// Something has changed while a search was under way: it may have seen that or not, or may have done it itself.
    private var hasChangedMeanwhile = false
    /// When to search once more for what changed during a search, and how many such searches came one after the other.
    private var followUp: Duration?
    private var followUps = 0
    /// No search ahead of time before this.
    private var nextSearch: Duration?
    private var failures = 0
    /// With nothing to use: no search before this, and how many failed one after the other.
    private var nextTry: Duration?
    private var failedTries = 0
    private var lastError: CredentialError?
    private var lastRejected: (credentials: AWSCredentials, at: Duration)?

    package init() {}

    /// Why the last search found nothing; nil if it did find something.
    package var failure: CredentialError? { lastError }

    /// Whether the service has refused these, and has neither taken them nor refused others since.
    package func wasRejected(_ credentials: AWSCredentials) -> Bool {
        lastRejected?.credentials.isSame(as: credentials) ?? false
    }

    /// What may be used at that moment.
    package func serving(at now: Moment) -> AWSCredentials? {
        held.flatMap { Self.lives($0, at: now) ? $0.credentials : nil }
    }
}

// MARK: - Facts

extension CredentialLease {
    package mutating func requested(at now: Moment) -> Order {
        guard let credentials = serving(at: now) else { return requestedInWant(at: now) }
        guard search != .awaited else { return .wait }
        if hasChanged {
            begin(.awaited)
            return .search
        }
        guard search == .none, isDue(at: now) || isFollowUpDue(at: now) else { return .serve(credentials) }
        begin(.behind)
        return .serveAndSearch(credentials)
    }

    /// Requests that come by the hundred while nothing is to be had do not search by the hundred.
    private mutating func requestedInWant(at now: Moment) -> Order {
        guard search == .none else { return .wait }
        if let lastError, !hasChanged, !mayTry(at: now), !isFollowUpDue(at: now) { return .fail(lastError) }
        begin(.awaited)
        return .search
    }

    /// Somebody needs longer-lived ones than these.
    ///
    /// - Returns: `search` or `wait` if there is hope; `serve` if others are there already, or the source has been asked
    ///   a moment ago.
    package mutating func renewalWanted(of credentials: AWSCredentials, at now: Moment) -> Order {
        guard let held = serving(at: now), held.isSame(as: credentials) else {
            nextTry = nil
            return requested(at: now)
        }
        guard search == .none else { return .wait }
        guard hasChanged || (isOver(at: now) ? mayAskAnew(at: now) : maySearch(at: now)) else { return .serve(held) }
        begin(.behind)
        return .search
    }

    /// Time has passed.
    ///
    /// - Returns: whether to begin a search.
    package mutating func ticked(at now: Moment) -> Bool {
        guard search == .none else { return false }
        let alive = serving(at: now) != nil
        guard hasChanged || isFollowUpDue(at: now) || (alive ? isDue(at: now) : isWorthAnotherTry(at: now)) else {
            return false
        }
        begin(alive ? .behind : .awaited)
        return true
    }

    package mutating func filesChanged() {
        if search == .none { hasChanged = true } else { hasChangedMeanwhile = true }
    }

    /// The service refused these as unknown or over.
    package mutating func rejected(_ credentials: AWSCredentials, at now: Moment) {
        guard let held, held.credentials.isSame(as: credentials) else { return }
        // The source has been asked since, and these are all it has.
        if let last = lastRejected, last.credentials.isSame(as: credentials),
            now.uptime < last.at + .seconds(Self.shortestPause)
        {
            return
        }
        lastRejected = (credentials, now.uptime)
        self.held = nil
        nextTry = nil
    }

    /// The service took these after all, as it does with keys that are minutes old.
    ///
    /// - Returns: whether they had been refused.
    package mutating func accepted(_ credentials: AWSCredentials) -> Bool {
        guard wasRejected(credentials) else { return false }
        lastRejected = nil
        return true
    }

    package mutating func resolved(_ credentials: AWSCredentials, at now: Moment) -> Ending {
        let known = held.flatMap { $0.credentials == credentials ? $0.firstSeen : nil }
        held = Held(credentials: credentials, firstSeen: known ?? now.uptime, obtained: now.uptime)
        (failures, lastError) = (0, nil)
        (failedTries, nextTry) = (0, nil)
        nextSearch = now.uptime + .seconds(Self.shortestPause)
        ended(at: now)
        return .answer(credentials)
    }

    /// - Parameter random: 0 up to, but not including, 1.
    package mutating func failed(_ error: CredentialError, at now: Moment, random: Double) -> Ending {
        failures += 1
        lastError = error
        let dice = 0.5 + random / 2
        nextSearch =
            now.uptime
            + .seconds(dice * Self.pause(after: failures, first: Self.firstPause, longest: Self.longestPause))
        ended(at: now)
        if let living = serving(at: now) {
            // When they end, it is tried at once.
            (failedTries, nextTry) = (0, nil)
            return .answer(living)
        }
        failedTries += 1
        nextTry =
            now.uptime
            + .seconds(dice * Self.pause(after: failedTries, first: Self.firstTry, longest: Self.longestTry))
        return .fail(error)
    }

    /// What changed during the search is looked at behind those who ask, and ever less often where each search brings
    /// forth the next change: there are sources that write their own cache.
    private mutating func ended(at now: Moment) {
        search = .none
        guard hasChangedMeanwhile else {
            (followUp, followUps) = (nil, 0)
            return
        }
        hasChangedMeanwhile = false
        followUps += 1
        followUp =
            now.uptime
            + .seconds(Self.pause(after: followUps, first: Self.lookout, longest: Self.shortestPause))
    }

    private mutating func begin(_ kind: Search) {
        search = kind
        (hasChanged, hasChangedMeanwhile, followUp) = (false, false, nil)
    }
}

// MARK: - Moments

extension CredentialLease {
    /// When to look again, in seconds from now.
    package func nextLook(at now: Moment) -> Double {
        guard let held, lastError == nil, search == .none, followUp == nil else { return Self.lookout }
        guard let wait = Self.untilWindow(of: held, at: now) else { return Self.calmLookout }
        let pause = nextSearch.map { ($0 - now.uptime) / .seconds(1) } ?? 0
        return min(max(wait, pause, 1), Self.calmLookout)
    }

    /// Credentials that seem to be over although they are fresh from the source have the benefit of the doubt: our clock
    /// may be wrong, and the service will tell.
    private static func lives(_ held: Held, at now: Moment) -> Bool {
        guard let end = held.credentials.expiration else { return true }
        return now.service < end || now.uptime < held.obtained + .seconds(shortestPause)
    }

    private func isDue(at now: Moment) -> Bool {
        guard let held, let wait = Self.untilWindow(of: held, at: now) else { return false }
        return wait <= 0 && maySearch(at: now)
    }

    /// Whether they have only the benefit of the doubt.
    private func isOver(at now: Moment) -> Bool {
        held?.credentials.expiration.map { $0 <= now.service } ?? false
    }

    /// Those who want others than what is over do not wait for long, but do not search by the hundred either.
    private func mayAskAnew(at now: Moment) -> Bool {
        guard let held, mayTry(at: now) else { return false }
        return failures > 0 ? maySearch(at: now) : now.uptime >= held.obtained + .seconds(Self.firstTry)
    }

    /// Without anything to use, only what may pass by itself is tried again unasked.
    private func isWorthAnotherTry(at now: Moment) -> Bool {
        guard let lastError else { return false }
        return lastError.code == .failed && maySearch(at: now)
    }

    private func maySearch(at now: Moment) -> Bool {
        nextSearch.map { $0 <= now.uptime } ?? true
    }

    private func mayTry(at now: Moment) -> Bool {
        nextTry.map { $0 <= now.uptime } ?? true
    }

    private func isFollowUpDue(at now: Moment) -> Bool {
        followUp.map { $0 <= now.uptime } ?? false
    }

    private static func pause(after count: Int, first: Double, longest: Double) -> Double {
        min(longest, first * Double(1 << min(count - 1, 10)))
    }

    /// How long it is, in seconds, until a third of the life before the end, but a quarter of an hour at most; nil for what
    /// does not end.
    private static func untilWindow(of held: Held, at now: Moment) -> Double? {
        guard let end = held.credentials.expiration else { return nil }
        let rest = end.timeIntervalSince(now.service)
        let life = max(0, rest + (now.uptime - held.firstSeen) / .seconds(1))
        return rest - min(widestWindow, life / 3)
    }
}
