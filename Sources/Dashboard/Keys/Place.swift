/// Where a key press lands: the view that has the keys just now.
package enum Place: String, Sendable, Hashable, CaseIterable {
    case flows, tokens, events
    /// A flow's details in the place of the list.
    case inspector
    /// A flow's details on a screen that has room for the list beside them.
    case split
    /// The claims of a token or the whole text of an event, full screen.
    case reader
    case help
    /// The prompt of a filter.
    case filtering
    /// The prompt of a search within a text.
    case finding
    /// The question before one token is evicted.
    case evicting
    /// The question before a refusal by STS is forgotten.
    case forgetting
    /// The question before all tokens are evicted, which wants a word typed.
    case evictingAll = "evicting all"
    /// The question before leaving while requests are in flight.
    case leaving
    /// The question before a request that may change something is sent again, which wants its method typed.
    case resending = "sending again"
    /// The question before token minting is switched off.
    case switchingOff = "switching off"
    /// The question before a whole token goes to the clipboard.
    case revealing
    /// What can be copied or exported, each with its letter.
    case menu
    case palette
    /// The list of a view's columns.
    case columns
    /// The line that takes another audience.
    case audience
    /// A screen that has no room for any view.
    case tooSmall = "too small"

    static let lists: Set<Place> = [.flows, .tokens, .events]
    static let inspectors: Set<Place> = [.inspector, .split]
    static let views: Set<Place> = [.flows, .tokens, .events, .inspector, .split, .reader]
    /// Where a list and a pane may be on screen together.
    static let panes: Set<Place> = [.flows, .tokens, .events, .split, .reader]
    static let scrolling: Set<Place> = [.inspector, .split, .reader]

    /// Its name on the help screen.
    package var title: String {
        switch self {
        case .flows: "Flows"
        case .tokens: "Tokens"
        case .events: "Events"
        case .inspector, .split: "Inspector"
        case .reader: "Full text"
        case .help: "Help"
        case .filtering: "Filter"
        case .finding: "Search"
        case .evicting, .forgetting, .evictingAll, .leaving, .resending, .switchingOff, .revealing:
            "Question"
        case .menu: "Menu"
        case .palette: "Command"
        case .columns: "Columns"
        case .audience: "Audience"
        case .tooSmall: "Too small"
        }
    }
}
