import Diagnosis
import ProxyCore

/// Another audience for a host, for as long as the session lasts.
extension Dashboard {
    /// The flow that an action in the present place is about; nil for one that is inspected and not kept any more, whatever
    /// row is selected meanwhile.
    var flowInHand: FlowRecord? {
        guard view == .flows else { return nil }
        guard let inspector else { return selectedFlow }
        return shown.flows.record(of: inspector.flow)
    }

    var hostInHand: String? { flowInHand?.start.host }

    mutating func askForAudience() {
        guard let host = hostInHand else { return show("no upstream here to set an audience for", isError: true) }
        let own = live.facts.overrides[host]
        let present = own ?? flowInHand?.start.audiences
        let shown = acceptedAudience(besides: present) ?? present
        dialog = .audience(
            AudiencePrompt(host: host, editor: LineEditor(shown?.description ?? ""), isOverride: own != nil))
    }

    /// What the host of the flow takes, where the flow was refused for the audience that is in use.
    private func acceptedAudience(besides present: AudienceSet?) -> AudienceSet? {
        guard let end = flowInHand?.known, end.start.audiences == present else { return nil }
        return live.observations.evidence(of: end).audienceWorthTrying
    }

    mutating func accept(_ prompt: AudiencePrompt) -> [Effect] {
        dialog = nil
        return setAudience(of: prompt.host, to: prompt.editor.text)
    }

    /// - Parameter text: nothing: as the settings say.
    mutating func setAudience(of host: String?, to text: String) -> [Effect] {
        guard let host else {
            show("no upstream here to set an audience for: select a flow", isError: true)
            return []
        }
        let audiences = AudienceSet(listed: text)
        guard audiences != live.facts.overrides[host] else {
            show(
                audiences == nil ? "the settings say the audience for \(host) already" : "that is its audience already")
            return []
        }
        return [.send(.setAudiences(audiences, host: host))]
    }
}
