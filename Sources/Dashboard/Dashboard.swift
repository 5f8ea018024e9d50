import Canvas
import FlowFilter
import ProxyCore

/// The dashboard: what there is to show, where the reader is in it, and nothing else.
///
/// A value without clock, terminal or engine. Facts go in by ``update(_:)``, orders come out as ``Effect``, and the
/// screen is drawn from it by ``draw()``. The caller draws when ``isDirty`` says so, and ticks as ``nextTick`` asks.
package struct Dashboard: Sendable {
    let configuration: Configuration
    let keymap: Keymap
    var size: Canvas.Size
    var now: WallTime
    /// What has come so far.
    var live: Traffic
    /// The picture that stands still instead, while paused.
    var pause: Pause?

    var view = ViewName.flows
    var flowsPosition = ListPosition()
    var tokensPosition = ListPosition(follows: false)
    var eventsPosition = ListPosition()
    var flowsListing: FlowListing
    var tokensListing: RowListing
    var eventsListing: RowListing
    /// The prompt of a filter, while it is open.
    var filterPrompt: FilterPrompt?
    var filterHistory = LineHistory()
    var find = FindState()
    var helpSearch = HelpSearch()
    var findHistory = LineHistory()
    var savedFilters: [String] = []
    /// When the flows were last put in order, and when a key was last pressed.
    var sortedAt: WallTime
    var pressedAt: WallTime
    /// The order of the tokens, if not that of their first use, and when they were last put in it.
    var tokenSort: TokenSort?
    var tokensSortedAt: WallTime
    /// Which columns have differed lately.
    var columnWatch = ColumnWatch()
    /// Which columns the lists have.
    var columns = ColumnChoice()
    /// The audience sets that are to be compared, in the order in which they were marked.
    var markedTokens: [TokenHandle] = []
    var inspector: InspectorState?
    var reader: ReaderState?
    var dialog: Dialog?
    var toast: Toast?
    var commandHistory = LineHistory()
    /// What the latest commands put out of use, and until when each can be brought back.
    var undoable: [TokenID: WallTime] = [:]
    /// The bisect that is to stop; asked for again, its table is left instead.
    var stoppingBisect: FlowID?
    /// What was sent again from here and is under way.
    var replays = ReplaysUnderWay()

    var timeFormat = TimeFormat.clock
    var hideLevel: Int
    var split = Split()
    /// The tab that was looked at last.
    var tab = InspectorState.Tab.why
    var isFocused = true
    var hasMouse = false
    /// The file that is being recorded to.
    var recording: String?
    /// Set where a recording is played back.
    var playback: Playback?
    /// Ctrl-c was pressed, and the program is on its way out.
    var isInterrupted = false

    /// The rows that the last frame showed, so that a key means what its presser saw.
    var drawn: [ViewName: ListPosition.Drawn] = [:]
    /// What counts, as the last frame told it; nil once something has been asked for since.
    var beat: Beat?
    /// Whether the last frame left something untold.
    var isBehind = false
    /// Whether what ``render()`` gives may differ from the last frame.
    package internal(set) var isDirty = true

    package init(_ configuration: Configuration) {
        self.configuration = configuration
        keymap = configuration.isReadOnly ? configuration.keymap.readOnly : configuration.keymap
        size = configuration.size
        now = configuration.start
        playback = configuration.playback
        recording = configuration.recording
        (sortedAt, tokensSortedAt, pressedAt) = (configuration.start, configuration.start, configuration.start)
        let filter = FilterState(
            moment: FilterMoment(now: configuration.start, utcOffset: configuration.utcOffset))
        flowsListing = FlowListing(filter: filter)
        (tokensListing, eventsListing) = (RowListing(filter: filter), RowListing(filter: filter))
        hideLevel = min(max(configuration.hideLevel, Veil.levels.lowerBound), Veil.levels.upperBound)
        live = Traffic(
            facts: ProcessFacts(listener: configuration.listener, upstream: configuration.upstream),
            wish: configuration.wish, flowLimit: configuration.flowLimit,
            flowWeightLimit: configuration.flowWeightLimit, eventLimit: configuration.eventLimit)
    }

    /// Takes in a fact.
    ///
    /// - Returns: what the program is to do about it, in order.
    package mutating func update(_ message: Message) -> [Effect] {
        if !message.isTraffic { beat = nil }
        switch message {
        case .tick(let now):
            passed(to: now)
            return []
        case .terminal(let event):
            isDirty = true
            return told(event)
        case .events(let batch):
            isDirty = true
            absorb(batch)
            return leaveIfIdle()
        case .snapshot(let snapshot, let time):
            if snapshot != live.totals { isDirty = true }
            live.absorb(snapshot, at: time)
            noteChanges()
            return leaveIfIdle()
        case .played(let playback, let note):
            isDirty = true
            played(playback, note: note)
            return []
        case .delivered(let delivery):
            isDirty = true
            told(delivery)
            return []
        case .recorded(let news):
            isDirty = true
            told(news)
            return []
        case .log(let line):
            isDirty = true
            live.logged(line, at: now)
            noteChanges()
            return []
        case .leapt(let leap, let time):
            isDirty = true
            leapt(leap, at: time)
            return []
        case .historyKept(let kept):
            (filterHistory, commandHistory, findHistory) = (kept.filters, kept.commands, kept.searches)
            return []
        case .columnsKept(let kept):
            isDirty = true
            columns = kept
            return []
        case .filtersKept(let kept):
            savedFilters = kept.lines
            return []
        }
    }

    private mutating func passed(to now: WallTime) {
        if nextTick != nil { isDirty = true }
        self.now = now
        if live.passed(to: now) {
            isDirty = true
            noteChanges()
        }
        resortIfDue()
        reorderTokensIfDue()
        if toast?.isOver(at: now) == true, waited == nil {
            toast = nil
            isDirty = true
        }
    }

    private mutating func absorb(_ batch: EventBatch) {
        if batch.dropped > 0 {
            live.missed(batch.dropped, at: batch.events.first?.time ?? now)
            show("!! \(batch.dropped.counted("event")) missed: this screen was slower than the traffic", isError: true)
        }
        if batch.skipped > 0 { live.skipped(batch.skipped, at: batch.events.last?.time ?? now) }
        for event in batch.events {
            now = max(now, event.time)
            live.absorb(event)
            noteUndoable(event)
            announce(event)
        }
        noteChanges()
    }
}
