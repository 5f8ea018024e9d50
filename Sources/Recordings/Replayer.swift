package import ProxyCore

/// A recording that is played back: given the moment up to which it is to be played, it says what happened until then.
///
/// What it says does not depend on how often it is asked, so that a recording always leads to the same screen.
package struct Replayer: Sendable {
    package enum Step: Sendable {
        /// Told before whatever happens at a moment, and at each whole second.
        case passed(to: WallTime)
        case came(EventBatch)
        case counted(TrafficSnapshot, at: WallTime)
    }

    package enum Phase: Sendable, Equatable {
        case running
        /// The moment to stop at has come.
        case standing
        case ended
    }

    private var reader: RecordingReader
    private var next: RecordedEntry?
    private let until: WallTime?
    /// Of a log, which has no totals of its own.
    private var tally: TrafficTally?
    /// The moment up to which everything has been told.
    package private(set) var now: WallTime
    package private(set) var phase = Phase.running

    /// - Parameter stop: the moment to stop at, of the recording's first whole day.
    /// - Throws: also where there is nothing in it.
    package init(_ reader: RecordingReader, until stop: ClockTime? = nil) throws(RecordingError) {
        var reader = reader
        guard let first = try reader.next() else { throw .empty }
        next = first
        now = min(first.time, reader.header?.start ?? first.time)
        until = stop.map { [now] in $0.moment(after: now, offset: reader.header?.utcOffset) }
        tally = reader.header == nil ? TrafficTally() : nil
        self.reader = reader
    }

    package var header: RecordingHeader? { reader.header }
    package var skipped: Int { reader.skipped }
    package var isCut: Bool { reader.isCut }
    package var isOfLaterVersion: Bool { reader.isOfLaterVersion }

    /// When something happens next; nil where nothing does any more.
    package var nextMoment: WallTime? {
        guard phase == .running else { return nil }
        let second = nextSecond
        let moment = next.map { min(max($0.time, now), second) } ?? second
        return until.map { min($0, moment) } ?? moment
    }

    /// Everything up to and including the first sign that the proxy listens: what stood on the screen when it came up.
    package mutating func opening() throws(RecordingError) -> [Step] {
        var steps: [Step] = []
        while phase == .running, let entry = next {
            steps += try play(through: max(now, entry.time), limit: 1)
            if case .event(.listening) = entry.fact { break }
            // A log may have lost its beginning.
            if case .event(.flowStarted) = entry.fact { break }
        }
        return steps
    }

    /// Plays on.
    ///
    /// - Parameter limit: about how many entries are played at once; what is due besides comes with the next call.
    package mutating func play(through moment: WallTime, limit: Int = 2_000) throws(RecordingError) -> [Step] {
        var steps: [Step] = []
        var played = 0
        let end = until.map { min($0, moment) } ?? moment
        while phase == .running, played < limit {
            if let entry = next, max(entry.time, now) <= min(end, nextSecond) {
                played += 1
                try tell(entry, &steps)
            } else if next == nil {
                phase = .ended
            } else if nextSecond <= end {
                now = nextSecond
                steps.append(.passed(to: now))
            } else {
                break
            }
        }
        if let until, end == until, phase == .running, played < limit { stand(at: until, &steps) }
        return steps
    }

    private var nextSecond: WallTime { WallTime(seconds: now.seconds + 1) }

    private mutating func stand(at moment: WallTime, _ steps: inout [Step]) {
        now = max(now, moment)
        steps.append(.passed(to: now))
        phase = .standing
    }

    private mutating func tell(_ entry: RecordedEntry, _ steps: inout [Step]) throws(RecordingError) {
        next = try reader.next()
        if entry.time > now || steps.isEmpty { steps.append(.passed(to: max(now, entry.time))) }
        now = max(now, entry.time)
        switch entry.fact {
        case .event(let event):
            steps.append(.came(EventBatch(events: [event])))
            tally?.add(event)
            if let tally { steps.append(.counted(tally.totals, at: now)) }
        case .missed(let count): steps.append(.came(EventBatch(events: [], dropped: count)))
        case .skipped(let count): steps.append(.came(EventBatch(events: [], skipped: count)))
        case .totals(let totals): steps.append(.counted(totals, at: now))
        }
    }
}
