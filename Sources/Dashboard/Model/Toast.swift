import ProxyCore

/// A short message on the context line.
struct Toast: Sendable, Equatable {
    static let lifetime = Duration.seconds(4)

    let text: String
    /// Good news goes by itself; an error stays until a key is pressed.
    let isError: Bool
    private(set) var shownAt: WallTime
    /// How many evictions it tells of.
    var evictions = 0
    /// What it says was asked for, until that has come.
    var wait: Wait?

    enum Wait: Sendable, Equatable {
        /// STS's answer for one audience set.
        case token(AudienceSet)
        /// STS's answers to what was asked for by hand.
        case tokens
        case verification(TokenID)
    }

    /// The wall clock was set.
    mutating func clockWasSet(by step: Duration) { shownAt = shownAt.advanced(by: step) }

    func isOver(at now: WallTime) -> Bool {
        !isError && now >= shownAt.advanced(by: Self.lifetime)
    }
}
