import ProxyCore

/// The three lists and where the reader is in them.
extension Dashboard {
    func keys(of view: ViewName) -> RowKeys {
        switch view {
        case .flows: flowsListing.keys(in: shown.flows)
        case .tokens: tokensListing.keys(among: shown.tokens.keys)
        case .events: eventsListing.keys(among: shown.events.keys)
        }
    }

    func position(of view: ViewName) -> ListPosition {
        switch view {
        case .flows: flowsPosition
        case .tokens: tokensPosition
        case .events: eventsPosition
        }
    }

    private mutating func setPosition(_ position: ListPosition, of view: ViewName) {
        switch view {
        case .flows: flowsPosition = position
        case .tokens: tokensPosition = position
        case .events: eventsPosition = position
        }
    }

    /// Whether the view that is looked at shows nothing but problems.
    var showsProblemsOnly: Bool {
        switch view {
        case .flows: flowsListing.showsProblemsOnly
        case .tokens: false
        case .events: eventsListing.showsProblemsOnly
        }
    }

    /// Goes back to where the reader was.
    mutating func restore(_ position: ListPosition, of view: ViewName) { setPosition(position, of: view) }

    func window(of view: ViewName) -> ListPosition.Window {
        position(of: view).window(keys(of: view), height: layout(of: view).listHeight)
    }

    /// The key of the row that was highlighted when the last frame was drawn, whatever has become of it since: of the row
    /// that stands for it now, if it has been folded. Before any frame was drawn, of the one that would be highlighted.
    func selectedKey(in view: ViewName) -> Int? {
        let position = position(of: view)
        if position.isFollowing, let drawn = drawn[view] {
            guard view == .flows, !keys(of: view).contains(drawn.selected) else { return drawn.selected }
            return flowsListing.folding?.shown(for: drawn.selected) ?? drawn.selected
        }
        return position.drawn(keys(of: view), height: layout(of: view).listHeight)?.selected
    }

    /// What to say where the highlighted row has gone since it was drawn, so that no key means another one; nil where it is there.
    var loss: String? {
        guard place == .flows, flowsPosition.isFollowing, let drawn = drawn[.flows],
            shown.flows[drawn.selected] == nil
        else { return nil }
        return "that row has left the ring (\(shown.flows.capacity.grouped) kept)"
    }

    var selectedFlow: FlowRecord? { selectedKey(in: .flows).flatMap { shown.flows[$0] } }
    var selectedToken: TokenRow? { selectedKey(in: .tokens).flatMap { shown.tokens[$0] } }
    var selectedEvent: EventRow? { selectedKey(in: .events).flatMap { shown.events[$0] } }

    mutating func select(_ key: Int, in view: ViewName) {
        let key = view == .flows ? flowsListing.admit(key, in: shown) : key
        var position = position(of: view)
        position.hold(drawn[view])
        position.select(key, in: keys(of: view), height: layout(of: view).listHeight)
        setPosition(position, of: view)
    }

    mutating func move(_ action: Action) {
        if place == .help { return moveInHelp(action) }
        if Place.scrolling.contains(place) { return scroll(action) }
        let height = layout(of: view).listHeight
        var position = position(of: view)
        let keys = keys(of: view)
        switch action {
        case .newest where view == .events || (view == .flows && flowsListing.sort == nil): position.follow()
        case .newest: position.select(.max, in: keys, height: height)
        case .oldest:
            position.hold(drawn[view])
            position.select(.min, in: keys, height: height)
        default:
            position.move(by: action.distance(page: height), in: keys, height: height, drawn: drawn[view])
        }
        setPosition(position, of: view)
    }

    /// Following again also ends a pause: what is followed is the present.
    mutating func follow() {
        endPause()
        if view == .flows { dropSort() }
        var position = position(of: view)
        position.follow()
        setPosition(position, of: view)
    }

    mutating func togglePause() {
        guard pause == nil else { return endPause() }
        let followed = ViewName.allCases.filter { position(of: $0).isFollowing }
        // What stands still is what was on screen, so the rows that a following list showed are held.
        for view in ViewName.allCases {
            var position = position(of: view)
            position.hold(drawn[view])
            setPosition(position, of: view)
        }
        pause = Pause(traffic: live, since: now, followed: followed)
    }

    /// The list that is being read goes on where its reader is; the others follow again if they did.
    private mutating func endPause() {
        guard let ended = pause else { return }
        pause = nil
        for other in ended.followed where other != view {
            var position = position(of: other)
            position.follow()
            setPosition(position, of: other)
        }
        relistAll()
    }

    mutating func toggleProblemsOnly() {
        if view == .events { eventsListing.showsProblemsOnly.toggle() } else { flowsListing.showsProblemsOnly.toggle() }
        relist(view)
    }

    /// The next problem row in a direction, seen from the selected row.
    mutating func goToProblem(_ direction: Int) {
        guard let selected = selectedKey(in: view) else { return }
        let keys = keys(of: view)
        var index = keys.index(notBelow: selected) + (direction > 0 && !keys.contains(selected) ? 0 : direction)
        while (0..<keys.count).contains(index), !isProblem(keys[index]) { index += direction }
        guard (0..<keys.count).contains(index) else {
            return show(direction < 0 ? "no problem above" : "no problem below")
        }
        select(keys[index], in: view)
        if view == .flows { followSelection() }
    }

    private func isProblem(_ key: Int) -> Bool {
        switch view {
        case .flows: shown.flows[key]?.isProblem ?? false
        case .tokens: false
        case .events: shown.events[key]?.isProblem ?? false
        }
    }

    /// Makes a row of the flows list visible, whatever hides it, and selects it.
    mutating func reveal(_ key: Int) {
        if !keys(of: .flows).contains(key), let shown = flowsListing.folding?.shown(for: key) {
            return select(shown, in: .flows)
        }
        if !keys(of: .flows).contains(key) {
            flowsListing.showsProblemsOnly = false
            changeFilter(of: .flows) { $0.isOn = false }
        }
        select(flowsListing.folding?.shown(for: key) ?? key, in: .flows)
    }
}

extension Action {
    /// By how many rows a movement goes, down being positive.
    func distance(page: Int) -> Int {
        switch self {
        case .up: -1
        case .down: 1
        case .halfPageUp: -max(1, page / 2)
        case .halfPageDown: max(1, page / 2)
        case .pageUp: -max(1, page - 1)
        case .pageDown: max(1, page - 1)
        case .oldest: -.max / 2
        case .newest: .max / 2
        default: 0
        }
    }
}
