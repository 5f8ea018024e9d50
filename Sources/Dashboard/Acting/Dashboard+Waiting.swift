import ProxyCore

/// Waiting for what was asked for by a key.
///
/// The message that says so stays until the answer is there, and counts. A call that is quick shows no count: it begins with the
/// first second.
extension Dashboard {
    private static let firstCount = Duration.seconds(1)

    /// Says what was asked for.
    mutating func show(_ text: String, waitingFor wait: Toast.Wait) {
        show(text)
        toast?.wait = wait
    }

    /// How long the answer has been waited for; nil while nobody waits, or not long enough to be told.
    var waited: Duration? {
        guard let toast, let wait = toast.wait, isUnderWay(wait) else { return nil }
        let waited = toast.shownAt.duration(to: now)
        return waited < Self.firstCount ? nil : waited
    }

    private func isUnderWay(_ wait: Toast.Wait) -> Bool {
        switch wait {
        case .token(let audiences): live.tokens[audiences]?.fetching != nil
        case .tokens: live.tokens.rows.contains { $0.fetching?.reason == .forced }
        case .verification(let token): live.isVerifying(token, at: now)
        }
    }

    /// Ends the wait that is shown, not the call: its answer is told when it comes.
    mutating func stopWaiting() -> Bool {
        guard dialog == nil, waited != nil else { return false }
        toast = nil
        return true
    }
}
