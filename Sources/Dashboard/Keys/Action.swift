/// Something a key can ask for. Palette and manual name it by its raw value.
package enum Action: String, Sendable, Hashable, CaseIterable {
    // Moving
    case up, down
    case halfPageUp = "half-page-up"
    case halfPageDown = "half-page-down"
    case pageUp = "page-up"
    case pageDown = "page-down"
    case oldest, newest
    case previousProblem = "previous-problem"
    case nextProblem = "next-problem"
    // Looking
    case open, why
    case otherEnd = "other-end"
    case diff
    case markToken = "mark-token"
    case previousTab = "previous-tab"
    case nextTab = "next-tab"
    case previousFlow = "previous-flow"
    case nextFlow = "next-flow"
    // The list
    case problemsOnly = "problems-only"
    case follow, pause
    // The view
    case showFlows = "flows"
    case showTokens = "tokens"
    case showEvents = "events"
    case nextPane = "next-pane"
    case previousPane = "previous-pane"
    case grow, shrink, zoom
    /// The pane beside the list goes below it, and the other way round.
    case turnSplit = "turn-split"
    case timeFormat = "time-format"
    case hideLevel = "hide-level"
    // Acting
    case refresh, evict
    case refreshAll = "refresh-all"
    /// Look again at every step to a token.
    case preflight
    case evictAll = "evict-all"
    // Answering a question
    case confirm, keep
    case erase
    // The program
    case help, redraw, back, leave, quit
    case interrupt
}
