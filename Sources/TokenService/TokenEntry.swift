package import ProxyCore

/// The life of one audience set's token, as a value: facts go in, orders come out, and nothing happens in here.
///
/// A token is served while it lives. Inside its refresh window it goes on being served while one mint runs behind it. A
/// failed mint is remembered only as the moment before which STS is not asked again.
package struct TokenEntry: Sendable {
    package typealias Instant = ContinuousClock.Instant

    /// The token in use.
    package struct Held: Sendable {
        package let token: Token
        /// When the refresh window begins.
        package internal(set) var refreshAt: Instant
        /// How many requests it has served.
        package let uses = UseCount()
        /// The end of its life, by the cache's clock.
        package internal(set) var dies: Instant
        /// By how much that clock has been put forward since it came.
        package var aging: Duration { dies.duration(to: token.dies) }

        init(token: Token, refreshAt: Instant) {
            (self.token, self.refreshAt, dies) = (token, refreshAt, token.dies)
        }
    }

    /// A token that a command put out of use, for as long as that can be taken back.
    package struct Kept: Sendable {
        package internal(set) var held: Held
        /// The number of the command.
        package let deed: Int
        /// When it is let go of, whatever becomes of the cache's clock.
        package let limit: Instant
        /// Until when it can be brought back: no longer than it lives.
        package var until: Instant { min(limit, held.dies) }
    }

    /// A mint under way.
    package struct Mint: Sendable {
        package let reason: MintReason
        package let started: Instant
        /// The request that set it off, if one did.
        package let flow: FlowID?
        /// The number of the command that asked for it, if one did.
        package var deed: Int?
        package var waiters: [Int] = []
        /// Whether it began for a principal that no longer asks.
        package internal(set) var isOutdated = false
    }

    /// What went wrong last, and until when STS is left alone.
    package struct Failure: Sendable {
        package let cause: MintFailure
        package let retryAt: Instant
    }

    package let handle: TokenHandle
    package internal(set) var held: Held?
    /// What held before it, while a command can be taken back.
    package internal(set) var kept: Kept?
    package internal(set) var mint: Mint?
    /// Set while the token in use is held back until it is old enough.
    package internal(set) var settling: Settling?
    package internal(set) var failure: Failure?
    /// The number of tokens minted so far.
    package private(set) var generation = 0
    /// Mints that failed since the last success.
    package internal(set) var failures = 0
    /// Tokens that are out of use, oldest first; none unless somebody wants them for a fault.
    var retired: [Token] = []
    let retiredLimit: Int
    package private(set) var lastUsed: Instant
    /// When it wants to be looked at again.
    private var alarm: Instant?
    /// When it will be: one order to wait is out at a time, unless an earlier moment is wanted.
    private var ordered: Instant?

    /// - Parameter retiredLimit: how many tokens are kept when they are out of use.
    package init(handle: TokenHandle, at now: Instant, retiredLimit: Int = 0) {
        self.handle = handle
        self.retiredLimit = retiredLimit
        lastUsed = now
    }

    /// Whether it may be dropped to make room: nobody waits for it.
    package var isDisposable: Bool { mint == nil && settling == nil }

    /// The number of the mint under way, or of the next, counted since the last success.
    package var attempt: Int { failures + 1 }
}

// MARK: - Requests

extension TokenEntry {
    package enum Lookup: Sendable {
        case miss
        /// Serve this one; `mint` says that a refresh has to be started behind it.
        case serve(Token, mint: Bool)
    }

    /// A request wants a token and cannot wait.
    package mutating func lookedUp(at now: Instant) -> Lookup {
        if isSettling(at: now) { return lookedUpWhileSettling(at: now) }
        guard let token = held?.token, let dies = held?.dies, now < dies else { return .miss }
        lastUsed = now
        held?.uses.add(1)
        return .serve(token, mint: beginRefreshIfDue(at: now))
    }

