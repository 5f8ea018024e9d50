import ProxyCore

/// How the dashboard is drawn.
package struct TerminalSettings: Sendable, Equatable {
    package enum Color: String, Sendable, CaseIterable {
        case auto, always, never, mono
        case sixteen = "16"
        case twoFiftySix = "256"
    }

    package enum Glyphs: String, Sendable, CaseIterable {
        case auto, ascii, utf8
    }

    package var color = Color.auto
    package var glyphs = Glyphs.auto
    package var escapeDelay: Duration = .milliseconds(25)
    /// The shortest time between two frames that nobody pressed a key for.
    package var framePace: Duration = .milliseconds(100)

    package init() {}

    /// - Throws: ``UsageError`` for the first that cannot be used.
    package init(reading reader: SettingsReader) throws(UsageError) {
        try reader.read("color", into: &color, valid: "must be auto, always, never, mono, 16 or 256") {
            Color(rawValue: $0)
        }
        try reader.read("glyphs", into: &glyphs, valid: "must be auto, ascii or utf8") { Glyphs(rawValue: $0) }
        try reader.read("esc-delay", into: &escapeDelay, valid: "must be a duration from 1ms to 5s") {
            GoDuration.parse($0).flatMap { (.milliseconds(1) ... .seconds(5)).contains($0) ? $0 : nil }
        }
        try reader.read("fps", into: &framePace, valid: "must be a whole number from 1 to 10") {
            Int($0).flatMap { (1...10).contains($0) ? .milliseconds(1000 / $0) : nil }
        }
    }
}
