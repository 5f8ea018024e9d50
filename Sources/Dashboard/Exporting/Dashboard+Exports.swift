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
        let cause = record.end.flatMap { UpstreamBlame($0).only?.name }
        return ExportedFlow(start: record.start, end: record.known, isOver: record.end != nil, cause: cause)
    }

    /// The flows that an export is about: those of the list, in its order, or the one whose details are open.
    var flowsToExport: [ExportedFlow] {
        if view == .flows, let inspector {
            return shown.flows.record(of: inspector.flow).map { [exported($0)] } ?? []
        }
        let keys = keys(of: .flows)
        return (0..<keys.count).compactMap { shown.flows[keys[$0]].map(exported) }
    }

    /// The token that an action in the present place is about.
    var tokenInHand: TokenGeneration? {
        switch view {
        case .flows: flowInHand?.known?.token.flatMap { shown.tokens.generation($0.id) }
        case .tokens: selectedToken?.newest
        case .events: selectedEvent?.handle.flatMap { shown.tokens[$0]?.newest }
        }
    }
}

extension UpstreamBlame.Cause {
    /// The cause in one word, for programs.
    var name: String {
        switch self {
        case .audience: "aud"
        case .expiry: "exp"
        case .signature: "sig"
        case .issuer: "iss"
        }
    }
}