    package enum Answer: Sendable {
        case serve(Token, mint: Bool)
        /// The waiter is told when the mint is over; `mint` says that it has to be started.
        case wait(mint: Bool)
        /// STS failed lately and is left alone for now.
        case refuse(Failure)
    }

    /// A request wants a token and will wait for it.
    package mutating func requested(by waiter: Int, flow: FlowID?, at now: Instant) -> Answer {
        if case .serve(let token, let mint) = lookedUp(at: now) { return .serve(token, mint: mint) }
        lastUsed = now
        if isSettling(at: now) {
            settling?.waiters.append(waiter)
            return .wait(mint: false)
        }
        if mint != nil {
            mint?.waiters.append(waiter)
            return .wait(mint: false)
        }
        if let failure, now < failure.retryAt { return .refuse(failure) }
        mint = Mint(reason: .first, started: now, flow: flow, waiters: [waiter])
        return .wait(mint: true)
    }

    /// A waiter went away. The mint goes on: others may come.
    package mutating func gaveUp(_ waiter: Int) {
        mint?.waiters.removeAll { $0 == waiter }
        settling?.waiters.removeAll { $0 == waiter }
    }

    private mutating func beginRefreshIfDue(at now: Instant) -> Bool {
        guard let held, mint == nil, settling == nil, now >= held.refreshAt, now >= failure?.retryAt ?? now else {
            return false
        }
        mint = Mint(reason: .due, started: now, flow: nil)
        return true
    }
}

// MARK: - Commands

extension TokenEntry {
    /// Somebody asks for a new token, whatever the state; the old one serves meanwhile.
    ///
    /// - Parameter deed: the number of the command.
    /// - Returns: whether a mint has to be started; not if one is under way, or its token is not yet old enough to serve.
    package mutating func refreshRequested(at now: Instant, deed: Int) -> Bool {
        guard mint == nil, settling == nil else { return false }
        mint = Mint(reason: .forced, started: now, flow: nil, deed: deed)
        return true
    }

    /// The same, by somebody who waits for it. A mint that is under way will do: what it brings is new.
    package mutating func freshRequested(by waiter: Int, at now: Instant, deed: Int) -> Answer {
        let begins = refreshRequested(at: now, deed: deed)
        // What is not yet old enough to serve is new as well.
        if mint == nil { settling?.waiters.append(waiter) }
        mint?.waiters.append(waiter)
        return .wait(mint: begins)
    }

    /// The token is dropped, and what is known of failures with it. A mint under way goes on, and its token will be kept; so
    /// is one that is not yet old enough to serve.
    ///
    /// - Parameter deed: the number of the command.
    /// - Returns: the token that served, if there was one.
    package mutating func evicted(at now: Instant, deed: Int) -> TokenID? {
        (failure, failures) = (nil, 0)
        if isSettling(at: now) { return formerEvicted(at: now, deed: deed) }
        guard let held else { return nil }
        keep(held, deed: deed, at: now)
        retire(held.token)
        self.held = nil
        return held.token.facts.id
    }
}

// MARK: - Outcomes

extension TokenEntry {
    package struct Minted: Sendable {
        package let mint: Mint
        /// The token that it replaces, if that still lived.
        package let replaced: TokenID?
        package let refreshAt: Instant
        /// When the token before it is let go of, where a command asked for this one.
        package let undoneBy: Instant?
        /// From when on it serves, where that is later than now: then its waiters wait until it does.
        package let settlesAt: Instant?
        package let wake: Wake?
    }

    /// An order to come back at a moment. Those that have been overtaken are recognised by it.
    package struct Wake: Sendable, Equatable {
        package let handle: TokenHandle
        package let at: Instant
    }

    /// The name that the token being minted will have.
    package var nextID: TokenID { TokenID(handle: handle, generation: generation + 1) }

