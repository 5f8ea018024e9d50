import ProxyCore

/// Something that stands over the view and has the keys.
enum Dialog: Sendable, Equatable {
    /// The number of the highlighted line, and of the one of its keys that is to be pressed.
    case help(entry: Int, choice: Int = 0)
    case evict(AudienceSet)
    /// What STS refused is to be forgotten.
    case forget(AudienceSet)
    case evictAll(typed: String)
    case leave
    /// A request that may change something is to be sent again.
    case resend(ResendPrompt)
    case switchMintingOff
    /// A whole token is wanted on the clipboard.
    case reveal(TokenID, AudienceSet)
    case menu(Menu)
    case palette(Palette)
    case columns(ColumnChooser)
    case audience(AudiencePrompt)
}
