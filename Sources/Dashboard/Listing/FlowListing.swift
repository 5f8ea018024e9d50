import FlowFilter
import ProxyCore

/// Which flows the list shows, and in which order: all of them by their arrival, or filtered, folded and sorted.
///
/// What costs time is done as rows come, once for each of them; a frame only reads the result.
struct FlowListing: Sendable {
    var filter: FilterState
    var showsProblemsOnly = false
    var isFolded = false
    var sort: FlowSort?
    /// nil: every row passes.
    private(set) var matches: MatchList?
    private(set) var folding: Folding?
    private var sorted: RowKeys?
    /// When the newest row that passed began.
    private(set) var lastMatch: WallTime?
    /// Whether rows have come or changed since they were sorted.
    private(set) var isSortStale = false

    init(filter: FilterState) { self.filter = filter }

    var isNarrowed: Bool { showsProblemsOnly || filter.isActive }

    func keys(in flows: FlowLog) -> RowKeys {
        if let sorted { return sorted }
        return unsorted(in: flows)
    }

    private func unsorted(in flows: FlowLog) -> RowKeys {
        if let folding { return RowKeys(single: folding.keys) }
        if let matches { return RowKeys(single: matches.keys) }
        return flows.keys
    }

    private func passes(_ record: FlowRecord, _ key: Int, in traffic: Traffic) -> Bool {
        if showsProblemsOnly, !record.isProblem { return false }
        guard filter.isActive else { return true }
        return filter.matches(
            FilteredFlow(record: record, tokens: traffic.tokens, isMarked: traffic.flows.marks.contains(key)))
    }

    // MARK: - All at once

    /// Goes through every row anew.
    ///
    /// - Parameter chosen: the row to stay in sight whether it passes or not; marked ones do, too.
    mutating func rebuild(_ traffic: Traffic, chosen: Int?) {
        matches = isNarrowed ? matches(in: traffic, chosen) : nil
        lastMatch = matches?.keys.last.flatMap { traffic.flows[$0]?.start.time }
        folding = nil
        if isFolded {
            let base = unsorted(in: traffic.flows)
            var folding = Folding()
            for index in 0..<base.count {
                if let record = traffic.flows[base[index]] { folding.note(base[index], record, in: traffic) }
            }
            self.folding = folding
        }
        resort(traffic)
    }

    private func matches(in traffic: Traffic, _ chosen: Int?) -> MatchList {
        let all = traffic.flows.keys
        var found: [Int] = []
        var guests: [Int] = []
        for index in 0..<all.count {
            let key = all[index]
            guard let record = traffic.flows[key] else { continue }
            if passes(record, key, in: traffic) {
                found.append(key)
            } else if key == chosen || traffic.flows.marks.contains(key) {
                guests.append(key)
            }
        }
        return MatchList(matches: found, guests: guests)
    }

    mutating func resort(_ traffic: Traffic) {
        isSortStale = false
        sorted = nil
        if let sort { sorted = RowKeys(ordered: sort.ordered(unsorted(in: traffic.flows), in: traffic)) }
    }

    // MARK: - Row by row

    /// Rows have come, changed or gone.
    mutating func note(_ touched: [Int], in traffic: Traffic, chosen: Int?) {
        guard isNarrowed || isFolded || sort != nil, !touched.isEmpty else { return }
        isSortStale = sort != nil
        var hasLost = false
        for key in touched {
            let record = traffic.flows[key]
            hasLost = hasLost || (record == nil && sorted?.contains(key) == true)
            if let record {
                let isChosen = key == chosen || traffic.flows.marks.contains(key)
                let isMatch = passes(record, key, in: traffic)
                matches?.note(key, isMatch: isMatch, isChosen: isChosen)
                if isMatch { lastMatch = max(lastMatch ?? record.start.time, record.start.time) }
            } else {
                matches?.remove(key)
            }
            if let record, matches?.contains(key) ?? true {
                folding?.note(key, record, in: traffic)
            } else {
                folding?.remove(key)
            }
        }
        // What has gone leaves the sorted list at once; what has come waits for its turn.
        if hasLost, let sorted {
            self.sorted = RowKeys(ordered: sorted.single.filter { traffic.flows[$0] != nil })
        }
    }

    /// A row that somebody has chosen is shown, whether it passes or not.
    ///
    /// - Returns: the row that stands for it.
    mutating func admit(_ key: Int, in traffic: Traffic) -> Int {
        guard let record = traffic.flows[key] else { return key }
        if matches?.contains(key) == false {
            let isMatch = passes(record, key, in: traffic)
            matches?.note(key, isMatch: isMatch, isChosen: true)
            folding?.note(key, record, in: traffic)
            if sort != nil { resort(traffic) }
        }
        return folding?.shown(for: key) ?? key
    }

    /// Guests that nobody has chosen any more leave.
    mutating func dismissGuests(but chosen: Int?, in traffic: Traffic) {
        guard let matches, !matches.guests.isEmpty else { return }
        let leaving = matches.guests.filter { $0 != chosen && !traffic.flows.marks.contains($0) }
        for key in leaving {
            self.matches?.remove(key)
            folding?.remove(key)
        }
        if sorted != nil, !leaving.isEmpty { resort(traffic) }
    }
}

extension Folding {
    fileprivate mutating func note(_ key: Int, _ record: FlowRecord, in traffic: Traffic) {
        note(key, record, isAlarming: traffic.tokens.identityChanges[record.id] != nil)
    }
}
