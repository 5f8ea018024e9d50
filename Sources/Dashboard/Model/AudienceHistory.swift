import ProxyCore

/// How an upstream has answered requests with an audience set so far: counted among the flows that are kept.
struct AudienceHistory: Sendable {
    private(set) var answers = 0
    private(set) var same = 0
    private(set) var accepted = 0
    private let status: Int

    /// nil unless the flow got an answer from its upstream, and some such answer is kept.
    init?(of record: FlowRecord, in flows: FlowLog) {
        guard let audiences = record.start.audiences, let host = record.start.host, let status = record.known?.status,
            record.known?.error == nil
        else { return nil }
        self.status = status
        let keys = flows.keys
        for index in 0..<keys.count {
            guard let other = flows[keys[index]], other.start.host == host, other.start.audiences == audiences,
                let end = other.end, end.error == nil, end.token != nil, let answer = end.status
            else { continue }
            answers += 1
            if answer == status { same += 1 }
            if (200..<300).contains(answer) { accepted += 1 }
        }
        guard answers > 0 else { return nil }
    }

    /// `21 of 21 with this audience got 401, never a 2xx`
    var text: String {
        let rest = accepted == 0 ? "never a 2xx" : "\(accepted.grouped) a 2xx"
        return "\(same.grouped) of \(answers.grouped) with this audience got \(status), \(rest)"
    }
}
