import Canvas
import ProxyCore

/// What the terminal tells.
extension Dashboard {
    mutating func told(_ event: TerminalEvent) -> [Effect] {
        switch event {
        case .key(let key): return pressed(key)
        case .resized(let size):
            self.size = size
            return []
        case .pasted(let text):
            switch place {
            case .filtering:
                pasted(inFilter: text)
                return []
            case .finding:
                pasted(inFind: text)
                return []
            default: break
            }
            // Pasted text is no key press: a clipboard must not be able to evict or quit.
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false).count
            show("a paste of \(lines.counted("line")) was ignored: nothing here takes text")
            return []
        case .focused(let isFocused):
            self.isFocused = isFocused
            return []
        case .mouse(let event): return pointed(event)
        case .resumed: return [.repaint]
        case .terminate(let signal): return [.quit(.signal(signal))]
        case .lost: return [.quit(.terminalLost)]
        }
    }

    private mutating func pressed(_ key: Key) -> [Effect] {
        if toast?.isError == true || isPlaybackOver { toast = nil }
        pressedAt = now
        defer { dismissGuests() }
        let place = place
        guard let action = keymap.action(for: key, in: place) else {
            if place == .evictingAll, case .character(let character) = key { typed(character) }
            if place == .filtering { typed(inFilter: key) }
            if place == .finding { typed(inFind: key) }
            return []
        }
        return perform(action)
    }

    /// The word that evicting everything asks for; no longer than it has to be.
    private mutating func typed(_ character: Character) {
        guard case .evictAll(let word) = dialog, word.count < 16 else { return }
        dialog = .evictAll(typed: word + String(character))
    }
}
