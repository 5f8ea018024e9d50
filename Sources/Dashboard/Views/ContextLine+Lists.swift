import Canvas
import ProxyCore

/// The selected row in words.
extension ContextLine {
    /// More requests a second than this, and nobody reads them one by one.
    private static let burst = 200
    /// So long is told that rows came too fast, where there are losses of another kind to tell of.
    private static let newsOfBurst = Duration.seconds(60)

    var flowNote: Line {
        let flows = dashboard.shown.flows
        guard let record = dashboard.selectedFlow else {
            if let note = preflightNote { return note }
            if let note = FilterNote(dashboard).text { return joined(Line(" \(note)"), [ring]) }
            return joined(Line(dashboard.showsProblemsOnly ? " problems only" : " no flow yet"), [ring])
        }
        var line = Line(" \(record.id)  ")
        line.add(record.statusText, record.isProblem ? .error : .text)
        line.add(" " + place(of: record))
        let position = "\(position) of \(dashboard.keys(of: .flows).count.grouped)"
        if dashboard.showsProblemsOnly { line.add("  problems only", .mode) }
        if let key = flows.key(of: record.id), flows.marks.contains(key) { line.add("  marked", .key) }
        if let host = record.start.host, dashboard.live.facts.overrides[host] != nil {
            line.add("  audience set by you", .mode)
        }
        if let fault = record.known?.fault {
            line.add("  F faulted by you: \(FaultWords(dashboard.veil).name(fault))", .error)
        }
        if Sanitizer.cleans(record.start.path) || record.start.host.map(Sanitizer.cleans) ?? false {
            let offer = keymap.offer(.why, in: dashboard.place, "shows what a row cannot")
            line.add("  cleaned" + (offer.map { ": \($0)" } ?? ""), .cleaned)
        }
        if let reason = FlowReason(record, dashboard.scene).short { line.add("  \(reason)") }
        if let change = dashboard.shown.tokens.identityChanges[record.id] {
            line.add("  IDENTITY CHANGED: \(change.list(dashboard.veil))", .error)
        }
        // What a filter hides is told for as long as it is on, whatever else there is to say.
        if dashboard.filter(of: .flows).isActive, let note = FilterNote(dashboard).text {
            return joined(line, followOffer(["\(position)   \(note)   \(ring)", "\(position)   \(note)", note]))
        }
        if let rate = foldingOffer { return joined(line, [rate]) }
        let newest = flows.keys.last.flatMap { flows[$0] }.map { dashboard.timekeeping.clock($0.start.time) } ?? "-"
        let rings = rings
        let longest = "\(position)   newest \(newest)   \(rings[0])"
        return joined(line, followOffer([longest] + rings.map { "\(position)   \($0)" } + [position]))
    }

    /// Where newer rows have come below a held one, the way back to them stands first.
    private func followOffer(_ texts: [String]) -> [String] {
        guard dashboard.flowsListing.sort == nil, !dashboard.flowsPosition.isFollowing, dashboard.flowsPage.below > 0,
            let offer = keymap.offer(.follow, in: .flows, "follows")
        else { return texts }
        return texts.map { "\(offer)   \($0)" } + texts.suffix(1)
    }

    /// Its upstream; or what all rows on screen have in common, since the columns for it are hidden then: `all GET to
    /// api.example.com`.
    private func place(of record: FlowRecord) -> String {
        let host = record.start.host.map(dashboard.veil.host) ?? "no upstream"
        let hidden = dashboard.hiddenColumns(on: dashboard.flowsPage)
        return switch (hidden.contains(.method), hidden.contains(.upstream)) {
        case (true, true): "all \(record.start.method) to \(host)"
        case (true, false): "\(host)  all \(record.start.method)"
        case (false, true): "all to \(host)"
        case (false, false): host
        }
    }

    /// Where rows fly by, what would slow them down.
    private var foldingOffer: String? {
        let rate = dashboard.shown.rate.perSecond(at: dashboard.shownNow)
        guard rate > Self.burst, !dashboard.flowsListing.isFolded else { return nil }
        return keymap.offer(.fold, in: .flows, "folds repeats").map { "\(rate.grouped)/s   \($0)" }
    }

    /// How the preflight went that the empty list shows.
    private var preflightNote: Line? {
        guard !dashboard.showsProblemsOnly, let report = dashboard.live.facts.preflight else { return nil }
        guard report.isComplete else {
            return joined(
                Line(" preflight runs: \(report.tally)"), ["\(report.checks.count) of \(PreflightStep.allCases.count)"])
        }
        let failed = report.checks.contains { $0.verdict == .failed }
        let again = keymap.offer(.preflight, in: .flows, "runs it again") ?? ":preflight runs it again"
        return joined(
            Line(" preflight ").adding(report.tally, failed ? .error : .text),
            ["looked at \(dashboard.timekeeping.clock(report.time))   \(again)", again])
    }

