import ProxyCore

/// A picture that stands still, and the account of what has come since.
struct Pause: Sendable {
    /// What there was when the pause began; complete, whatever the rings let go meanwhile.
    private(set) var traffic: Traffic
    let since: WallTime
    /// The same moment by the clock as it has been set since.
    private(set) var began: WallTime
    /// The lists that followed when it began.
    let followed: [ViewName]

    init(traffic: Traffic, since: WallTime, followed: [ViewName]) {
        self.traffic = traffic
        (self.since, began) = (since, since)
        self.followed = followed
    }

    /// The wall clock was set.
    mutating func clockWasSet(by step: Duration) { began = began.advanced(by: step) }

    /// Shows a flow as marked, or not any more.
    mutating func setMark(_ isMarked: Bool, on key: Int) { traffic.setMark(isMarked, on: key) }

    /// Lists events from another level on.
    mutating func listEvents(from level: LogLevel) { traffic.eventLevel = level }

    /// What has come since, and of that what nobody will see any more.
    struct Ledger: Sendable, Equatable {
        let new: Int
        let problems: Int
        let lost: Int
    }

    func ledger(_ live: Traffic) -> Ledger {
        let unseen = max(0, live.flows.firstInRing - traffic.flows.appended)
        return Ledger(
            new: live.requestCount - traffic.requestCount, problems: live.problemCount - traffic.problemCount,
            lost: unseen + live.unlisted - traffic.unlisted)
    }
}
