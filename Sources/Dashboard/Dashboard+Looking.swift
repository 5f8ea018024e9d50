import ProxyCore

/// Opening, closing and turning the pages of what is looked at.
extension Dashboard {
    mutating func open() {
        switch view {
        case .flows: inspect(side == nil ? .why : tab)
        case .tokens: reader = selectedToken.map { ReaderState(subject: .claims($0.handle)) }
        case .events: reader = selectedKey(in: .events).map { ReaderState(subject: .event($0)) }
        }
    }

    /// Opens the row that was drawn selected, and holds it.
    mutating func inspect(_ tab: InspectorState.Tab) {
        self.tab = tab
        if inspector != nil {
            inspector?.tab = tab
            inspector?.position = TextPosition()
            return
        }
        guard let key = selectedKey(in: .flows), let flow = shown.flows[key] else { return }
        inspector = InspectorState(flow: flow.id, tab: tab)
        select(key, in: .flows)
    }

    mutating func turnTab(_ direction: Int) {
        guard let inspector else { return }
        let count = InspectorState.Tab.allCases.count
        let tab = InspectorState.Tab(rawValue: (inspector.tab.rawValue + direction + count) % count)
        inspect(tab ?? .why)
    }

    /// The flow before or after the one that is inspected, without leaving.
    mutating func stepFlow(_ direction: Int) {
        guard let inspector, let key = shown.flows.key(of: inspector.flow) else { return }
        let keys = keys(of: .flows)
        // A flow that the list does not show still has neighbours: the row it would stand before and the one above.
        let index = keys.index(notBelow: key)
        let target = direction > 0 && !keys.contains(key) ? index : index + direction
        guard (0..<keys.count).contains(target) else {
            return show(direction < 0 ? "this is the oldest flow" : "this is the newest flow")
        }
        select(keys[target], in: .flows)
        followSelection()
    }

    /// The inspector, if one is open, shows the selected row.
    mutating func followSelection() {
        guard inspector != nil, let flow = selectedFlow else { return }
        inspector?.flow = flow.id
        inspector?.position.moveToStart()
    }

    mutating func scroll(_ action: Action) {
        let text = paneText
        let (claims, count, height) = (text.stops.map(\.line), text.lines.count, bodyHeight)
        guard var position = paneContent?.position else { return }
        switch action {
        case .oldest: position.moveToStart()
        case .newest: position.moveToEnd(claims: claims, count: count, height: height)
        default: position.move(by: action.distance(page: height), claims: claims, count: count, height: height)
        }
        if reader != nil { reader?.position = position } else { inspector?.position = position }
    }

    mutating func switchView(_ view: ViewName) {
        self.view = view
        toast = nil
        inspector = nil
        reader = nil
    }

    mutating func turnView(_ direction: Int) {
        let count = ViewName.allCases.count
        switchView(ViewName(rawValue: (view.rawValue + direction + count) % count) ?? .flows)
    }

    /// From a flow to its token, or to the call to STS that refused it one; from a token to its flows; from an event to what it
    /// is about.
    mutating func goToOtherEnd() {
        switch view {
        case .flows:
            if let event = refusalInHand { goToEvent(event) } else { goToToken(of: flowInHand) }
        case .tokens: if let row = selectedToken { goToFlows(of: row) }
        case .events:
            guard let event = selectedEvent else { return }
            if let handle = event.handle, !event.isAboutFlow { goToToken(handle) } else { goToFlow(event.flow) }
        }
    }

    /// The row of the call to STS that refused a token to the flow whose token is looked at, if it is still kept.
    var refusalInHand: Int? {
        guard inspector?.tab == .token, let end = flowInHand?.end, end.use == .failed,
            let handle = end.start.audiences.flatMap({ shown.tokens[$0]?.handle })
        else { return nil }
        return shown.events.key(ofRefusalFor: end, handle)
    }

    private mutating func goToEvent(_ key: Int) {
        switchView(.events)
        if !keys(of: .events).contains(key) {
            eventsListing.showsProblemsOnly = false
            changeFilter(of: .events) { $0.isOn = false }
        }
        select(key, in: .events)
    }

    private mutating func goToToken(of flow: FlowRecord?) {
        guard let flow else { return }
        let byAudience = flow.start.audiences.flatMap { shown.tokens[$0]?.handle }
        guard let handle = flow.known?.token?.id.handle ?? byAudience else {
            return show("\(flow.id) never asked for a token")
        }
        goToToken(handle)
    }

    private mutating func goToToken(_ handle: TokenHandle) {
        guard shown.tokens[handle] != nil else { return show("token \(handle) is not in the list any more") }
        switchView(.tokens)
        // It may have come since they were put in order, and a filter may hide it.
        if tokenSort != nil { orderTokens() }
        if !keys(of: .tokens).contains(handle.index) { changeFilter(of: .tokens) { $0.isOn = false } }
        select(handle.index, in: .tokens)
    }

    /// The flows of an audience set, picked out by a filter.
    private mutating func goToFlows(of row: TokenRow) {
        guard row.lastFlow != nil else { return show("no flow is known for it") }
        switchView(.flows)
        setFilter("tok:\(row.handle)")
        show("the flows of \(row.handle): Esc shows all")
    }

    private mutating func goToFlow(_ flow: FlowID?) {
        guard let flow else { return show("no flow is known for it") }
        guard let key = shown.flows.key(of: flow) else {
            return show(departure(of: flow))
        }
        switchView(.flows)
        reveal(key)
    }
}
