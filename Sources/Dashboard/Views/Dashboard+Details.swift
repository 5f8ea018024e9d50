import Canvas
import ProxyCore

/// The text of the pane on screen, and how much of it there is room for.
extension Dashboard {
    /// Rows of text that the pane shows at once.
    var bodyHeight: Int {
        guard let pane = layout.pane else { return 1 }
        let isWhole =
            inspector != nil && reader == nil && view == .flows && pane.row == Layout.tabsRow + 1 && pane.column == 0
        return max(1, pane.rows - (isWhole ? 3 : 1))
    }

    var scrollOffset: Int {
        if let reader { return reader.scroll }
        return view == .flows ? inspector?.scroll ?? 0 : 0
    }

    /// Every line of the pane's text.
    var bodyLines: [Line] {
        guard let pane = layout.pane else { return [] }
        let width = pane.columns - 2
        if let reader { return lines(of: reader.subject, width: width) }
        switch view {
        case .flows: return inspector.map { inspectorLines($0, width: width) } ?? []
        case .tokens:
            return selectedToken.map { TokenSummary($0, scene, width: width).lines } ?? []
        case .events:
            return selectedEvent.map { EventDetail($0, scene, width: width).lines } ?? []
        }
    }

    var paneTitle: String {
        switch reader?.subject {
        case .claims(let handle): return shown.tokens[handle].map { tokenTitle($0) } ?? "\(handle)"
        case .event(let key): return shown.events[key].map { EventDetail($0, scene, width: 80).title } ?? "event"
        case .preflight: return PreflightReader(self).title
        case .keys: return "keys in force"
        case nil: break
        }
        switch view {
        case .flows: return ""
        case .tokens: return selectedToken.map { tokenTitle($0) } ?? "no token"
        case .events: return selectedEvent.map { EventDetail($0, scene, width: 80).title } ?? "no event"
        }
    }

    private func tokenTitle(_ row: TokenRow) -> String {
        let name = row.newest.map { "\($0.id)  \($0.facts.print)" } ?? "\(row.handle)"
        return "\(name)  \(veil.foreign(row.audiences.description))"
    }

    private func lines(of subject: ReaderState.Subject, width: Int) -> [Line] {
        switch subject {
        case .claims(let handle):
            guard let row = shown.tokens[handle] else { return [Line("this token is not kept any more")] }
            guard let newest = row.newest else { return TokenSummary(row, scene, width: width).lines }
            let failure = row.failure.map { FailureText($0, scene, width: width).lines + [.empty] } ?? []
            return failure + ClaimsText(newest, scene, width: width).lines
        case .event(let key):
            guard let event = shown.events[key] else { return [Line("this event has left the ring")] }
            return EventDetail(event, scene, width: width).lines
        case .preflight: return PreflightReader(self).lines(width: width)
        case .keys: return KeysText(keymap, width: width).lines
        }
    }

    private func inspectorLines(_ inspector: InspectorState, width: Int) -> [Line] {
        guard let record = shown.flows.record(of: inspector.flow) else {
            return [Line("\(inspector.flow) has left the ring (\(shown.flows.capacity.grouped) kept). Esc goes back.")]
        }
        switch inspector.tab {
        case .why: return WhyText(record, scene, width: width).lines
        case .request: return RequestText(record, scene, width: width).lines
        case .response: return ResponseText(record, scene, width: width).lines
        case .token: return FlowTokenText(record, scene, width: width).lines
        case .timing: return TimingText(record, scene, width: width).lines
        }
    }
}
