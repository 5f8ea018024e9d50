private import CNcurses

extension CursesTerminal {
    /// What a terminal is opened with.
    package struct Options: Sendable {
        /// Of these `TERM`, `NO_COLOR`, `CLICOLOR`, `LC_ALL`, `LC_CTYPE` and `LANG` are looked at.
        package var environment: [String: String]
        package var color: ColorMode
        /// How meanings look where there are colours, if not as usual.
        package var colors: ColorsFile
        package var glyphs: GlyphMode
        /// How long an ESC is held back in case an arrow key's sequence follows. Slow lines need more.
        package var escapeDelay: Duration
        /// The terminal to draw on and to read from; standard output and standard input if nil.
        package var device: String?
        /// Stops this process, or its whole group, and returns when it goes on.
        package var stop: @Sendable (_ wholeGroup: Bool) -> Void

        package init(
            environment: [String: String], color: ColorMode = .auto, colors: ColorsFile = .empty,
            glyphs: GlyphMode = .auto, escapeDelay: Duration = .milliseconds(25),
            device: String? = nil, stop: @escaping @Sendable (_ wholeGroup: Bool) -> Void = { jt_stop($0) }
        ) {
            self.environment = environment
            self.color = color
            self.colors = colors
            self.glyphs = glyphs
            self.escapeDelay = escapeDelay
            self.device = device
            self.stop = stop
        }

        /// The name of the locale that decides what bytes mean, by POSIX's order.
        var locale: String {
            ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty } ?? "C"
        }
    }
}
