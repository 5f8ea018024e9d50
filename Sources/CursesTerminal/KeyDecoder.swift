package import Canvas

/// Raw keys into events: characters put together from their bytes, pastes from their characters.
package struct KeyDecoder: Sendable {
    /// How many bytes of a paste are kept; the rest is dropped.
    package static let pasteLimit = 65_536

    /// The bytes of a character whose end has not arrived.
    private var partial: [UInt8] = []
    private var paste: [UInt8]?
    private var report: MouseReport?

    package init() {}

    /// A paste has begun and its end has not arrived.
    package var isPasting: Bool { paste != nil }

    package mutating func decode(_ key: RawKey) -> TerminalEvent? {
        switch key {
        case .pasteStarted:
            partial = []
            paste = paste ?? []
            return nil
        case .pasteEnded: return endPaste()
        case .focused(let isFocused): return .focused(isFocused)
        case .mouseStarted:
            if !isPasting { report = MouseReport() }
            return nil
        case .byte(let byte) where isPasting:
            collect(byte)
            return nil
        case .byte(let byte) where report != nil: return addToReport(byte)
        case .byte(let byte): return decode(byte).map { .key($0) }
        case .named(let name): return isPasting ? nil : .key(Self.key(name))
        case .function(let number): return isPasting ? nil : .key(.function(number))
        case .other: return nil
        }
    }

    /// Ends a paste: its end arrived, or nothing did for so long that it must have been lost. Without the latter, one lost
    /// sequence would swallow every key from then on.
    package mutating func endPaste() -> TerminalEvent? {
        guard let bytes = paste else { return nil }
        paste = nil
        let text = String(decoding: bytes, as: UTF8.self)
        // Terminals send a carriage return for each line end.
        return .pasted(text.split(omittingEmptySubsequences: false) { $0.isNewline }.joined(separator: "\n"))
    }

    private mutating func addToReport(_ byte: UInt8) -> TerminalEvent? {
        guard case .over(let event)? = report?.add(byte) else { return nil }
        report = nil
        return event.map { .mouse($0) }
    }

    private mutating func collect(_ byte: UInt8) {
        guard let count = paste?.count, count < Self.pasteLimit else { return }
        paste?.append(byte)
    }

    private mutating func decode(_ byte: UInt8) -> Key? {
        guard byte >= 0x80 else {
            partial = []
            return Self.key(ascii: byte)
        }
        if byte >= 0xC0 { partial = [] }
        partial.append(byte)
        guard partial.count == Self.length(lead: partial[0]) else { return nil }
        defer { partial = [] }
        guard let text = String(validating: partial, as: UTF8.self), let scalar = text.unicodeScalars.first,
            scalar.properties.generalCategory != .control
        else { return nil }
        return .character(Character(scalar))
    }

    /// How many bytes a UTF-8 character has, by its first; 1 for what cannot be a first one.
    private static func length(lead: UInt8) -> Int {
        switch lead {
        case 0xC2...0xDF: 2
        case 0xE0...0xEF: 3
        case 0xF0...0xF4: 4
        default: 1
        }
    }

    private static func key(ascii byte: UInt8) -> Key {
        switch byte {
        case 0x09: .tab
        case 0x0A, 0x0D: .enter
        case 0x08, 0x7F: .backspace
        case 0x1B: .escape
        case 0x01...0x1A: .control(Character(Unicode.Scalar(byte + 0x60)))
        case 0x00, 0x1C...0x1F: .control(Character(Unicode.Scalar(byte + 0x40)))
        default: .character(Character(Unicode.Scalar(byte)))
        }
    }

    private static func key(_ name: RawKey.Name) -> Key {
        switch name {
        case .up: .up
        case .down: .down
        case .left: .left
        case .right: .right
        case .home: .home
        case .end: .end
        case .pageUp: .pageUp
        case .pageDown: .pageDown
        case .enter: .enter
        case .backTab: .backTab
        case .backspace: .backspace
        case .delete: .delete
        }
    }
}
