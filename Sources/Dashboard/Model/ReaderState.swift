import ProxyCore

/// A text over the whole body of the screen.
struct ReaderState: Sendable, Equatable {
    enum Subject: Sendable, Equatable {
        /// Header and claims of the newest token of an audience set.
        case claims(TokenHandle)
        /// All of an event, by its key in the log.
        case event(Int)
        /// Every step to a token, and how it went.
        case preflight
        /// The table of keys in force.
        case keys
    }

    let subject: Subject
    var scroll = 0
}
