import CursesTerminal
import Foundation
import JotopSettings

/// Which front end serves: the dashboard, or lines where it was asked for or there is no terminal.
enum FrontEndChoice {
    static func make(_ settings: RunSettings, environment: [String: String]) throws -> Program.FrontEnd {
        if settings.isHeadless { return lines(settings) }
        guard isatty(STDOUT_FILENO) == 1 else {
            try? LineWriter.standardError.write([
                "jotop: stdout is not a terminal: writing log lines (--log-format json|text)"
            ])
            return lines(settings)
        }
        return try dashboard(environment, settings.terminal)
    }

    /// The dashboard on this terminal. Whether it can be drawn is found out before anything else is started.
    static func dashboard(
        _ environment: [String: String], _ settings: TerminalSettings
    ) throws -> Program.FrontEnd {
        try CursesTerminal.check(environment: environment)
        return .dashboard(
            CursesTerminal.Options(
                environment: environment, color: color(settings.color), colors: try ColorsConf.colors(environment),
                glyphs: glyphs(settings.glyphs), escapeDelay: settings.escapeDelay), try KeysConf.keymap(environment))
    }

    private static func color(_ setting: TerminalSettings.Color) -> ColorMode {
        switch setting {
        case .auto: .auto
        case .always: .always
        case .never: .never
        case .mono: .mono
        case .sixteen: .sixteen
        case .twoFiftySix: .twoFiftySix
        }
    }

    private static func glyphs(_ setting: TerminalSettings.Glyphs) -> GlyphMode {
        switch setting {
        case .auto: .auto
        case .ascii: .ascii
        case .utf8: .utf8
        }
    }

    private static func lines(_ settings: RunSettings) -> Program.FrontEnd {
        switch settings.logFormat {
        case .json: .lines(.json(level: settings.logLevel))
        case .text: .lines(.text(level: settings.logLevel, offset: TimeZone.current.secondsFromGMT()))
        }
    }
}
