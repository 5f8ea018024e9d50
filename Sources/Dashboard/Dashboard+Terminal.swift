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
                search(.pasted(text))
                return []
            default: if pasted(text) { return [] }
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
        defer {
            dismissGuests()
            pinWhatIsRead()
        }
        let place = place
        guard let binding = keymap.binding(for: key, in: place) else { return written(key, in: place) }
        guard let line = binding.line else { return perform(binding.action) }
        return PaletteLine(line, among: commands).map { run($0) } ?? []
    }

    /// A key that is no command here, but may belong to a line.
    private mutating func written(_ key: Key, in place: Place) -> [Effect] {
        switch place {
        case .filtering: typed(inFilter: key)
        case .finding: search(.typed(key))
        default: return typed(key)
        }
        return []
    }
}
