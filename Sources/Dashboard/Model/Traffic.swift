import Diagnosis
import ProxyCore
import TrustConfiguration

/// Everything that has come from the engine: what the views show, and what a pause keeps a copy of.
struct Traffic: Sendable {
    private(set) var flows: FlowLog
    private(set) var tokens = TokenBook()
    private(set) var events: EventLog
    private(set) var facts: ProcessFacts
    private(set) var totals = TrafficSnapshot()
    private(set) var rate = RateWindow()
    /// From which level on events are listed.
    var eventLevel: LogLevel {
        get { events.level }
        set { events.list(from: newValue) }
    }
    private(set) var aliases = Aliases()
    /// What may speak for or against a flow.
    private(set) var observations = Observations()
    /// What the tokens that were minted ask of policies and of trust.
    private(set) var observed: ObservedTraffic
    /// Checks of signatures that have been asked for and told nothing yet, and since when.
    private(set) var verificationsUnderWay: [TokenID: WallTime] = [:]
    private var clockWatch = ClockWatch()
    private var credentialWatch = CredentialWatch()
    private var ceilingWatch = CeilingWatch()
    let wish: TokenWish
    /// Events that never got here, because this screen was too slow.
    private(set) var missed = 0
    /// Flows that are in the totals only: more came in a second than anybody can read.
    private(set) var skipped = 0
    /// When some last were.
    private(set) var skippedAt: WallTime?

    init(facts: ProcessFacts, wish: TokenWish = TokenWish(), flowLimit: Int, flowWeightLimit: Int, eventLimit: Int) {
        self.facts = facts
        self.wish = wish
        observed = ObservedTraffic(configuredLife: wish.life)
        flows = FlowLog(capacity: flowLimit, weightLimit: flowWeightLimit)
        events = EventLog(capacity: eventLimit)
    }

    /// The totals come from the engine and stay true when events are lost; the list may know of newer ones.
    var requestCount: Int { max(totals.requests, flows.requestCount) }
    var problemCount: Int { max(totals.problems, flows.problemCount) }
    /// What never came into the list.
    var unlisted: Int { missed + skipped }
    var inFlightCount: Int { max(totals.inFlight, flows.inFlightCount) }

    mutating func absorb(_ event: ProxyEvent) {
        let before = EventRow.Before(token: replacedToken(by: event), credentials: facts.credentials)
        facts.absorb(event)
        tokens.absorb(event)
        observations.absorb(event)
        observed.absorb(event)
        name(in: event)
        switch event {
        case .flowStarted(let start): flows.started(start)
        case .flowProgressed(let progress): flows.progressed(progress)
        case .flowCompleted(let end), .flowFailed(let end): flows.ended(end)
        case .tokenVerified(let check): verificationsUnderWay[check.token] = nil
        case .clockMeasured(let clock):
            events.append(EventRow.row(for: clock, isNews: clockWatch.measured(clock)))
        default: break
        }
        if let row = EventRow.row(for: event, after: before) { events.append(row) }
        if let change = identityChange(in: event) { events.append(EventRow.row(for: change, at: event.time)) }
        if let notice = ceiling(in: event) { events.append(EventRow.row(for: notice)) }
        passed(to: event.time)
    }

    /// When STS may be asked again after a refusal, by this machine's clock as it is set now.
    func retryAt(after failure: TokenFailed) -> WallTime {
        guard let row = tokens[failure.handle], row.failure?.time == failure.time else { return failure.retryAt }
        return row.retryAt ?? failure.retryAt
    }

    private mutating func ceiling(in event: ProxyEvent) -> CeilingWatch.Notice? {
        switch event {
        case .tokenMinted(let mint), .tokenRefreshed(let mint):
            tokens[mint.facts.id.handle].flatMap { ceilingWatch.minted($0, at: mint.time, facts, wish) }
        default: nil
        }
    }

    /// - Returns: whether the time has brought something to tell.
    @discardableResult
    mutating func passed(to now: WallTime) -> Bool {
        guard let notice = credentialWatch.passed(to: now, facts) else { return false }
        events.append(EventRow.row(for: notice))
        return true
    }

    /// The rows that have come, changed or gone since this was last asked.
    mutating func takeTouched() -> (flows: [Int], events: [Int]) { (flows.takeTouched(), events.takeTouched()) }

    /// Somebody asked for a token's signature to be checked.
    mutating func verifying(_ token: TokenID, at now: WallTime) { verificationsUnderWay[token] = now }

    /// Keeps a flow whatever the ring lets go, or no longer.
    mutating func setMark(_ isMarked: Bool, on key: Int) { flows.setMark(isMarked, on: key) }

    /// Keeps these flows while somebody looks at them.
    mutating func pin(_ flows: Set<Int>) { self.flows.pin(flows) }

    mutating func absorb(_ snapshot: TrafficSnapshot, at time: WallTime) {
        totals = snapshot
        rate.counted(snapshot.requests, at: time)
        flows.settle(inFlight: snapshot.inFlight)
    }

    mutating func missed(_ count: Int, at time: WallTime) {
        missed += count
        flows.missedEvents()
        events.append(EventRow(time, .log, "lost", .missed(count), isProblem: true))
    }

    mutating func leapt(_ leap: ClockLeap, at time: WallTime) {
        events.append(EventRow(time, .credentials, "note", .leapt(leap)))
    }

    /// The wall clock was set: tokens live on by the time that goes by, as they do in the cache.
    mutating func clockWasSet(by step: Duration) {
        tokens.clockWasSet(by: step)
        flows.clockWasSet(by: step)
        verificationsUnderWay = verificationsUnderWay.mapValues { $0.advanced(by: step) }
    }

    mutating func skipped(_ count: Int, at time: WallTime) {
        skipped += count
        skippedAt = time
    }

    /// What STS refused is forgotten, as the cache forgets it when told to evict: it has no event for that.
    mutating func forgotRefusals(of audiences: AudienceSet? = nil, at time: WallTime) {
        for refusal in tokens.forgotRefusals(of: audiences) { events.append(EventRow.row(for: refusal, at: time)) }
    }

    mutating func logged(_ line: String, at time: WallTime) {
        events.append(EventRow(time, .log, "line", .log(line)))
    }

    /// Told right after the mint that brought it.
    private func identityChange(in event: ProxyEvent) -> IdentityChange? {
        switch event {
        case .tokenMinted(let mint), .tokenRefreshed(let mint): tokens.generation(mint.facts.id)?.identityChange
        default: nil
        }
    }

    private func replacedToken(by event: ProxyEvent) -> TokenGeneration? {
        guard case .tokenRefreshed(let mint) = event else { return nil }
        return tokens[mint.facts.id.handle]?.newest
    }

    /// Aliases are given out in order of first appearance, so that they stay the same at every hide level.
    private mutating func name(in event: ProxyEvent) {
        switch event {
        case .flowStarted(let start):
            if let host = start.host { aliases.met(host: host) }
            aliases.met(path: start.path)
        case .tokenMinted(let mint), .tokenRefreshed(let mint):
            if let subject = mint.facts.subject { aliases.met(subject: subject) }
        default: break
        }
    }
}
