import Canvas
import ProxyCore

/// Folding, sorting and marking the rows of the flows list.
extension Dashboard {
    /// More than these are no selection any more.
    private static let markLimit = 500

    mutating func arrange(_ action: Action) {
        switch action {
        case .sort where view == .tokens: sortTokens()
        case .invertSort where view == .tokens: invertTokenSort()
        case .fold: toggleFolding()
        case .sort: setSort(FlowSort.next(after: flowsListing.sort, among: flowColumns.columns))
        case .invertSort: invertSort()
        case .mark: toggleMark()
        default: break
        }
    }

    /// The columns that there is room for.
    var flowColumns: FlowColumns {
        let width = layout(of: .flows).list?.columns ?? size.columns
        return FlowColumns(
            width: width, timeWidth: timekeeping.rowWidth(milliseconds: width >= Layout.wide), wishes: columns.flows)
    }

    func sortTitle(_ sort: FlowSort) -> String { flowColumns.title(of: sort.column) }

    private mutating func toggleFolding() {
        let selected = selectedKey(in: .flows)
        let wasFollowing = flowsPosition.isFollowing
        flowsListing.isFolded.toggle()
        relist(.flows)
        if !wasFollowing, let selected { select(flowsListing.folding?.shown(for: selected) ?? selected, in: .flows) }
        show(
            flowsListing.isFolded
                ? "repeats are folded: same method, upstream, path template, status and token" : "every row by itself")
    }

    private mutating func invertSort() {
        let sort = flowsListing.sort ?? FlowSort(column: .time, isDescending: false)
        let inverted = FlowSort(column: sort.column, isDescending: !sort.isDescending)
        setSort(inverted.column == .time && !inverted.isDescending ? nil : inverted)
    }

    private mutating func setSort(_ sort: FlowSort?) {
        let selected = selectedKey(in: .flows)
        let wasFollowing = flowsPosition.isFollowing
        let wasSorted = flowsListing.sort != nil
        flowsListing.sort = sort
        flowsListing.resort(shown)
        sortedAt = now
        guard let sort else {
            if let selected { select(selected, in: .flows) }
            return show("by time again" + offered(.follow, ": ", "follows the newest"))
        }
        flowsPosition.hold(drawn[.flows])
        // Somebody who followed has chosen no row: the first in the new order is what the order was wanted for.
        if wasFollowing || wasSorted {
            select(.min, in: .flows)
        } else if let selected {
            select(selected, in: .flows)
        }
        let offers = offered(.sort, ". ", "next column") + offered(.invertSort, ", ", "inverts")
        show("by \(sortTitle(sort)), \(sort.direction): following is off" + offers)
    }

    /// Marks a row, so that the ring does not let it go; one that stands for others is unmarked with those.
    private mutating func toggleMark() {
        guard let key = selectedKey(in: .flows), let flow = shown.flows[key] else { return }
        let marked = (flowsListing.folding?.members(of: key) ?? [key]).filter(shown.flows.marks.contains)
        let isMarked = marked.isEmpty
        guard !isMarked || live.flows.marks.count < Self.markLimit else {
            return show("\(Self.markLimit) flows are marked" + offered(.mark, ": ", "on one of them lets it go"))
        }
        for key in isMarked ? [key] : marked {
            pause?.setMark(isMarked, on: key)
            live.setMark(isMarked, on: key)
        }
        if pause != nil { relist(.flows) } else { noteChanges() }
        let count = shown.flows.marks.count
        guard isMarked else { return show("\(flow.id) is not marked any more, \(count.grouped) marked") }
        if count == 2, live.flows[key] != nil {
            let offers = offered(.diff, ": ", "compares them") + offered(.exportMenu, ", ", "exports them")
            return show("2 flows are marked" + offers)
        }
        show(
            live.flows[key] == nil
                ? "\(flow.id) marked in this picture only: it has left the ring"
                : "\(flow.id) marked: it is kept, \(count.grouped) marked")
    }

    /// Back to the order of arrival, as following wants it.
    mutating func dropSort() {
        guard flowsListing.sort != nil else { return }
        flowsListing.sort = nil
        flowsListing.resort(shown)
    }
}
