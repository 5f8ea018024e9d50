import Diagnosis
import ProxyCore

/// An audience set as the tokens list shows it: its generations, the call under way, and what went wrong last.
struct TokenRow: Sendable {
    enum State: String, Sendable, Hashable, CaseIterable {
        case fresh
        /// Fresh, and shorter than configured: no token may outlive the role session.
        case capped
        /// The newest token is kept back until it is old enough; the one before it serves, if it still lives.
        case settling = "settle"
        /// Inside the refresh window: the next request sets off a mint behind it.
        case due
        /// Inside the refresh window, and STS gave no other one: it goes on serving.
        case retry
        /// STS is being asked.
        case wait
        /// Expired; kept to be looked at.
        case old
        /// STS refuses.
        case denied = "DENIED"
        /// STS gives this account no more for now.
        case limited = "LIMIT"
        /// STS cannot be had.
        case failed = "FAIL"
        /// There is no token, and none was asked for since it went.
        case none
    }

    /// Older generations than these are let go, to the book's archive; their number is kept.
    private static let generationLimit = TokenShelf.generationLimit
    /// So many moments of refusal are remembered, the newest.
    private static let refusalLimit = 32

    let handle: TokenHandle
    let audiences: AudienceSet
    private(set) var generations: [TokenGeneration] = []
    private(set) var fetching: TokenFetching?
    private(set) var failure: TokenFailed?
    /// By how much the wall clock was set since that failure, and since the call under way began.
    private var failureStep = Duration.zero
    private var fetchingStep = Duration.zero
    /// Calls that STS refused or that never reached it.
    private(set) var failures = 0
    /// When STS gave no token, ascending.
    private(set) var refusals: [WallTime] = []
    /// Requests for this audience set that ended as a problem.
    private(set) var problems = 0
    /// Requests that carried a token of this audience set.
    private(set) var uses = 0
    /// Requests that waited for a call to STS, and how many of those shared one that another request had set off.
    private(set) var waited = 0
    private(set) var shared = 0
    private(set) var lastFlow: FlowID?
    /// When a request wanted a token of it last, as far as is known here.
    private(set) var lastUsed: WallTime?

    init(handle: TokenHandle, audiences: AudienceSet) {
        self.handle = handle
        self.audiences = audiences
    }

    /// When STS may be asked again after the failure, by this machine's clock as it is set now.
    var retryAt: WallTime? { failure?.retryAt.advanced(by: failureStep) }
    /// When the call under way began, by the same clock.
    var fetchingSince: WallTime? { fetching?.time.advanced(by: fetchingStep) }

    /// The newest token, dead or alive.
    var newest: TokenGeneration? { generations.last }
    /// What the last call to STS took, whether it gave a token or not.
    var took: Duration? { failure?.took ?? newest?.mint.took }
    /// The token in use.
    func held(at now: WallTime) -> TokenGeneration? {
        newest.flatMap { $0.fate == nil && $0.left(at: now) > .zero ? $0 : nil }
    }

    func state(at now: WallTime) -> State {
        if fetching != nil { return .wait }
        if let held = held(at: now) {
            if let moment = held.servesFrom, now < moment { return .settling }
            guard now < held.refreshAt else { return failure == nil ? .due : .retry }
            return held.mint.cap == nil ? .fresh : .capped
        }
        if let failure { return State(failure.failure) }
        guard let newest else { return .none }
        return newest.fate == nil || newest.fate == .expired ? .old : .none
    }

    func generation(_ number: Int) -> TokenGeneration? { generations.last { $0.id.generation == number } }
}

// MARK: - Facts

extension TokenRow {
    mutating func fetching(_ event: TokenFetching) {
        (fetching, fetchingStep) = (event, .zero)
        if event.flow != nil || lastUsed == nil { used(at: event.time) }
    }

    private mutating func used(at time: WallTime) { lastUsed = max(lastUsed ?? time, time) }

    /// - Returns: the generation that there is no more room for.
    mutating func minted(_ event: TokenMinted) -> TokenGeneration? {
        fetching = nil
        failure = nil
        waited(event.waiters)
        if let last = generations.indices.last {
            generations[last].ended(.replaced(event.reason), at: event.time)
        }
        generations.append(TokenGeneration(event, after: generations.last?.facts))
        return generations.count > Self.generationLimit ? generations.removeFirst() : nil
    }

    mutating func failed(_ event: TokenFailed) {
        fetching = nil
        (failure, failureStep) = (event, .zero)
        failures += 1
        waited(event.waiters)
        refusals.append(event.time)
        if refusals.count > Self.refusalLimit { refusals.removeFirst() }
    }

    /// One of those who wait is the one that set the call off.
    private mutating func waited(_ count: Int) {
        waited += count
        shared += max(0, count - 1)
    }

    /// The cache's clock was put forward by that much more; nil: right again.
    mutating func clockMoved(by step: Duration?) {
        if let last = generations.indices.last { generations[last].clockMoved(by: step) }
    }

    /// The wall clock was set: what is to come is as far off as before.
    mutating func clockWasSet(by step: Duration) {
        failureStep += step
        fetchingStep += step
        lastUsed = lastUsed?.advanced(by: step)
        for index in generations.indices { generations[index].clockWasSet(by: step) }
    }

    mutating func evicted(_ event: TokenEvicted) {
        failure = nil
        if let last = generations.indices.last { generations[last].ended(.evicted, at: event.time) }
    }

    mutating func expired(_ event: TokenExpired) {
        guard let index = generations.lastIndex(where: { $0.id == event.token }) else { return }
        generations[index].ended(.expired, at: event.time)
    }

    /// The token that serves stands last, whichever generation it is.
    mutating func restored(_ event: TokenRestored) {
        if let last = generations.indices.last { generations[last].ended(.undone, at: event.time) }
        guard let index = generations.lastIndex(where: { $0.id == event.token }) else { return }
        var generation = generations.remove(at: index)
        generation.restored()
        generations.append(generation)
    }

    mutating func flowEnded(_ record: FlowRecord, _ end: FlowEnd) {
        if record.isProblem { problems += 1 }
        lastFlow = max(lastFlow ?? record.id, record.id)
        flowProgressed(end)
        guard let sent = end.token else { return }
        uses += 1
        guard let index = generations.lastIndex(where: { $0.id == sent.id }) else { return }
        generations[index].carried(end)
    }

    mutating func flowProgressed(_ flow: FlowEnd) {
        used(at: flow.start.time)
        let token = flow.token?.id ?? flow.heldToken
        guard let index = generations.lastIndex(where: { $0.id == token }) else { return }
        generations[index].wanted(by: flow)
    }

    /// - Returns: nil where there was none.
    mutating func forgotRefusal() -> ForgottenRefusal? {
        defer { failure = nil }
        return failure.map { ForgottenRefusal(audiences: audiences, handle: handle, code: $0.failure.code) }
    }
}

extension TokenRow.State {
    /// Why there is no token.
    fileprivate init(_ failure: MintFailure) {
        self = failure.kind == .denied ? .denied : failure.isThrottled ? .limited : .failed
    }
}
