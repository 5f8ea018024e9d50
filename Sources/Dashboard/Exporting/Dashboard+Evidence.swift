import Diagnosis
import ProxyCore

/// Evidence cards: one paste for whoever runs the upstream.
extension Dashboard {
    /// Of the selected flow, once something is known of it.
    var evidenceClip: Clip? {
        guard let flow = flowInHand, let card = evidenceCard(of: flow) else { return nil }
        return Clip("evidence card of \(flow.id)", card, caveats: ["hide level \(hideLevel)"])
    }

    func evidenceCard(of record: FlowRecord) -> String? {
        guard let end = record.known else { return nil }
        let evidence = live.observations.evidence(of: end)
        return EvidenceCard(evidence, digest: evidence.token?.digest).text(
            hideLevel: hideLevel, address: FlowTarget(record.start, veil).address, veil.foreign)
    }
}
