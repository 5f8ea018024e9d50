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
    }

    /// What to do when a search has ended.
    package enum Ending: Sendable, Equatable {
        case answer(AWSCredentials)
        case fail(CredentialError)
        /// The files changed meanwhile: search anew, and let those who wait go on waiting.
        case searchAgain
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
    /// No search ahead of time before this.
    private var nextSearch: Date?
    private var failures = 0
    private var lastError: CredentialError?
    private var lastRejected: (credentials: AWSCredentials, at: Date)?

    package init() {}

    /// Why the last search found nothing; nil if it did find something.
    package var failure: CredentialError? { lastError }

    /// What may be used at that moment.
    package func serving(at now: Date) -> AWSCredentials? {
        held.flatMap { Self.lives($0, at: now) ? $0.credentials : nil }
    }
}

// MARK: - Facts

extension CredentialLease {
    package mutating func requested(at now: Date) -> Order {
        guard let credentials = serving(at: now), !hasChanged, search != .awaited else {
            guard search == .none else { return .wait }
            begin(.awaited)
            return .search
        }
        guard search == .none, isDue(at: now) else { return .serve(credentials) }
        begin(.behind)
        return .serveAndSearch(credentials)
    }

    /// Somebody needs longer-lived ones than these.
    ///
    /// - Returns: `search` or `wait` if there is hope; `serve` if others are there already, or the source has been asked
    ///   a moment ago.
    package mutating func renewalWanted(of credentials: AWSCredentials, at now: Date) -> Order {
        guard let held = serving(at: now), held.isSame(as: credentials) else { return requested(at: now) }
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
        guard hasChanged || (alive ? isDue(at: now) : isWorthAnotherTry(at: now)) else { return false }
        begin(alive && !hasChanged ? .behind : .awaited)
        return true
    }

    package mutating func filesChanged() {
        hasChanged = true
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
    }

    package mutating func resolved(_ credentials: AWSCredentials, at now: Date) -> Ending {
        let known = held.flatMap { $0.credentials == credentials ? $0.firstSeen : nil }
        held = Held(credentials: credentials, firstSeen: known ?? now, obtained: now)
        (failures, lastError) = (0, nil)
        nextSearch = now.addingTimeInterval(Self.shortestPause)
        return ended(.answer(credentials))
    }

    /// - Parameter random: 0 up to, but not including, 1.
    package mutating func failed(_ error: CredentialError, at now: Date, random: Double) -> Ending {
        failures += 1
        lastError = error
        let pause = min(Self.longestPause, Self.firstPause * Double(1 << min(failures - 1, 10)))
        nextSearch = now.addingTimeInterval(pause * (0.5 + random / 2))
        return ended(serving(at: now).map { .answer($0) } ?? .fail(error))
    }

    private mutating func ended(_ ending: Ending) -> Ending {
        search = .none
        guard hasChanged else { return ending }
        begin(.awaited)
        return .searchAgain
    }

    private mutating func begin(_ kind: Search) {
        search = kind
        hasChanged = false
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
    /// How long before their end credentials are renewed at most, in seconds.
    package static let widestWindow = 900.0
    /// How often to look whether something has changed while there is nothing to use, in seconds.
    package static let lookout = 2.0

    /// When to look again, in seconds from now.
    package func nextLook(at now: Date) -> Double {
        guard let held, lastError == nil, search == .none else { return Self.lookout }
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

    /// A third of the life before the end, but a quarter of an hour at most; nil for what does not end.
    private static func windowStart(of held: Held) -> Date? {
        guard let end = held.credentials.expiration else { return nil }
        let life = max(0, end.timeIntervalSince(held.firstSeen))
        return end.addingTimeInterval(-min(widestWindow, life / 3))
    }
}
