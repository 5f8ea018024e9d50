import ProxyCore

/// Notices that credentials are near their end, and that they have ended: each once for one end.
struct CredentialWatch: Sendable {
    /// The credentials' last minutes, or what comes after.
    struct Notice: Sendable, Hashable {
        let time: WallTime
        let left: Duration
        let source: String
        let end: WallTime
        /// Why no newer ones came, where that is known. Untrusted text.
        let failure: String?

        var isOver: Bool { left <= .zero }
    }

    private var told: (end: WallTime, isOver: Bool)?

    /// - Parameter local: this machine's time.
    mutating func passed(to local: WallTime, _ facts: ProcessFacts) -> Notice? {
        let now = facts.awsTime(at: local)
        guard let source = facts.credentials?.source ?? facts.credentialsFailure?.source, let end = Self.end(facts),
            now.duration(to: end) < CredentialStanding.nearEnd
        else { return nil }
        let notice = Notice(
            time: local, left: now.duration(to: end), source: source, end: end,
            failure: facts.credentialsFailure?.message)
        if let told, told.end == end, told.isOver || !notice.isOver { return nil }
        told = (end, notice.isOver)
        return notice
    }

    private static func end(_ facts: ProcessFacts) -> WallTime? {
        facts.credentialsFailure.map(\.servingUntil) ?? facts.credentialsEnd
    }
}
