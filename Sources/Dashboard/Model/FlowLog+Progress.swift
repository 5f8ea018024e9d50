import ProxyCore

extension FlowLog {
    /// A flow in flight has come further. It stays where it stands, and counts as nothing new.
    mutating func progressed(_ progress: FlowEnd) {
        guard let key = key(of: progress.start.id), self[key]?.end == nil else { return }
        change(key) { $0.progress = progress }
    }

    /// The wall clock was set: what runs has run no longer for that.
    mutating func clockWasSet(by step: Duration) {
        for key in inFlight { change(key) { $0.clockWasSet(by: step) } }
    }
}
