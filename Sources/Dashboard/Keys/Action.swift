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
    /// Check a token's signature with its issuer's keys.
    case verify
    case markToken = "mark-token"
    case previousTab = "previous-tab"
    case nextTab = "next-tab"
    case previousFlow = "previous-flow"
    case nextFlow = "next-flow"
    /// Look for a text in a pane.
    case find
    case nextMatch = "next-match"
    case previousMatch = "previous-match"
    // The list
    case problemsOnly = "problems-only"
    case filter
    /// Off, and on again.
    case switchFilter = "switch-filter"
    case fold, sort
    case invertSort = "invert-sort"
    case mark
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
    case mouse
    /// Which columns a list has.
    case columns
    // Choosing columns
    case turnColumn = "turn-column"
    case columnEarlier = "column-earlier"
    case columnLater = "column-later"
    case resetColumns = "reset-columns"
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
    /// Send a request once more.
    case replay
    /// Send it four times, each with another credential.
    case bisect
    /// Token minting off, or on again.
    case minting = "toggle-minting"
    // Taking along
    case copyMenu = "copy"
    case copyToken = "copy-token"
    case exportMenu = "export"
    case dump
    // Answering a question
    case confirm, keep
    // Writing a line
    case enterLine = "enter-line"
    case leaveLine = "leave-line"
    case complete
    case completeBackwards = "complete-backwards"
    case olderLine = "older-line"
    case newerLine = "newer-line"
    case clearLine = "clear-line"
    case saveFilter = "save-filter"
    case erase
    // The program
    /// A command by its name.
    case palette
    case help, redraw, back, leave, quit
    /// Another key of a line of help.
    case previousKey = "previous-key"
    case nextKey = "next-key"
    /// What a line of `keys.conf` spells out for the palette.
    case commandLine = "command-line"
    /// To the shell, until it is told to go on.
    case suspend
    case interrupt
}