    var tokenNote: Line {
        let tokens = dashboard.shown.tokens
        let note = FilterNote(dashboard).text
        guard let row = dashboard.selectedToken else { return Line(" \(note ?? "no token yet")") }
        let line = Line(" \(row.newest?.id.description ?? row.handle.description) selected")
        let totals = dashboard.live.totals
        let calls =
            "\(max(totals.mints, tokens.calls).counted("STS call")), \(totals.cacheHits.counted("request")) served from cache"
        if let note { return joined(line, ["\(note)   \(nextCall)", note]) }
        return joined(line, ["\(nextCall)   \(calls)", nextCall])
    }

    var eventNote: Line {
        let events = dashboard.shown.events
        var line = Line(" \(events.keys.count.grouped) of \(events.total.counted("event"))")
        if dashboard.showsProblemsOnly { line.add("  problems only", .mode) }
        let tally = events.tally
        if tally.folded > 0 { line.add(", \(tally.folded.grouped) folded") }
        if tally.dropped > 0 { line.add(", \(tally.dropped.grouped) dropped") }
        if !events.hidden.isEmpty { line.add(", \(events.hiddenWords)") }
        if events.level != .info { line.add("  level \(events.level.rawValue)", .mode) }
        if let note = FilterNote(dashboard).text { return joined(line, [note]) }
        let lines = events.logLines > 0 ? "\(events.logLines.counted("log line"))   " : ""
        let offer = events.hidden.first.map { ":level \($0.level.rawValue) lists more   " } ?? ""
        let ring = "event ring \(events.capacity.grouped)"
        return joined(line, ["\(offer)\(lines)\(ring)", "\(lines)\(ring)", "ring \(events.capacity.grouped)"])
    }

    /// The place of the selected row, from 1.
    private var position: String {
        let keys = dashboard.keys(of: .flows)
        return dashboard.selectedKey(in: .flows).map { (keys.index(notBelow: $0) + 1).grouped } ?? "-"
    }

    private var ring: String { rings[0] }

    /// What the list has not got, in fewer and fewer words: what came too fast for it, and what has left it.
    private var rings: [String] {
        let flows = dashboard.shown.flows
        let skipped = dashboard.shown.skipped
        let unlisted = "\(skipped.grouped) not listed"
        guard flows.dropped > 0 else {
            return [skipped > 0 ? "\(unlisted), over 2,000/s" : "ring \(flows.capacity.grouped)"]
        }
        // What is marked, or still running, may be older than the ring.
        let oldest = flows[flows.firstInRing]
        let since = oldest.map { " (oldest \(dashboard.timekeeping.minute($0.start.time)))" } ?? ""
        let dropped = "\(flows.dropped.grouped) dropped"
        let isNews = dashboard.shown.skippedAt.map { $0.duration(to: dashboard.shownNow) < Self.newsOfBurst } ?? false
        guard isNews else { return [dropped + since, dropped] }
        return [
            "\(unlisted), over 2,000/s, \(dropped)\(since)", "\(unlisted), \(dropped)\(since)",
            "\(unlisted), \(dropped)",
        ]
    }

    /// The soonest call to STS whose moment is known; those that wait for a request have none.
    private var nextCall: String {
        let now = dashboard.shownNow
        let calls = dashboard.shown.tokens.rows.compactMap { row -> (time: WallTime, who: String)? in
            switch row.nextCall(at: now) {
            case .underWay: (now, "\(row.handle)")
            case .byItself(let time): (time, "\(row.handle)")
            case .retry(let time): (time, "\(row.handle), retry \(row.failures)")
            case .ifUsed, .onUse: nil
            }
        }
        guard let next = calls.min(by: { $0.time < $1.time }) else { return "no STS call ahead" }
        guard next.time > now else { return "STS is being asked (\(next.who))" }
        return "next STS call in \(now.duration(to: next.time).phrase) (\(next.who))"
    }
}

extension EventLog {
    /// What the level hides: `9 hidden at debug`, `9 hidden at debug, 40 at info`.
    var hiddenWords: String {
        hidden.enumerated().map { "\($1.rows.grouped)\($0 == 0 ? " hidden" : "") at \($1.level.rawValue)" }
            .joined(separator: ", ")
    }
}
