import Canvas
import ProxyCore

extension Dashboard {
    static let smallest = Canvas.Size(columns: 60, rows: 12)

    var isTooSmall: Bool { size.columns < Self.smallest.columns || size.rows < Self.smallest.rows }

    /// What the views show: all there is, or the picture that stands still.
    var shown: Traffic { pause?.traffic ?? live }
    /// The moment that the views show.
    var shownNow: WallTime { pause?.since ?? now }

    /// Where the next key press lands.
    var place: Place {
        guard !isTooSmall else { return .tooSmall }
        switch dialog {
        case .help: return helpSearch.editor == nil ? .help : .finding
        case .evict: return .evicting
        case .forget: return .forgetting
        case .evictAll: return .evictingAll
        case .leave: return .leaving
        case .resend: return .resending
        case .switchMintingOff: return .switchingOff
        case .reveal: return .revealing
        case .menu: return .menu
        case .palette: return .palette
        case .audience: return .audience
        case .columns: return .columns
        case nil: break
        }
        if filterPrompt != nil { return .filtering }
        if find.editor != nil { return .finding }
        if reader != nil { return .reader }
        switch view {
        case .flows: return inspector == nil ? .flows : side == nil ? .inspector : .split
        case .tokens: return .tokens
        case .events: return .events
        }
    }

    /// How long until the time has to be told again; nil while nothing on screen depends on it.
    ///
    /// A second while something counts down or a request is running, a minute while only the credentials' end is near
    /// enough to be shown. While paused, only for a message that goes by itself; while the terminal has not the focus, only for
    /// counts that the last frame left as they were.
    package var nextTick: Duration? {
        if isBehind { return .seconds(1) }
        guard isFocused, !isPlaybackOver else { return nil }
        if toast.map({ !$0.isError }) == true { return .seconds(1) }
        guard pause == nil else { return nil }
        if playback != nil { return .seconds(1) }
        if live.rate.perSecond(at: now) > 0 || (!isTooSmall && countsDown) { return .seconds(1) }
        guard !isTooSmall else { return nil }
        guard let left = CredentialStanding(live.facts, at: now).left else { return showsTimeline ? .seconds(60) : nil }
        return left < CredentialStanding.nearEnd ? .seconds(1) : .seconds(60)
    }

    /// Whether there is a chart whose present moves on, by a column a minute where nobody has a token.
    private var showsTimeline: Bool { view == .tokens && layout.timeline != nil && live.tokens.count > 0 }

    /// Whether the view shows something that changes every second.
    private var countsDown: Bool {
        if case .help = dialog { return false }
        if timeFormat == .relative, live.requestCount > 0 || view == .events { return true }
        if view == .flows, isSortDue { return true }
        switch view {
        case .flows:
            return live.flows.inFlightCount > 0 || tellsLastMatch
                || (reader == nil && layout.pane != nil && inspectedCountsDown)
        case .tokens: return live.tokens.rows.contains { $0.countsDown(at: now) }
        case .events: return refusalCountsDown
        }
    }

    /// Whether the event that is read tells how long it is until STS may be asked again.
    private var refusalCountsDown: Bool {
        guard layout.pane != nil, case .text(let reader)? = paneContent, case .event(let key) = reader.subject,
            case .failed(let failure)? = shown.events[key]?.latest
        else { return false }
        return live.retryAt(after: failure) > now
    }

    /// Whether the list is empty and says since when.
    private var tellsLastMatch: Bool { flowsListing.lastMatch != nil && keys(of: .flows).isEmpty }

    /// Whether the request that is inspected, or shown beside the list, is told with how long ago something was or how long
    /// it will be.
    private var inspectedCountsDown: Bool {
        guard let flow = flowInHand else { return inspector != nil }
        let tab = inspector?.tab ?? tab
        if flow.known?.use == .failed, ![.request, .response].contains(tab) {
            let failure = flow.start.audiences.flatMap { live.tokens[$0]?.failure }
            return failure.map { now < $0.retryAt } ?? false
        }
        return tab == .token && (flow.known?.token != nil || flow.known?.heldToken != nil)
    }

    var timekeeping: Timekeeping {
        Timekeeping(
            format: timeFormat, utcOffset: configuration.utcOffset, start: configuration.start, now: shownNow)
    }

    var veil: Veil { Veil(level: hideLevel, aliases: shown.aliases) }

    mutating func show(_ text: String, isError: Bool = false) {
        toast = Toast(text: text, isError: isError, shownAt: now)
    }
}
