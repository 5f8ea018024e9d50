package import ProxyCore

extension TokenFailed {
    /// Whether a request that ended without a token did so for this failure: its own, one in force when it ended, or a later one of the
    /// same kind.
    package func accounts(for end: FlowEnd) -> Bool {
        guard let error = end.error, error.code == .tokenUnavailable else { return false }
        return flow == end.start.id || time <= end.time || failure.code == error.refusalCode
    }
}
