#if canImport(FoundationEssentials)
    package import FoundationEssentials
#else
    package import Foundation
#endif

/// When credentials are used, renewed, and given up.
///
/// They are renewed once, ahead of their end, while they go on serving. A source that is away does not invalidate what
/// still lives. A value without clock, dice and tasks; every moment is by the service's clock.
package struct CredentialLease: Sendable {
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
        let firstSeen: Date
        let obtained: Date
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
    private var followUp: Date?
    private var followUps = 0
    /// No search ahead of time before this.
    private var nextSearch: Date?
    private var failures = 0
    /// With nothing to use: no search before this, and how many failed one after the other.
    private var nextTry: Date?
    private var failedTries = 0
    private var lastError: CredentialError?
    private var lastRejected: (credentials: AWSCredentials, at: Date)?

    package init() {}

    /// What may be used at that moment.
    package func serving(at now: Date) -> AWSCredentials? {
        held.flatMap { Self.lives($0, at: now) ? $0.credentials : nil }
    }
}

// MARK: - Facts

extension CredentialLease {
    package mutating func requested(at now: Date) -> Order {
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
    private mutating func requestedInWant(at now: Date) -> Order {
        guard search == .none else { return .wait }
        if let lastError, !hasChanged, !mayTry(at: now), !isFollowUpDue(at: now) { return .fail(lastError) }
        begin(.awaited)
        return .search
    }

    /// Somebody needs longer-lived ones than these.
    ///
    /// - Returns: `search` or `wait` if there is hope; `serve` if others are there already, or the source has been asked
    ///   a moment ago.
    package mutating func renewalWanted(of credentials: AWSCredentials, at now: Date) -> Order {
        guard let held = serving(at: now), held.isSame(as: credentials) else {
            nextTry = nil
            return requested(at: now)
        }
        guard search == .none else { return .wait }
        guard maySearch(at: now) || hasChanged else { return .serve(held) }
        begin(.behind)
        return .search
    }

    /// Time has passed.
    ///
    /// - Returns: whether to begin a search.
    package mutating func ticked(at now: Date) -> Bool {
        guard search == .none else { return false }
        let alive = serving(at: now) != nil
        guard hasChanged || isFollowUpDue(at: now) || (alive ? isDue(at: now) : isWorthAnotherTry(at: now)) else {
            return false
        }
        begin(alive && !hasChanged ? .behind : .awaited)
        return true
    }

    package mutating func filesChanged() {
        if search == .none { hasChanged = true } else { hasChangedMeanwhile = true }
    }

    /// The service refused these as unknown or over.
    package mutating func rejected(_ credentials: AWSCredentials, at now: Date) {
        guard let held, held.credentials.isSame(as: credentials) else { return }
        // The source has been asked since, and these are all it has.
        if let last = lastRejected, last.credentials.isSame(as: credentials),
            now < last.at.addingTimeInterval(Self.shortestPause)
        {
            return
        }
        lastRejected = (credentials, now)
        self.held = nil
        nextTry = nil
    }

    package mutating func resolved(_ credentials: AWSCredentials, at now: Date) -> Ending {
        let known = held.flatMap { $0.credentials == credentials ? $0.firstSeen : nil }
        held = Held(credentials: credentials, firstSeen: known ?? now, obtained: now)
        (failures, lastError) = (0, nil)
        (failedTries, nextTry) = (0, nil)
        nextSearch = now.addingTimeInterval(Self.shortestPause)
        ended(at: now)
        return .answer(credentials)
    }

    /// - Parameter random: 0 up to, but not including, 1.
    package mutating func failed(_ error: CredentialError, at now: Date, random: Double) -> Ending {
        failures += 1
        lastError = error
        let dice = 0.5 + random / 2
        nextSearch = now.addingTimeInterval(
            dice * Self.pause(after: failures, first: Self.firstPause, longest: Self.longestPause))
        ended(at: now)
        if let living = serving(at: now) {
            // When they end, it is tried at once.
            (failedTries, nextTry) = (0, nil)
            return .answer(living)
        }
        failedTries += 1
        nextTry = now.addingTimeInterval(
            dice * Self.pause(after: failedTries, first: Self.firstTry, longest: Self.longestTry))
        return .fail(error)
    }

    /// What changed during the search is looked at behind those who ask, and ever less often where each search brings
    /// forth the next change: there are sources that write their own cache.
    private mutating func ended(at now: Date) {
        search = .none
        guard hasChangedMeanwhile else {
            (followUp, followUps) = (nil, 0)
            return
        }
        hasChangedMeanwhile = false
        followUps += 1
        followUp = now.addingTimeInterval(
            Self.pause(after: followUps, first: Self.lookout, longest: Self.shortestPause))
    }

    private mutating func begin(_ kind: Search) {
        search = kind
        (hasChanged, hasChangedMeanwhile, followUp) = (false, false, nil)
    }
}

// MARK: - Moments

extension CredentialLease {
    /// Between two searches that found the same, in seconds.
    package static let shortestPause = 60.0
    /// After the first failed renewal, in seconds; it doubles.
    package static let firstPause = 15.0
    /// Between two failed renewals, in seconds.
    package static let longestPause = 300.0
    /// With nothing to use, after the first failure, in seconds, of which the dice leave a half at least; it doubles.
    package static let firstTry = 2.0
    /// With nothing to use, between two failures, in seconds.
    package static let longestTry = 60.0
    /// How long before their end credentials are renewed at most, in seconds.
    package static let widestWindow = 900.0
    /// How often to look whether something has changed while there is nothing to use, in seconds.
    package static let lookout = 2.0

