import ProxyCore

/// When flows left the ring, as exactly as a bounded memory allows: to the second for those that left last, and to a tenth of
/// the time since for the others.
struct Departures: Sendable {
    /// The flows up to a number that had not left before, and when the first and the last of them did.
    private struct Run: Sendable {
        var last: UInt64
        var since: WallTime
        var time: WallTime
    }

    private static let limit = 256
    private static let resolution = Duration.seconds(1)

    /// Ascending in both.
    private var runs: [Run] = []
    /// Flows that were kept for longer than their neighbours.
    private var strays: [FlowID: WallTime] = [:]

    /// - Returns: nil for a flow that has not left, or that was never there.
    subscript(flow: FlowID) -> WallTime? {
        if let time = strays[flow] { return time }
        var (low, high) = (0, runs.count)
        while low < high {
            let middle = (low + high) / 2
            if runs[middle].last < flow.number { low = middle + 1 } else { high = middle }
        }
        return low < runs.count ? runs[low].time : nil
    }

    mutating func left(_ flow: FlowID, at time: WallTime) {
        guard let newest = runs.last else { return runs.append(Run(last: flow.number, since: time, time: time)) }
        if flow.number <= newest.last {
            guard let known = self[flow], known.duration(to: time) > Self.resolution else { return }
            if strays.count >= Self.limit { strays = [:] }
            strays[flow] = time
        } else if newest.time.duration(to: time) < Self.resolution {
            runs[runs.count - 1].last = flow.number
        } else {
            runs.append(Run(last: flow.number, since: time, time: time))
            if runs.count > Self.limit { mergeOne(at: time) }
        }
    }

    /// How many moments are remembered.
    var count: Int { runs.count + strays.count }

    /// Two neighbours become one where that takes least from what is told: what left with the earlier one is told to have left
    /// with the later one.
    private mutating func mergeOne(at now: WallTime) {
        func harm(_ index: Int) -> Double {
            runs[index].since.duration(to: runs[index + 1].time)
                / (runs[index].since.duration(to: now) + Self.resolution)
        }
        guard let index = (0..<runs.count - 1).min(by: { harm($0) < harm($1) }) else { return }
        runs[index + 1].since = runs[index].since
        runs.remove(at: index)
    }
}
