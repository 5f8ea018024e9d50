import ProxyCore

/// A text over the whole body of the screen, or in the pane to the right of the list that it belongs to.
struct ReaderState: Sendable, Equatable {
    enum Subject: Sendable, Equatable {
        /// Header and claims of the newest token of an audience set, and all that is known of it.
        case claims(TokenHandle)
        /// What differs between two tokens.
        case diff(former: TokenID, latter: TokenID)
        /// What differs between two requests.
        case flowDiff(former: FlowID, latter: FlowID)
        /// All of an event, by its key in the log.
        case event(Int)
        /// Every step to a token, and how it went.
        case preflight
        /// The replays of a flow with other credentials.
        case bisect(FlowID)
        /// The table of keys in force.
        case keys

        /// Whether it is about the rows of a view's list.
        func belongs(to view: ViewName) -> Bool {
            switch self {
            case .claims, .diff: view == .tokens
            case .event: view == .events
            case .preflight, .bisect, .keys, .flowDiff: false
            }
        }
    }

    let subject: Subject
    /// What was read before, and is read again afterwards.
    var origin: Subject?
    var position = TextPosition()
}
