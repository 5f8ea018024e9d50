import Canvas

/// Keys that are no commands where they land: letters of a line, or of a menu.
extension Dashboard {
    mutating func typed(_ key: Key) -> [Effect] {
        switch dialog {
        case .evictAll(let word):
            // No longer than it has to be.
            if case .character(let character) = key, word.count < 16 {
                dialog = .evictAll(typed: word + String(character))
            }
        case .resend(var prompt):
            if case .character(let character) = key, prompt.typed.count < ResendPrompt.longest {
                prompt.typed.append(character)
            }
            dialog = .resend(prompt)
        case .menu(let menu): return choose(key, from: menu)
        case .palette(var palette):
            if palette.editor.isEmpty, key == .backspace {
                dialog = nil
            } else {
                if palette.editor.pressed(key) == .changed { palette.edited() }
                dialog = .palette(palette)
            }
        case .audience(var prompt):
            _ = prompt.editor.pressed(key)
            dialog = .audience(prompt)
        default: break
        }
        return []
    }

    /// - Returns: whether something took the text.
    mutating func pasted(_ text: String) -> Bool {
        switch dialog {
        case .palette(var palette):
            palette.editor.pasted(text)
            palette.edited()
            dialog = .palette(palette)
        case .audience(var prompt):
            prompt.editor.pasted(text)
            dialog = .audience(prompt)
        default: return false
        }
        return true
    }

    mutating func edit(_ action: Action) -> [Effect] {
        switch dialog {
        case .palette(let palette): return change(palette, by: action)
        case .audience(let prompt) where action == .enterLine: return accept(prompt)
        default: return []
        }
    }
}
