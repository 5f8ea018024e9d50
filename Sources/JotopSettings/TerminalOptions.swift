package import ArgumentParser
package import Configuration

/// The flags that are about the terminal.
package struct TerminalOptions: ParsableArguments {
    @Option(
        help: "auto, always, never, mono, 16 or 256; NO_COLOR and CLICOLOR=0 count for auto. (default: auto)",
        completion: .list(["auto", "always", "never", "mono", "16", "256"]))
    package var color: String?

    @Option(
        help: "auto, ascii or utf8; auto goes by the locale. (default: auto)",
        completion: .list(["auto", "ascii", "utf8"]))
    package var glyphs: String?

    @Option(help: "How long ESC is held back in case it begins an arrow key; slow lines need more. (default: 25ms)")
    package var escDelay: String?

    @Option(help: "Frames a second at most while nobody presses a key, 1 to 10; slow lines need fewer. (default: 10)")
    package var fps: String?

    package init() {}

    /// What was given, under the flags' names.
    package var values: [String: ConfigValue] {
        var values: [String: ConfigValue] = [:]
        for (name, value) in Self.given {
            if let text = value(self) { values[name] = ConfigValue(.string(text), isSecret: false) }
        }
        return values
    }

    static var names: [String] { given.map(\.name) }

    private static let given: [(name: String, value: @Sendable (TerminalOptions) -> String?)] = [
        ("color", { $0.color }), ("glyphs", { $0.glyphs }), ("esc-delay", { $0.escDelay }), ("fps", { $0.fps }),
    ]
}
