package import Canvas

/// How a cell looks: attributes, and one of the terminal's own eight colours or none.
package struct Appearance: Sendable, Hashable {
    package struct Attributes: OptionSet, Sendable, Hashable {
        package let rawValue: UInt8

        package init(rawValue: UInt8) { self.rawValue = rawValue }

        // The values are those of CNcurses.
        package static let bold = Attributes(rawValue: 1)
        package static let dim = Attributes(rawValue: 2)
        package static let underline = Attributes(rawValue: 4)
        package static let reverse = Attributes(rawValue: 8)
    }

    /// The ANSI number of a colour. Black and white are left out because each vanishes on half of all terminals, blue
    /// because it does on dark ones, and green because red against green is what many people cannot tell apart.
    package enum Color: UInt8, Sendable, Hashable {
        case standard = 0
        case red = 1
        case yellow = 3
        case magenta = 5
        case cyan = 6
    }

    package var attributes: Attributes
    package var color: Color

    package init(_ attributes: Attributes = [], _ color: Color = .standard) {
        self.attributes = attributes
        self.color = color
    }
}

/// Meanings into looks. Success has no colour: on a healthy day the screen is quiet.
package struct Palette: Sendable {
    package let isMono: Bool
    /// What a user has chosen instead, where there are colours.
    private let chosen: [Role: Appearance]

    package init(isMono: Bool, colors: ColorsFile = .empty) {
        self.isMono = isMono
        chosen = isMono ? [:] : colors.looks
    }

    package func appearance(of style: Style) -> Appearance {
        let plain = isMono ? Self.mono(style.role) : chosen[style.role] ?? Self.colored(style.role)
        switch style.selection {
        case .none: return plain
        case .focused: return Self.onBar(style.role, plain)
        case .unfocused:
            // Bold and dim at once is whatever the terminal makes of it.
            return Appearance(plain.attributes.subtracting(.dim).union([.bold, .underline]), plain.color)
        }
    }

    private static func colored(_ role: Role) -> Appearance {
        switch role {
        case .text: Appearance()
        case .dim, .rule: Appearance(.dim)
        case .header: Appearance(.underline)
        case .warn: Appearance([], .yellow)
        case .error: Appearance(.bold, .red)
        case .info: Appearance([], .cyan)
        case .key, .fresh, .mode: Appearance(.bold)
        case .match: Appearance(.reverse, .yellow)
        case .cleaned: Appearance([], .magenta)
        case .fault: Appearance(.underline, .red)
        }
    }

    private static func mono(_ role: Role) -> Appearance {
        switch role {
        case .text, .info: Appearance()
        case .dim, .rule: Appearance(.dim)
        case .header, .match, .cleaned, .fault: Appearance(.underline)
        case .warn, .error, .key, .fresh, .mode: Appearance(.bold)
        }
    }

    /// One unbroken bar: colours and bold would tear it into patches, and dim is hard to read in reverse. Words and marks
    /// still say what those did; while the bar follows the newest row, each patch would be sent with every request.
    private static func onBar(_ role: Role, _ plain: Appearance) -> Appearance {
        let kept = plain.attributes.intersection(.underline).union(.reverse)
        return Appearance(role == .match ? kept.union(.underline) : kept)
    }
}
