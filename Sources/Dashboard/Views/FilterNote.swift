import Canvas
import FlowFilter
import ProxyCore

/// What a filter lets through and what it hides, in words.
struct FilterNote {
    private let dashboard: Dashboard
    private let view: ViewName

    init(_ dashboard: Dashboard) {
        self.dashboard = dashboard
        view = dashboard.view
    }

    private var total: Int { dashboard.rowCount(in: view) }
    private var found: Int { dashboard.matches(in: view)?.count ?? total }

    /// `5 of 1,196 match`
    var matches: String { "\(found.grouped) of \(total.grouped) match" }

    /// `5 of 1,196 match   1,191 hidden`; nil while nothing is filtered.
    var text: String? {
        guard dashboard.matches(in: view) != nil else { return nil }
        return hidden.map { "\(matches)   \($0)" } ?? matches
    }

    /// `1,191 hidden`; nil while no row is.
    var hidden: String? {
        guard let list = dashboard.matches(in: view), total > list.keys.count else { return nil }
        return "\((total - list.keys.count).grouped) hidden"
    }

    /// For a list in which a filter leaves nothing.
    var emptyLines: [Line] {
        let filter = dashboard.filter(of: view).filter.description
        let rest = dashboard.showsProblemsOnly ? " (problems only)" : ""
        var line = Line(" \(matches)").adding("   \(dashboard.veil.text(filter))\(rest)", .key)
        if let last = lastMatch { line.add("   last match \(dashboard.timekeeping.distance(last))", .dim) }
        let key = dashboard.keymap.key(for: .filter, in: Place.lists) ?? ":filter"
        return [
            line, .empty,
            Line(" ").adding("Esc", .key).adding(" drops the filter   ").adding(key, .key).adding(" changes it"),
        ]
    }

    /// When the newest row that matched was seen, if it is not kept any more.
    private var lastMatch: WallTime? { view == .flows ? dashboard.flowsListing.lastMatch : nil }
}
