import ProxyCore

extension FlowLog {
    /// A flow in flight has come further. It stays where it stands, and counts as nothing new.
    mutating func progressed(_ progress: FlowEnd) {
        guard let key = key(of: progress.start.id), self[key]?.end == nil else { return }
        change(key) { $0.progress = progress }
    }
}
