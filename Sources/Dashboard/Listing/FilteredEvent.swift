import FlowFilter
import ProxyCore

/// An event as a filter asks about it: what is not known of events is true of none.
struct FilteredEvent: FilterRow {
    private let event: EventRow
    private let scene: Scene

    /// - Parameter scene: what a row is written from, with nothing hidden: a word finds whatever the list shows.
    init(_ event: EventRow, _ scene: Scene) { (self.event, self.scene) = (event, scene) }

    private var flow: FlowEnd? {
        guard case .flow(let end) = event.latest else { return nil }
        return end
    }

    func contains(_ key: FilterKey, where test: (String) -> Bool) -> Bool {
        switch key {
        case .m: flow.map { test($0.start.method) } ?? false
        case .host: flow?.start.host.map(test) ?? false
        case .path: flow.map { test($0.start.path) } ?? false
        case .aud: event.latest.audiences?.values.contains(where: test) ?? false
        case .print: event.latest.facts.map { test($0.print) } ?? flow?.token.map { test($0.print) } ?? false
        case .jti: event.latest.facts?.claims["jti"]?.string.map(test) ?? false
        case .sub: event.latest.facts?.subject.map(test) ?? false
        case .kid: event.latest.facts?.header["kid"]?.string.map(test) ?? false
        case .err: event.isProblem && event.latest.contains(where: test)
        case .st, .tok, .gen, .left, .age, .ms, .tokms, .up, .bytes, .uses, .is, .since, .id: false
        }
    }

    func containsWord(where test: (String) -> Bool) -> Bool {
        test(event.kind.rawValue) || test(event.what) || event.token.map(test) ?? false
            || event.latest.contains(where: test) || event.latest.audiences?.values.contains(where: test) ?? false
            || flow.map { test($0.start.path) || $0.start.host.map(test) ?? false } ?? false
            || test(EventWords(event, scene, isWide: true).detail)
    }

    func number(_ key: FilterKey) -> Int64? {
        switch key {
        case .st: flow?.status.map { Int64($0) } ?? flow?.error.map { Int64($0.code.status) }
        case .id: event.flow.map { Int64(clamping: $0.number) }
        case .gen: tokenGeneration.map { Int64($0) }
        case .ms: event.latest.took?.microseconds
        default: nil
        }
    }

    func has(_ trait: FilterTrait) -> Bool { trait == .problem && event.isProblem }

    var time: WallTime { event.lastTime }
    var tokenHandle: TokenHandle? { event.handle }
    var tokenUse: TokenUse? { flow?.use }
    var tokenGeneration: Int? {
        switch event.latest {
        case .expired(let event): event.token.generation
        case .evicted(let event): event.token?.generation
        default: event.latest.facts?.id.generation ?? flow?.token?.id.generation
        }
    }
}

extension EventRow.Subject {
    fileprivate var facts: TokenFacts? {
        guard case .minted(let mint, _) = self else { return nil }
        return mint.facts
    }

    fileprivate var audiences: AudienceSet? {
        switch self {
        case .minted(let mint, _): mint.facts.audiences
        case .fetching(let event): event.audiences
        case .retrying(let event): event.audiences
        case .failed(let event): event.audiences
        case .evicted(let event): event.audiences
        case .expired(let event): event.audiences
        case .restored(let event): event.audiences
        case .verified(let check): check.audiences
        case .audienceChanged(let event): event.audiences
        case .forgotten(let refusal): refusal.audiences
        case .flow(let flow): flow.start.audiences
        default: nil
        }
    }

    fileprivate var took: Duration? {
        switch self {
        case .minted(let mint, _): mint.took
        case .retrying(let event): event.retry.took
        case .failed(let event): event.took
        case .flow(let flow): flow.durations.total
        default: nil
        }
    }

    /// The texts of others that it hands on, and the names of what people had done.
    fileprivate func contains(where test: (String) -> Bool) -> Bool {
        switch self {
        case .minted(let mint, _): mint.requestID.map(test) ?? false
        case .failed(let event):
            test(event.failure.code) || test(event.failure.message) || event.failure.requestID.map(test) ?? false
        case .retrying(let event): test(event.retry.code)
        case .flow(let flow):
            flow.error.map { test($0.detail) || test($0.code.rawValue) } ?? flow.challenges.contains(where: test)
        case .credentials(let event, _): test(event.source) || event.principal.map(test) ?? false
        case .credentialsFailed(let event): test(event.source) || test(event.message)
        case .credentialsEnding(let notice): test(notice.source) || notice.failure.map(test) ?? false
        case .listening(let event): test(event.address) || test(event.upstream)
        case .log(let line): test(line)
        case .bisected(let report): test("bisect") || test(report.host)
        case .verified: test("verify")
        case .fault: test("fault")
        case .replayRefused(let event): test(event.reason)
        case .fetching, .evicted, .expired, .restored, .forgotten, .identityChanged, .mintingSwitched, .audienceChanged,
            .tls, .principalChanged, .ceiling, .clock, .leapt, .missed:
            false
        }
    }
}
