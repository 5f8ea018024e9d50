/// The line that takes the audiences of a host.
struct AudiencePrompt: Sendable, Equatable {
    /// The upstream's authority.
    let host: String
    var editor: LineEditor
    /// Whether the audiences it shows were set by hand.
    let isOverride: Bool
}
