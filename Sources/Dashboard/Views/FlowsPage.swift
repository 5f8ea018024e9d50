import Canvas
import ProxyCore

/// The rows of the flows list that are on screen, and what follows from their standing together.
struct FlowsPage {
    enum Item {
        case flow(FlowRecord, key: Int, isSelected: Bool)
        /// A day begins: shown only where the rows span midnight.
        case day(WallTime)
    }

    /// Fewer rows than these say nothing about a column.
    private static let leastRows = 3

    private(set) var items: [Item] = []
    /// How many rows there are below the last one shown.
    private(set) var below = 0

    init(_ dashboard: Dashboard, height: Int) {
        let flows = dashboard.shown.flows
        let keys = dashboard.keys(of: .flows)
        let window = dashboard.flowsPosition.window(keys, height: height)
        below = window.below
        let days = DayMarks(dashboard, keys)
        var selected = 0
        for index in window.first..<(window.first + window.count) {
            guard let record = flows[keys[index]] else { continue }
            if let last = records.last, days.isDivided(last, record) { items.append(.day(record.start.time)) }
            if index == window.selected { selected = items.count }
            items.append(.flow(record, key: keys[index], isSelected: index == window.selected))
        }
        cut(to: height, keeping: selected)
    }

    /// Days take rows of their own: what has no more room goes at the top, unless the selected row would.
    private mutating func cut(to height: Int, keeping selected: Int) {
        let excess = items.count - height
        guard excess > 0 else { return }
        guard selected < excess else { return items.removeFirst(excess) }
        below += items.suffix(excess).count { if case .flow = $0 { true } else { false } }
        items.removeLast(excess)
    }

    var records: [FlowRecord] {
        items.compactMap { if case .flow(let record, _, _) = $0 { record } else { nil } }
    }

    /// The columns that say the same in every row shown.
    var constantColumns: Set<FlowColumns.Column> {
        let records = records
        guard records.count >= Self.leastRows, let first = records.first else { return [] }
        var columns: Set<FlowColumns.Column> = []
        if records.allSatisfy({ $0.start.method == first.start.method }) { columns.insert(.method) }
        if records.allSatisfy({ $0.start.host == first.start.host }) { columns.insert(.upstream) }
        return columns
    }

    /// What the longest of the hosts and paths shown need; nil where there is none.
    func needs(_ veil: Veil) -> FlowColumns.Needs? {
        let records = records
        guard !records.isEmpty else { return nil }
        let hosts = Set(records.map { $0.start.host ?? "(none)" }).map { Canvas.width(veil.host($0)) }
        // Roughly, since it is asked for each row of each frame.
        let paths = records.map { (veil.level > 1 ? veil.path($0.start.path) : $0.start.path).utf8.count }
        return FlowColumns.Needs(host: hosts.max() ?? 0, path: paths.max() ?? 0)
    }

    /// Whether cutting hosts at their ends would make two of them look the same.
    func needsMiddle(width: Int, _ text: (String) -> String) -> Bool {
        let hosts = Set(records.compactMap(\.start.host)).map(text)
        let long = hosts.filter { $0.utf8.count > width }
        return Set(long.map { $0.prefix(max(1, width - 1)) }).count < long.count
    }
}

/// Where midnight lies between rows.
private struct DayMarks {
    private let offset: Int64
    /// Whether there are rows of more than one day.
    private let spansMidnight: Bool

    init(_ dashboard: Dashboard, _ keys: RowKeys) {
        let flows = dashboard.shown.flows
        let seconds = dashboard.timeFormat == .utc ? 0 : dashboard.configuration.utcOffset
        offset = Int64(seconds) * 1000
        guard dashboard.flowsListing.sort == nil, let first = flows.keys.count > 0 ? flows[flows.keys[0]] : nil,
            let last = keys.last.flatMap({ flows[$0] })
        else {
            spansMidnight = false
            return
        }
        spansMidnight = Self.day(first.start.time, offset) != Self.day(last.start.time, offset)
    }

    func isDivided(_ earlier: FlowRecord, _ later: FlowRecord) -> Bool {
        spansMidnight && Self.day(earlier.start.time, offset) != Self.day(later.start.time, offset)
    }

    private static func day(_ time: WallTime, _ offset: Int64) -> Int64 {
        Int64((Double(time.milliseconds + offset) / 86_400_000).rounded(.down))
    }
}

extension Dashboard {
    var flowsPage: FlowsPage { FlowsPage(self, height: layout(of: .flows).listHeight) }

    /// The columns that say nothing at present. While a filter is typed they stay: each letter would shift the rest.
    func hiddenColumns(on page: FlowsPage) -> Set<FlowColumns.Column> {
        guard filterPrompt == nil else { return [] }
        return page.constantColumns.filter { columnWatch.isCalm($0, at: shownNow) }
    }

    /// What the texts need, or needed lately.
    func columnNeeds(on page: FlowsPage) -> FlowColumns.Needs? {
        page.needs(veil).map { now in
            let lately = columnWatch.needs
            return FlowColumns.Needs(host: max(now.host, lately.host), path: max(now.path, lately.path))
        }
    }

    /// Remembers which columns the frame to be drawn needs.
    mutating func watchColumns() {
        guard view == .flows, !isTooSmall else { return }
        let page = flowsPage
        guard page.records.count > 1 else { return columnWatch.startOver() }
        if let needs = page.needs(veil) { columnWatch.saw(needs, at: shownNow) }
        columnWatch.saw(Set([.method, .upstream]).subtracting(page.constantColumns), at: shownNow)
    }
}