    /// When to look again, in seconds from now.
    package func nextLook(at now: Date) -> Double {
        guard let held, lastError == nil, search == .none, followUp == nil else { return Self.lookout }
        guard let start = Self.windowStart(of: held) else { return Self.shortestPause }
        let due = max(start, nextSearch ?? start).timeIntervalSince(now)
        return min(max(due, 1), Self.shortestPause)
    }

    /// Credentials that seem to be over although they are fresh from the source have the benefit of the doubt: our clock
    /// may be wrong, and the service will tell.
    private static func lives(_ held: Held, at now: Date) -> Bool {
        guard let end = held.credentials.expiration else { return true }
        return now < end || now < held.obtained.addingTimeInterval(shortestPause)
    }

    private func isDue(at now: Date) -> Bool {
        guard let held, let start = Self.windowStart(of: held) else { return false }
        return now >= start && maySearch(at: now)
    }

    /// Without anything to use, only what may pass by itself is tried again unasked.
    private func isWorthAnotherTry(at now: Date) -> Bool {
        guard let lastError else { return false }
        return lastError.code == .failed && maySearch(at: now)
    }

    private func maySearch(at now: Date) -> Bool {
        nextSearch.map { $0 <= now } ?? true
    }

    /// A moment further away than any pause was noted by a clock that has been set back since.
    private func mayTry(at now: Date) -> Bool {
        nextTry.map { $0 <= now || $0 > now.addingTimeInterval(Self.longestTry) } ?? true
    }

    private func isFollowUpDue(at now: Date) -> Bool {
        followUp.map { $0 <= now || $0 > now.addingTimeInterval(Self.shortestPause) } ?? false
    }

    private static func pause(after count: Int, first: Double, longest: Double) -> Double {
        min(longest, first * Double(1 << min(count - 1, 10)))
    }

    /// A third of the life before the end, but a quarter of an hour at most; nil for what does not end.
    private static func windowStart(of held: Held) -> Date? {
        guard let end = held.credentials.expiration else { return nil }
        let life = max(0, end.timeIntervalSince(held.firstSeen))
        return end.addingTimeInterval(-min(widestWindow, life / 3))
    }
}
