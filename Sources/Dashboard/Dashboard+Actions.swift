import Canvas
import ProxyCore

/// Actions sorted to those who carry them out.
extension Dashboard {
    mutating func perform(_ action: Action) -> [Effect] {
        if let refusal = refusal(of: action) {
            show(refusal)
            return []
        }
        if action.needsRow, let loss {
            show(loss)
            return []
        }
        if place == .columns, ![.interrupt, .redraw, .suspend].contains(action) { return chooseColumns(action) }
        switch action {
        case .up, .down, .halfPageUp, .halfPageDown, .pageUp, .pageDown, .oldest, .newest: move(action)
        case .previousProblem: goToProblem(-1)
        case .nextProblem: goToProblem(1)
        case .open where place == .help: return runHelpLine()
        case .previousKey: chooseHelpKey(-1)
        case .nextKey: chooseHelpKey(1)
        case .open: open()
        case .why: inspect(.why)
        case .otherEnd: goToOtherEnd()
        case .diff: diff()
        case .markToken: markToken()
        case .previousTab: turnTab(-1)
        case .nextTab: turnTab(1)
        case .previousFlow: stepFlow(-1)
        case .nextFlow: stepFlow(1)
        case .problemsOnly: toggleProblemsOnly()
        case .fold, .sort, .invertSort, .mark: arrange(action)
        case .find, .nextMatch, .previousMatch: search(.action(action))
        case .filter, .switchFilter, .saveFilter: return filter(action)
        case .enterLine, .leaveLine, .complete, .completeBackwards, .olderLine, .newerLine, .clearLine:
            return editLine(action)
        case .follow: follow()
        case .pause: togglePause()
        case .showFlows: switchView(.flows)
        case .showTokens: switchView(.tokens)
        case .showEvents: switchView(.events)
        case .nextPane: turnPane(1)
        case .previousPane: turnPane(-1)
        case .grow: resize(true)
        case .shrink: resize(false)
        case .turnSplit: turnSplit()
        case .zoom: zoom()
        case .timeFormat: changeTimeFormat()
        case .hideLevel: changeHideLevel()
        case .mouse: return toggleMouse()
        case .columns: return chooseColumns(action)
        case .turnColumn, .columnEarlier, .columnLater, .resetColumns: break
        case .help: (dialog, helpSearch) = (.help(entry: 0), HelpSearch())
        case .back: return goBack()
        case .erase: erase()
        case .refresh, .refreshAll, .evict, .evictAll, .undo, .setAudience, .minting, .preflight, .confirm, .keep,
            .replay, .bisect, .verify:
            return act(action)
        case .copyMenu, .copyToken, .exportMenu, .dump: return takeAlong(action)
        case .palette: openPalette()
        case .commandLine: break
        case .leave, .quit, .interrupt: return end(action)
        case .suspend: return [.suspend]
        case .redraw: return [.repaint]
        }
        return []
    }

    /// Of the lines that may be open, one has the keys.
    private mutating func editLine(_ action: Action) -> [Effect] {
        if place == .finding {
            search(.action(action))
            return []
        }
        return dialog != nil ? edit(action) : filter(action)
    }

    private mutating func changeTimeFormat() {
        timeFormat = timeFormat.next
        show("times: \(timeFormat.name)")
    }

    private mutating func changeHideLevel() {
        hideLevel = hideLevel == Veil.levels.upperBound ? Veil.levels.lowerBound : hideLevel + 1
        show("hide level \(hideLevel): \(Veil.meaning(of: hideLevel))")
    }

    private mutating func erase() {
        switch dialog {
        case .evictAll(let word): dialog = .evictAll(typed: String(word.dropLast()))
        case .resend(var prompt):
            _ = prompt.typed.popLast()
            dialog = .resend(prompt)
        default: break
        }
    }

    private mutating func goBack() -> [Effect] {
        if let effects = stopBisect() ?? stopReplays() { return effects }
        if !stopWaiting() { back() }
        return []
    }

    /// One step back: a dialog, then a reader, then an inspector, then a filter. Never out of the program.
    private mutating func back() {
        if dialog != nil {
            dialog = nil
        } else if reader != nil {
            reader = reader?.origin.map { ReaderState(subject: $0) }
        } else if inspector != nil, view == .flows {
            inspector = nil
        } else if showsProblemsOnly {
            toggleProblemsOnly()
        } else if filter(of: view).isActive {
            changeFilter(of: view) { $0.isOn = false }
            show("filter off" + offered(.switchFilter, ": ", "switches it on again"))
        }
    }
}
