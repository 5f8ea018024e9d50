import Canvas
import FlowFilter
import ProxyCore

/// The filter of a list: its prompt, and switching it off and on.
extension Dashboard {
    mutating func filter(_ action: Action) -> [Effect] {
        switch action {
        case .filter: openFilter()
        case .switchFilter: switchFilter()
        case .enterLine: keepFilter()
        case .leaveLine: dropFilter()
        case .complete: complete()
        case .olderLine: editFilter { $0.older(in: $1) }
        case .newerLine: editFilter { $0.newer(in: $1) }
        case .clearLine: editFilter { line, _ in line.write("") }
        case .saveFilter: return saveFilter()
        default: break
        }
        return []
    }

    private func filterMoment() -> FilterMoment {
        FilterMoment(now: shownNow, utcOffset: timeFormat == .utc ? 0 : configuration.utcOffset)
    }

    /// Sets the filter of the view that is looked at, as if it had been typed.
    mutating func setFilter(_ line: String) {
        guard let filter = try? FlowFilter(line) else { return }
        filterHistory.entered(line)
        put(filter, typed: line, in: view)
    }

    private mutating func openFilter() {
        let former = filter(of: view)
        let editor = LineEditor(former.text)
        filterPrompt = FilterPrompt(
            view: view, editor: editor, former: former, formerPosition: position(of: view), offer: offer(for: editor))
        // What was switched off is what is being looked at again.
        if !former.isOn { changeFilter(of: view) { $0.isOn = true } }
    }

    private func offer(for editor: LineEditor) -> FilterOffer {
        FilterOffer(editor, traffic: shown, saved: savedFilters)
    }

    /// A key that the prompt has no other use for.
    mutating func typed(inFilter key: Key) {
        guard var prompt = filterPrompt else { return }
        let outcome = prompt.editor.pressed(key)
        guard outcome != .ignored else { return }
        prompt.taken = nil
        prompt.offer = offer(for: prompt.editor)
        filterPrompt = prompt
        if outcome == .changed { applyLine() }
    }

    mutating func pasted(inFilter text: String) { editFilter { line, _ in line.pasted(text) } }

    private mutating func editFilter(_ body: (inout LineEditor, LineHistory) -> Void) {
        guard var prompt = filterPrompt else { return }
        body(&prompt.editor, filterHistory)
        prompt.taken = nil
        prompt.offer = offer(for: prompt.editor)
        filterPrompt = prompt
        applyLine()
    }

    /// What is in the line takes effect as it is typed; what does not parse leaves the last that did, or what stands before
    /// a last word that is not finished.
    private mutating func applyLine() {
        guard let prompt = filterPrompt else { return }
        do throws(FilterError) {
            let filter = try FlowFilter(prompt.editor.text)
            filterPrompt?.error = nil
            put(filter, typed: prompt.editor.text, in: prompt.view)
        } catch {
            filterPrompt?.error = error
            let head = prompt.editor.characters.lastIndex(of: " ").map { prompt.editor.characters[..<$0] } ?? []
            guard error.range.lowerBound > head.count, let filter = try? FlowFilter(String(head)), !filter.isEmpty
            else { return }
            put(filter, typed: String(head), in: prompt.view)
        }
    }

    private mutating func put(_ filter: FlowFilter, typed text: String, in view: ViewName) {
        let moment = filterMoment()
        changeFilter(of: view) { $0.set(filter, typed: text, at: moment) }
    }

    /// A line that is no filter cannot be kept: the prompt stays, and goes on saying what is wrong.
    private mutating func keepFilter() {
        guard let prompt = filterPrompt, prompt.error == nil else { return }
        filterHistory.entered(prompt.editor.text)
        filterPrompt = nil
    }

    private mutating func dropFilter() {
        guard let prompt = filterPrompt else { return }
        filterPrompt = nil
        changeFilter(of: prompt.view) { $0 = prompt.former }
        restore(prompt.formerPosition, of: prompt.view)
    }

    private mutating func switchFilter() {
        guard !filter(of: view).isEmpty else {
            return show("there is no filter to switch on" + offered(.filter, ": ", "writes one"))
        }
        changeFilter(of: view) { $0.isOn.toggle() }
        let filter = filter(of: view)
        let again = offered(.switchFilter, ", ", "switches it on again")
        show(filter.isOn ? "filter on: \(filter.filter)" : "filter off\(again): \(filter.filter)")
    }

    // MARK: - Completion

    /// Puts the next of what is offered into the line; an only one is followed by whatever fits behind it.
    private mutating func complete() {
        guard var prompt = filterPrompt else { return }
        let offers = prompt.offer.all
        guard !offers.isEmpty else { return }
        let index = prompt.taken.map { ($0 + 1) % offers.count } ?? 0
        let start = offers[index].range.lowerBound
        // What an earlier Tab has put there makes room.
        let end = prompt.taken.map { offers[$0].range.lowerBound + offers[$0].entry.text.count }
        prompt.editor.replace(start..<max(start, end ?? offers[index].range.upperBound), with: offers[index].entry.text)
        prompt.taken = index
        if offers.count == 1 {
            prompt.taken = nil
            prompt.offer = offer(for: prompt.editor)
        }
        filterPrompt = prompt
        applyLine()
    }

    // MARK: - Saved filters

    /// Saves the line under the next number; a saved one is forgotten.
    private mutating func saveFilter() -> [Effect] {
        guard let prompt = filterPrompt, prompt.error == nil else { return [] }
        let line = filter(of: prompt.view).filter.description
        guard !line.isEmpty else { return [] }
        if let index = savedFilters.firstIndex(of: line) {
            savedFilters.remove(at: index)
            show("saved filter \(index + 1) forgotten")
        } else {
            guard savedFilters.count < SavedFilters.limit else {
                let offer = offered(.saveFilter, ": ", "on one of them forgets it")
                show("\(SavedFilters.limit) filters are saved" + offer)
                return []
            }
            savedFilters.append(line)
            show("saved as filter \(savedFilters.count): type the number and Tab")
        }
        let offer = offer(for: prompt.editor)
        filterPrompt?.offer = offer
        return [.keepFilters(SavedFilters(savedFilters))]
    }
}
