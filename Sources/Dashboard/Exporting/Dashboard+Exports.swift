import Diagnosis
import Exports
import ProxyCore

/// What is exported, made of what is shown.
extension Dashboard {
    /// How requests get here; nil before the proxy listens.
    var proxyAddress: ProxyAddress? {
        guard let listener = live.facts.listener, let upstream = live.facts.upstream else { return nil }
        return ProxyAddress(listener: listener, upstream: upstream, scheme: configuration.upstreamScheme ?? .https)
    }

    func exported(_ record: FlowRecord) -> ExportedFlow {
        let evidence = record.end.map { live.observations.evidence(of: $0) }
        let challenge = ChallengeParser.challenges(in: record.known?.challenges ?? []).first
        return ExportedFlow(
            start: record.start, end: record.known, isOver: record.end != nil,
            cause: evidence.flatMap { Diagnosis($0).cause?.rawValue },
            challenge: challenge.map { .init(scheme: $0.scheme, error: $0.error, description: $0.errorDescription) },
            dateSkew: evidence?.dateSkew)
    }

    /// The flows that an export is about: the one whose details are open; else the marked ones or, where none is marked, those of
    /// the list, in its order.
    var flowsToExport: [FlowRecord] {
        if view == .flows, let inspector { return shown.flows.record(of: inspector.flow).map { [$0] } ?? [] }
        if !shown.flows.marks.isEmpty { return shown.flows.marks.sorted().compactMap { shown.flows[$0] } }
        let keys = keys(of: .flows)
        return (0..<keys.count).compactMap { shown.flows[keys[$0]] }
    }

    /// `5 rows`, `2 marked rows`; `7 flows` where the rows on screen are others.
    var exportedRows: String {
        let count = flowsToExport.count
        let isMarked = (view != .flows || inspector == nil) && !shown.flows.marks.isEmpty
        let noun = (isMarked ? "marked " : "") + (view == .flows ? "row" : "flow")
        let flows = "\(count.grouped) \(noun)\(count == 1 ? "" : "s")"
        return view == .events ? "\(keys(of: .events).count.counted("event")), or \(flows)" : flows
    }

    /// The token that an action in the present place is about.
    var tokenInHand: TokenGeneration? {
        if case .claims(let handle) = reader?.subject { return shown.tokens[handle]?.newest }
        switch view {
        case .flows:
            let known = flowInHand?.known
            return (known?.token?.id ?? known?.heldToken).flatMap { shown.tokens.generation($0) }
        case .tokens: return selectedToken?.newest
        case .events: return selectedEvent?.handle.flatMap { shown.tokens[$0]?.newest }
        }
    }
}
