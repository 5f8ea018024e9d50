import ProxyCore

/// Orders to the engine, and the questions before those that cannot be taken back.
extension Dashboard {
    mutating func act(_ action: Action) -> [Effect] {
        switch action {
        case .refresh: return refresh()
        case .refreshAll: return refreshAll()
        case .evict: askBeforeEvicting()
        case .evictAll: dialog = .evictAll(typed: "")
        case .undo: return undo()
        case .setAudience: askForAudience()
        case .minting: return toggleMinting()
        case .preflight: return preflight()
        case .replay: return resend(.replay)
        case .bisect: return resend(.bisect)
        case .verify: return verify()
        case .confirm: return confirmed()
        case .keep: dialog = nil
        default: break
        }
        return []
    }

    /// The audience set that an action in the present place is about.
    var audiencesInHand: AudienceSet? {
        switch view {
        case .flows: flowInHand?.start.audiences
        case .tokens: selectedToken?.audiences
        case .events: selectedEvent?.handle.flatMap { shown.tokens[$0]?.audiences }
        }
    }

    private mutating func refresh() -> [Effect] {
        guard !refusesForMintingOff() else { return [] }
        guard let audiences = audiencesInHand else {
            show("nothing to refresh: no audience here")
            return []
        }
        show("asking STS for a new token for \(audiences)", waitingFor: .token(audiences))
        return [.send(.refresh(audiences))]
    }

    /// Asks nothing either: every old token serves until its successor is there.
    private mutating func refreshAll() -> [Effect] {
        guard !refusesForMintingOff() else { return [] }
        let count = audiencesInUse
        guard count > 0 else {
            show("nothing to refresh: no audience was in use in the last \(EngineCommand.refreshReach.phrase)")
            return []
        }
        show("asking STS for \(count.counted("new token"))", waitingFor: .tokens)
        return [.send(.refreshAll)]
    }

    /// How many calls to STS a refresh of all is.
    var audiencesInUse: Int {
        let since = now.advanced(by: .zero - EngineCommand.refreshReach)
        return live.tokens.rows.count { row in row.lastUsed.map { $0 >= since } ?? false }
    }

    /// What it finds is on the screen that has nothing else to show, or else in a reader over the view.
    private mutating func preflight() -> [Effect] {
        if !showsWholePreflight { reader = ReaderState(subject: .preflight) }
        guard playback == nil else { return [] }
        show("looking again at each step to a token")
        return [.send(.runPreflight)]
    }

    private mutating func askBeforeEvicting() {
        guard let row = selectedToken else { return }
        let current = live.tokens[row.audiences]
        if current?.held(at: now) != nil {
            dialog = .evict(row.audiences)
        } else if current?.failure != nil {
            dialog = .forget(row.audiences)
        } else {
            show("\(row.handle) holds no token: there is nothing to evict")
        }
    }

    private mutating func confirmed() -> [Effect] {
        defer { dialog = nil }
        // The evictions that follow are counted from none.
        toast = nil
        switch dialog {
        case .evict(let audiences): return [.send(.evict(audiences))]
        case .forget(let audiences): return forget(audiences)
        case .evictAll(let word): return evictAll(word)
        case .leave: return [.quit(.gracefully)]
        case .resend(let prompt): return resend(prompt)
        case .switchMintingOff: return [.send(.switchMinting(on: false))]
        case .reveal(let token, let audiences): return [.copyToken(token, of: audiences)]
        case .help, .menu, .palette, .audience, .columns, nil: return []
        }
    }

    /// Where there is no token, the cache forgets without a word.
    private mutating func forget(_ audiences: AudienceSet) -> [Effect] {
        live.forgotRefusals(of: audiences, at: now)
        noteChanges()
        let name = live.tokens[audiences]?.handle.description ?? "this audience"
        show("refusal of \(name) forgotten: the next request asks STS at once")
        return [.send(.evict(audiences))]
    }

    private mutating func evictAll(_ word: String) -> [Effect] {
        guard word == "evict" else {
            show("all tokens kept: the word was not \"evict\"")
            return []
        }
        live.forgotRefusals(at: now)
        noteChanges()
        if live.tokens.rows.allSatisfy({ $0.held(at: now) == nil }) { show("no token was held: nothing was evicted") }
        return [.send(.evictAll)]
    }

    /// `q`, `Q` and Ctrl-c.
    mutating func end(_ action: Action) -> [Effect] {
        if action == .interrupt {
            let leaving: Leaving = isInterrupted ? .atOnce : .gracefully
            isInterrupted = true
            show(
                "quitting: waiting for \(live.inFlightCount.counted("request")). Ctrl-c again quits at once",
                isError: true)
            return [.quit(leaving)]
        }
        guard action == .leave, live.inFlightCount > 0, !isTooSmall, playback == nil else {
            return [.quit(.gracefully)]
        }
        dialog = .leave
        return []
    }

    /// The question before leaving answers itself when the last request is over.
    mutating func leaveIfIdle() -> [Effect] {
        guard dialog == .leave, live.inFlightCount == 0 else { return [] }
        dialog = nil
        return [.quit(.gracefully)]
    }

    /// Says on the context line what came of something that the reader asked for.
    mutating func announce(_ event: ProxyEvent) {
        switch event {
        case .tokenMinted(let mint) where mint.reason == .forced:
            show("\(mint.facts.id) minted in \(mint.took.measured)")
        case .tokenRefreshed(let mint) where mint.reason == .forced:
            show("\(mint.facts.id) minted in \(mint.took.measured), replaces \(replacedBy(mint)). \(undoWords)")
        case .tokenFailed(let failure) where failure.reason == .forced:
            let rest = failure.stillServing.map { "\($0) goes on serving." } ?? "There is no token to fall back on."
            let verb = failure.failure.kind == .denied ? "refused" : "failed"
            show("!! refresh of \(failure.handle) \(verb): \(failure.failure.code). \(rest)", isError: true)
        case .tokenEvicted(let event) where event.reason == .requested:
            if let token = event.token { announce(evicted: token) }
        case .tokenRestored, .mintingSwitched, .audienceChanged: announceChange(event)
        case .fault(let notice): announce(notice)
        case .tokenVerified(let check): announce(check)
        case .flowStarted, .flowCompleted, .flowFailed, .bisectProgressed, .replayRefused: announceReplay(event)
        default: break
        }
    }

    /// Evictions that come one after the other are told together.
    private mutating func announce(evicted token: TokenID) {
        let count = (toast?.evictions ?? 0) + 1
        show(
            count == 1
                ? "\(token) evicted: the next request waits for STS. \(undoWords)"
                : "\(count.counted("token")) evicted: the next requests wait for STS. \(undoWords)")
        toast?.evictions = count
    }

    private func replacedBy(_ mint: TokenMinted) -> String {
        let id = mint.facts.id
        guard let old = live.tokens[id.handle]?.generations.dropLast().last else { return "\(id.handle)" }
        return "\(old.id) (\(max(.zero, old.left(at: mint.time)).countdown) left)"
    }
}