    /// - Parameters:
    ///   - skew: how long before its end a token is to be renewed. A token that lives no longer than that (because STS
    ///     granted less than was asked for) is renewed at half its life instead of at once and for ever.
    ///   - settle: how long it is kept back before it serves; half its life at most.
    /// - Returns: nil if no mint was under way.
    package mutating func minted(
        _ token: Token, skew: Duration, settle: Duration = .zero, at now: Instant
    ) -> Minted? {
        guard let mint else { return nil }
        let life = token.born.duration(to: token.dies)
        let refreshAt = mint.isOutdated ? now : token.born.advanced(by: skew < life ? life - skew : life / 2)
        let former = held.flatMap { now < $0.dies ? $0 : nil }
        if let deed = mint.deed, let held { keep(held, deed: deed, at: now) }
        if let held { retire(held.token) }
        generation += 1
        held = Held(token: token, refreshAt: refreshAt)
        self.mint = nil
        (failure, failures) = (nil, 0)
        let settlesAt = beganSettling(token, for: min(settle, life / 2), after: former, mint, at: now)
        if settlesAt == nil { held?.uses.add(mint.waiters.count) }
        return Minted(
            mint: mint, replaced: former?.token.facts.id, refreshAt: refreshAt,
            undoneBy: mint.deed == nil ? nil : kept?.limit, settlesAt: settlesAt, wake: wake(at: refreshAt))
    }

    package struct Failed: Sendable {
        package let mint: Mint
        package let attempt: Int
        package let retryAt: Instant
        /// The token that goes on serving.
        package let stillServing: TokenID?
        package let wake: Wake?
    }

    /// - Returns: nil if no mint was under way.
    package mutating func failed(_ cause: MintFailure, random: Double, at now: Instant) -> Failed? {
        guard let mint else { return nil }
        // Somebody who tries whether it works by now must not make the others wait longer.
        let isTrial = mint.reason == .forced && failure != nil
        if !isTrial { failures += 1 }
        let delay = Backoff(for: cause.kind).delay(attempt: failures, random: random)
        let retryAt = isTrial ? failure?.retryAt ?? now : now.advanced(by: delay)
        failure = Failure(cause: cause, retryAt: retryAt)
        self.mint = nil
        let living = held.flatMap { now < $0.dies ? $0.token : nil }
        return Failed(
            mint: mint, attempt: failures, retryAt: retryAt, stillServing: living?.facts.id,
            wake: held.flatMap { wake(at: min(max(retryAt, $0.refreshAt), $0.dies)) })
    }

    package enum Alarm: Sendable {
        /// Another order has taken this one's place.
        case void
        /// Start a refresh; come back when it is over.
        case mint
        /// Nothing to do yet: come back then.
        case wait(Wake)
        /// The token's life is over; `mint` says that another has to be asked for at once, because requests wait.
        case expired(TokenID, uses: Int, mint: Bool)
    }

    /// A moment that was waited for has come: renew a token that was used, let lapse one that nobody wanted.
    ///
    /// - Parameter mayMint: if not, a token lapses however much it is used.
    package mutating func woke(_ wake: Wake, at now: Instant, mayMint: Bool = true) -> Alarm {
        guard wake.handle == handle, wake.at == ordered else { return .void }
        ordered = nil
        guard let held, let alarm else { return .void }
        guard now >= alarm else { return self.wake(at: alarm).map { .wait($0) } ?? .void }
        if now >= held.dies {
            retire(held.token)
            self.held = nil
            return .expired(held.token.facts.id, uses: held.uses.value, mint: passWaitersOn(at: now))
        }
        if mayMint, held.uses.value > 0, beginRefreshIfDue(at: now) { return .mint }
        return self.wake(at: held.dies).map { .wait($0) } ?? .void
    }

    /// - Returns: nil if an order that is out already comes early enough.
    mutating func wake(at moment: Instant) -> Wake? {
        alarm = moment
        if let ordered, ordered <= moment { return nil }
        ordered = moment
        return Wake(handle: handle, at: moment)
    }
}
