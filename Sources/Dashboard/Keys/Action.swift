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
    case nextView = "next-view"
    case previousView = "previous-view"
    case grow, shrink, zoom
    case timeFormat = "time-format"
    case hideLevel = "hide-level"
    // Acting
    case refresh, evict
    case refreshAll = "refresh-all"
    /// Look again at every step to a token.
    case preflight
    case evictAll = "evict-all"
    /// Take the latest refresh or evict back.
    case undo
    /// Other audiences for the host of a flow.
    case setAudience = "set-audience"
    /// Token minting off, or on again.
    case minting = "toggle-minting"
    // Taking along
    case copyMenu = "copy"
    case copyToken = "copy-token"
    case exportMenu = "export"
    case dump
    // Answering a question
    case confirm, keep
    case erase
    // At a prompt
    case palette
    case accept, complete
    case completeBackwards = "complete-backwards"
    case olderLine = "older-line"
    case newerLine = "newer-line"
    // The program
    case help, redraw, back, leave, quit
    /// What a line of `keys.conf` spells out for the palette.
    case commandLine = "command-line"
    case interrupt
}
