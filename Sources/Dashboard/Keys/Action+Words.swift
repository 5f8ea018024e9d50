extension Action {
    /// What it does, for lists in which it stands without its neighbours: palette and manual.
    package var words: String {
        switch self {
        case .up, .down, .halfPageUp, .halfPageDown, .pageUp, .pageDown, .oldest, .newest, .previousProblem,
            .nextProblem, .otherEnd, .previousTab, .nextTab, .previousFlow, .nextFlow, .nextMatch,
            .previousMatch, .follow, .pause, .nextPane, .previousPane, .previousKey, .nextKey:
            wordsOfMoving
        case .confirm, .keep, .erase, .enterLine, .leaveLine, .clearLine, .complete, .completeBackwards,
            .olderLine, .newerLine, .turnColumn, .columnEarlier, .columnLater, .resetColumns, .commandLine:
            wordsOfWriting
        case .open: "open what is selected"
        case .why: "why it went as it did"
        case .showFlows: "the flows"
        case .showTokens: "the tokens"
        case .showEvents: "the events"
        case .turnSplit: "the inspector beside the list or below it"
        case .grow: "a larger list"
        case .shrink: "a smaller list"
        case .zoom: "the inspector alone, or beside the list"
        case .timeFormat: "clock, relative, since the start, UTC"
        case .hideLevel: "the next hide level"
        case .refresh: "a new token from STS now; the old one serves until it is there"
        case .evict: "drop the selected token, or forget a refusal (asks)"
        case .refreshAll: "new tokens for all audiences"
        case .preflight: "look again at each step to a token"
        case .evictAll: "drop all tokens (wants the word)"
        case .undo: "take the latest refresh or evict back, for 60 s"
        case .setAudience: "other audiences for the host of a flow, in this session"
        case .replay: "send this request once more; the method is asked for, but for GET and HEAD"
        case .bisect: "four replays: as sent, no token, a fresh one, a broken signature"
        case .verify: "check the token's signature with its issuer's keys"
        case .minting: "token minting off (asks), or on again"
        case .copyMenu: "what can be copied here"
        case .copyToken: "a whole token to the clipboard (asks), off it again after 30 s"
        case .exportMenu: "the rows of the list to a file"
        case .dump: "this view as plain text on the normal screen"
        case .palette: "a command by its name"
        case .saveFilter: "save the filter for other runs, or forget it"
        case .diff: "this token against the one before, or two marked flows or tokens"
        case .markToken: "mark an audience's token, to compare two"
        case .find: "search within the text of the pane"
        case .problemsOnly: "problems only, on and off"
        case .filter: "filter the rows"
        case .switchFilter: "the filter off, and on again"
        case .fold: "fold runs of identical rows"
        case .sort: "sort by the next column"
        case .invertSort: "turn the order round"
        case .mark: "mark a row: it is kept, compared, exported"
        case .columns: "which columns the list has, and in what order"
        case .mouse: "the mouse on and off"
        case .help: "the keys that work here"
        case .redraw: "paint the screen anew"
        case .back: "one step back"
        case .leave: "quit; asks while requests are in flight"
        case .quit: "quit now, letting requests in flight end"
        case .interrupt: "quit; twice: without waiting"
        }
    }

    /// What leads to another row, tab or pane.
    private var wordsOfMoving: String {
        switch self {
        case .up: "one row up"
        case .down: "one row down"
        case .halfPageUp: "half a page up"
        case .halfPageDown: "half a page down"
        case .pageUp: "a page up"
        case .pageDown: "a page down"
        case .oldest: "to the oldest row, or the first line"
        case .newest: "to the newest row, and follow; or the last line"
        case .previousProblem: "to the problem before"
        case .nextProblem: "to the next problem"
        case .otherEnd: "from a flow to its token, and back"
        case .previousTab: "the tab before"
        case .nextTab: "the next tab"
        case .previousFlow: "the flow before, without leaving the inspector"
        case .nextFlow: "the next flow, without leaving the inspector"
        case .nextMatch: "to the next match"
        case .previousMatch: "to the match before"
        case .follow: "follow the newest row"
        case .pause: "hold the picture still, or go on"
        case .nextPane: "the next pane; the next view where there is one pane"
        case .previousPane: "the pane before; the view before where there is one pane"
        case .previousKey: "of a line's keys, the one before"
        case .nextKey: "of a line's keys, the next"
        default: rawValue
        }
    }

    /// What answers, and what is done within a line or a list of columns.
    private var wordsOfWriting: String {
        switch self {
        case .confirm: "do what was asked about"
        case .keep: "leave it as it is"
        case .erase: "erase a letter"
        case .enterLine: "take the line"
        case .leaveLine: "what there was before the line"
        case .clearLine: "clear the line"
        case .complete: "complete the line; then the next match"
        case .completeBackwards: "complete the line; then the match before"
        case .olderLine: "an earlier line"
        case .newerLine: "a later line"
        case .turnColumn: "show the column, or not"
        case .columnEarlier: "the column further to the left"
        case .columnLater: "the column further to the right"
        case .resetColumns: "the columns as they were at first"
        case .commandLine: "a line of the palette"
        default: rawValue
        }
    }
}
