import Canvas
import ProxyCore

/// The text of the pane on screen, and how much of it there is room for.
extension Dashboard {
    /// What a pane is about, and where its reader is in it.
    enum PaneContent {
        case flow(InspectorState)
        case text(ReaderState)

        var position: TextPosition {
            switch self {
            case .flow(let state): state.position
            case .text(let state): state.position
            }
        }
    }

    /// What the pane shows: what was opened or, where it stands beside a list, what belongs to the selected row.
    var paneContent: PaneContent? {
        if let reader { return .text(reader) }
        switch view {
        case .flows:
            if let inspector { return .flow(inspector) }
            return selectedFlow.map { .flow(InspectorState(flow: $0.id, tab: tab)) }
        case .tokens: return selectedToken.map { .text(ReaderState(subject: .claims($0.handle))) }
        case .events: return selectedKey(in: .events).map { .text(ReaderState(subject: .event($0))) }
        }
    }

    /// Rows of text that the pane shows at once.
    var bodyHeight: Int {
        let layout = layout
        guard let pane = layout.pane else { return 1 }
        return max(1, pane.rows - DetailPane.headRows(paneContent, layout))
    }

    var scrollOffset: Int { paneContent?.position.scroll ?? 0 }

    /// Every line of the pane's text.
    var bodyLines: [Line] { paneText.lines }

    var paneText: PaneText {
        guard let pane = layout.pane, let content = paneContent else { return PaneText() }
        let width = pane.columns - 2
        switch content {
        case .flow(let inspector): return text(of: inspector, width: width)
        case .text(let reader): return text(of: reader.subject, width: width)
        }
    }

    /// The claim that the cursor is on; nil unless keys go to a pane that shows claims.
    var selectedClaim: TokenClaim? {
        guard !listHasKeys, let position = paneContent?.position else { return nil }
        let stops = paneText.stops
        return stops.isEmpty ? nil : stops[min(position.claim, stops.count - 1)].claim
    }

    func title(of subject: ReaderState.Subject) -> String {
        switch subject {
        case .claims(let handle): shown.tokens[handle].map { tokenTitle($0) } ?? "\(handle)"
        case .diff(let former, let latter): "diff  \(former) -> \(latter)"
        case .flowDiff(let former, let latter): "diff  \(former) -> \(latter)"
        case .event(let key): shown.events[key].map { EventDetail($0, scene, width: 80).title } ?? "event"
        case .preflight: PreflightReader(self).title
        case .bisect(let flow): BisectText.title(flow, scene)
        case .keys: "keys in force"
        }
    }

    func tokenTitle(_ row: TokenRow) -> String {
        let name = row.newest.map { "\($0.id)  \($0.facts.print)" } ?? "\(row.handle)"
        return "\(name)  \(veil.foreign(row.audiences.description))"
    }

    private func text(of subject: ReaderState.Subject, width: Int) -> PaneText {
        switch subject {
        case .claims(let handle): tokenText(handle, width: width)
        case .diff(let former, let latter):
            PaneText(DiffText(former, latter, scene, width: width).lines)
        case .flowDiff(let former, let latter):
            PaneText(FlowDiffText(former, latter, scene, width: width).lines)
        case .event(let key):
            PaneText(
                shown.events[key].map { EventDetail($0, scene, width: width).lines }
                    ?? [Line("this event has left the ring")])
        case .preflight: PaneText(PreflightReader(self).lines(width: width))
        case .bisect(let flow): PaneText(BisectText(flow, scene, width: width).lines)
        case .keys: PaneText(KeysText(keymap, width: width).lines)
        }
    }

    /// A refusal first, then the claims; below them what else there is to know, unless that stands in a pane of its own.
    private func tokenText(_ handle: TokenHandle, width: Int) -> PaneText {
        guard let row = shown.tokens[handle] else { return PaneText([Line("this token is not kept any more")]) }
        let summary = TokenSummary(row, scene, forecast: forecast(of: row), width: width)
        guard let newest = row.newest else { return PaneText(summary.lines()) }
        var text = PaneText(row.failure.map { FailureText($0, scene, width: width).lines + [.empty] } ?? [])
        let isBeside = layout.summary != nil
        text.add(ClaimsText(newest, scene, tellsChanges: isBeside, width: width).text)
        guard !isBeside else { return text }
        text.add([.empty] + summary.outlook)
        let chart = TimelineChart(self, width: width)
        text.add([.empty, chart.title] + chart.lines(around: handle, limit: 16))
        return text
    }

    /// `#188 left the ring 2m ago (5,000 kept)`
    func departure(of flow: FlowID) -> String {
        let ring = "(\(shown.flows.capacity.grouped) kept)"
        guard let time = shown.flows.departures[flow] else { return "\(flow) is not in the list \(ring)" }
        return "\(flow) left the ring \(max(.zero, time.duration(to: shownNow)).phrase) ago \(ring)"
    }

    private var marking: String {
        keymap.key(for: .mark, in: .flows).map { " Mark flows with \($0) to keep them." } ?? ""
    }

    private func text(of inspector: InspectorState, width: Int) -> PaneText {
        guard let record = shown.flows.record(of: inspector.flow) else {
            return PaneText(
                Line.wrapped(
                    Line(), "\(departure(of: inspector.flow)).\(marking) Esc goes back.",
                    width: width))
        }
        switch inspector.tab {
        case .why: return PaneText(WhyText(record: record, scene: scene, width: width).lines)
        case .request: return PaneText(RequestText(record: record, scene: scene, width: width).lines)
        case .response: return PaneText(ResponseText(record: record, scene: scene, width: width).lines)
        case .token: return FlowTokenText(record, scene, width: width).text
        case .timing: return PaneText(TimingText(record, scene, width: width).lines)
        }
    }
}
