private import CNcurses

/// What ncurses makes of the bytes that a terminal sends.
package enum RawKey: Sendable, Hashable {
    /// One byte of text, or a control character.
    case byte(UInt8)
    case named(Name)
    case function(Int)
    case pasteStarted, pasteEnded
    case focused(Bool)
    /// A report of the mouse begins, whose bytes follow.
    case mouseStarted
    /// A key that means nothing here.
    case other

    package enum Name: UInt32, Sendable, CaseIterable {
        // In the order of jt_key_name.
        case up, down, left, right, home, end, pageUp, pageDown, enter, backTab, backspace, delete
    }
}

extension RawKey {
    /// The next key that has arrived, or nil if there is none.
    static func read() -> RawKey? {
        let key = jt_read_key()
        return switch key.kind {
        case JT_KEY_NONE: nil
        case JT_KEY_BYTE: .byte(UInt8(truncatingIfNeeded: key.code))
        case JT_KEY_NAMED: Name(rawValue: key.code).map { .named($0) } ?? .other
        case JT_KEY_FUNCTION: .function(Int(key.code))
        case JT_KEY_PASTE_START: .pasteStarted
        case JT_KEY_PASTE_END: .pasteEnded
        case JT_KEY_FOCUS_IN: .focused(true)
        case JT_KEY_FOCUS_OUT: .focused(false)
        case JT_KEY_MOUSE: .mouseStarted
        default: .other
        }
    }
}
