import ProxyCore

/// A flow as the dashboard keeps it: what began it and, once it is over, how it went.
struct FlowRecord: Sendable {
    let start: FlowStart
    var end: FlowEnd?
    /// Its end was among the events that this screen was too slow for.
    var endWasMissed = false

    var id: FlowID { start.id }
    var isInFlight: Bool { end == nil && !endWasMissed }

    /// 401, 403, 431, any 5xx, an answer of the proxy's own, or none at all.
    var isProblem: Bool {
        guard let end else { return false }
        guard end.error == nil, let status = end.status else { return true }
        return status == 401 || status == 403 || status == 431 || status >= 500
    }

    /// The status as people read it.
    var statusText: String {
        guard let end else { return endWasMissed ? "?" : "..." }
        return end.status.map { String($0) } ?? "---"
    }

    /// How long it took, or has taken until now.
    func total(at now: WallTime) -> Duration {
        end?.durations.total ?? max(.zero, start.time.duration(to: now))
    }

    /// Roughly the memory it takes, in bytes: the text it holds and the record itself.
    var weight: Int {
        let head = 600 + start.path.utf8.count
        return head + (end?.request?.weight ?? 0) + (end?.response?.weight ?? 0)
    }
}

extension MessageCapture {
    fileprivate var weight: Int {
        fields.reduce(bodyPrefix.count) { $0 + 64 + $1.name.utf8.count + $1.value.utf8.count }
    }

    /// The values of a field that were on the wire, in order.
    func values(of name: String) -> [String] {
        fields.filter { $0.change != .removed && $0.name.lowercased() == name }.map(\.value)
    }
}

extension FlowEnd {
    /// Every `WWW-Authenticate` value of the answer.
    var challenges: [String] { response?.values(of: "www-authenticate") ?? [] }
}
