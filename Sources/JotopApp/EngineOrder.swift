import ProxyCore

/// What a front end sends to the engine's side.
enum EngineOrder: Sendable {
    case command(EngineCommand)
    /// Hand over a token itself, for somebody who has confirmed that they want it; nil if another one is in use by now.
    case reveal(TokenID, of: AudienceSet, to: @Sendable (Token?) -> Void)
}
