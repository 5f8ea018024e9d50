import ProxyCore

/// A flow as the dashboard keeps it: what began it, how far it has come and, once it is over, how it went.
///
/// What it holds is shared among its copies: lists, filters and frames hand thousands of them about.
struct FlowRecord: Sendable {
    private final class Shared<Value: Sendable>: Sendable {
        let value: Value

        init(_ value: Value) { self.value = value }
    }

    private let sharedStart: Shared<FlowStart>
    private var sharedEnd: Shared<FlowEnd>?
    private var sharedProgress: Shared<FlowEnd>?
    /// Its end was among the events that this screen was too slow for.
    var endWasMissed = false
    /// By how much the wall clock was set while it ran.
    private var clockStep = Duration.zero

    init(start: FlowStart, end: FlowEnd? = nil) {
        sharedStart = Shared(start)
        sharedEnd = end.map { Shared($0) }
    }

    var start: FlowStart { sharedStart.value }
    var end: FlowEnd? {
        get { sharedEnd?.value }
        set { sharedEnd = newValue.map { Shared($0) } }
    }
    /// What was known of it while it ran.
    var progress: FlowEnd? {
        get { sharedProgress?.value }
        set { sharedProgress = newValue.map { Shared($0) } }
    }

    var id: FlowID { start.id }
    var isInFlight: Bool { sharedEnd == nil && !endWasMissed }
    /// All that is known of it by now.
    var known: FlowEnd? { end ?? progress }

    /// 401, 403, 407, 431, any 5xx, an answer of the proxy's own, or none at all.
    var isProblem: Bool { end?.isProblem ?? false }

    /// The status as people read it: `200~` while the answer is still coming, `200!` if it was broken off.
    var statusText: String {
        guard let status = known?.status else { return end == nil ? endWasMissed ? "?" : "..." : "---" }
        guard let end else { return "\(status)" + (endWasMissed ? "?" : "~") }
        return "\(status)" + (end.isBrokenOff ? "!" : "")
    }

    /// How long it took, or has taken until now.
    func total(at now: WallTime) -> Duration {
        end?.durations.total ?? max(.zero, start.time.advanced(by: clockStep).duration(to: now))
    }

    /// The wall clock was set.
    mutating func clockWasSet(by step: Duration) { clockStep += step }

    /// Roughly the memory it takes, in bytes: the text it holds and the record itself.
    var weight: Int {
        let head = 600 + start.path.utf8.count
        return head + (known?.request?.size ?? 0) + (known?.response?.size ?? 0)
    }
}

extension FlowEnd {
    /// Every `WWW-Authenticate` value of the answer.
    var challenges: [String] { response?.values(of: "www-authenticate") ?? [] }

    /// Whether an answer of the upstream's had begun when it went wrong.
    var isBrokenOff: Bool { error != nil && (error?.code == .upstreamAborted || response != nil) }

    /// Whether nothing of the request was sent on: what is sent carries a token.
    var wasRefused: Bool { error != nil && token == nil }
}
