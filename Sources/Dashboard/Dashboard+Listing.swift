import FlowFilter
import ProxyCore

/// What the lists show of the rows there are, kept up as they come.
extension Dashboard {
    /// Sorted rows move at most this often, and never while somebody is pressing keys.
    private static let sortPace = Duration.seconds(1)
    private static let keyPause = Duration.milliseconds(500)

    func filter(of view: ViewName) -> FilterState {
        switch view {
        case .flows: flowsListing.filter
        case .tokens: tokensListing.filter
        case .events: eventsListing.filter
        }
    }

    func matches(in view: ViewName) -> MatchList? {
        switch view {
        case .flows: flowsListing.matches
        case .tokens: tokensListing.matches
        case .events: eventsListing.matches
        }
    }

    mutating func changeFilter(of view: ViewName, _ body: (inout FilterState) -> Void) {
        // It may tell of the filter.
        toast = nil
        switch view {
        case .flows: body(&flowsListing.filter)
        case .tokens: body(&tokensListing.filter)
        case .events: body(&eventsListing.filter)
        }
        relist(view)
    }

    /// How many rows there are, shown or not.
    func rowCount(in view: ViewName) -> Int {
        switch view {
        case .flows: shown.flows.keys.count
        case .tokens: shown.tokens.count
        case .events: shown.events.keys.count
        }
    }

    /// The row that its reader holds on to; while the newest is followed, none is held.
    private func heldKey(in view: ViewName) -> Int? {
        position(of: view).isFollowing ? nil : selectedKey(in: view)
    }

    // MARK: - All at once

    /// Goes through all rows of a list anew.
    mutating func relist(_ view: ViewName) {
        let held = heldKey(in: view)
        switch view {
        case .flows:
            flowsListing.rebuild(shown, chosen: held)
            sortedAt = now
        case .tokens: relistTokens(held)
        case .events:
            let passes = eventPasses
            eventsListing.rebuild(shown.events.keys, chosen: held) { passes($0) ?? false }
        }
    }

    /// Whether the event of a key is to be listed; nil where there is none.
    private var eventPasses: (Int) -> Bool? {
        let (scene, filter, wantsProblem) = (openScene, eventsListing.filter, eventsListing.showsProblemsOnly)
        return { key in
            scene.traffic.events[key].map { event in
                (event.isProblem || !wantsProblem)
                    && (!filter.isActive || filter.matches(FilteredEvent(event, scene)))
            }
        }
    }

    private mutating func relistTokens(_ chosen: Int?) {
        let (tokens, filter, now) = (shown.tokens, tokensListing.filter, shownNow)
        tokensListing.rebuild(tokens.keys, chosen: chosen) { key in
            tokens[key].map { filter.matches(FilteredToken(row: $0, now: now)) } ?? false
        }
        if tokenSort != nil { orderTokens() }
    }

    /// After a pause, when everything may have changed.
    mutating func relistAll() {
        for view in ViewName.allCases { relist(view) }
    }

    // MARK: - Row by row

    /// Takes in what has come. A picture that stands still takes in nothing: its end goes through all of it.
    mutating func noteChanges() {
        let touched = live.takeTouched()
        guard pause == nil else { return }
        noteFlows(touched.flows)
        if eventsListing.isNarrowed {
            let passes = eventPasses
            eventsListing.note(touched.events, chosen: heldKey(in: .events)) { passes($0) }
        }
        if tokensListing.filter.isActive { relistTokens(heldKey(in: .tokens)) }
        resortIfDue()
        reorderTokensIfDue()
    }

    /// A held row that has joined its like, or whose run has lost its oldest row, is held on to by the row that stands for it.
    private mutating func noteFlows(_ touched: [Int]) {
        let held = heldKey(in: .flows)
        let run = held.flatMap { flowsListing.folding?.run(of: $0) }
        flowsListing.note(touched, in: live, chosen: held)
        guard let held, let folding = flowsListing.folding,
            let row = folding.shown(for: held) ?? run.flatMap(folding.row), row != held
        else { return }
        flowsPosition.select(row, in: keys(of: .flows), height: layout(of: .flows).listHeight)
    }

    /// The rows that a filter would hide are let go once the selection has left them.
    mutating func dismissGuests() {
        flowsListing.dismissGuests(but: inspectedKey ?? heldKey(in: .flows), in: shown)
        tokensListing.dismissGuests(but: heldKey(in: .tokens))
        eventsListing.dismissGuests(but: heldKey(in: .events))
    }

    /// What one looks at does not leave the ring: the row that is held, and the request that is inspected.
    mutating func pinWhatIsRead() {
        live.pin(Set([heldKey(in: .flows), inspectedKey].compactMap(\.self)))
    }

    private var inspectedKey: Int? { inspector.flatMap { shown.flows.key(of: $0.flow) } }

    // MARK: - Sorting

    /// Whether a sorted list waits for its moment.
    var isSortDue: Bool { flowsListing.isSortStale && pause == nil }

    mutating func resortIfDue() {
        guard isSortDue, isCalm(since: sortedAt) else { return }
        keepingPlace(in: .flows) { dashboard in
            dashboard.flowsListing.resort(dashboard.shown)
            dashboard.sortedAt = dashboard.now
        }
    }

    /// Whether rows may be put in order that were last put in order then.
    func isCalm(since time: WallTime) -> Bool {
        time.duration(to: now) >= Self.sortPace && pressedAt.duration(to: now) >= Self.keyPause
    }

    /// The selected row keeps its place on the screen; the others are put in order around it.
    mutating func keepingPlace(in view: ViewName, _ order: (inout Dashboard) -> Void) {
        let before = window(of: view)
        let selected = selectedKey(in: view)
        order(&self)
        guard let selected, let place = before.selected else { return }
        let keys = keys(of: view)
        guard !keys.isEmpty else { return }
        let index = keys.contains(selected) ? keys.index(notBelow: selected) : min(place, keys.count - 1)
        var position = position(of: view)
        position.hold(selected: keys[index], top: keys[max(0, index - (place - before.first))])
        restore(position, of: view)
    }
}
