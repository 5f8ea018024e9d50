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
        return try dashboard(environment)
    }

    /// The dashboard on this terminal. Whether it can be drawn is found out before anything else is started.
    static func dashboard(_ environment: [String: String]) throws -> Program.FrontEnd {
        try CursesTerminal.check(environment: environment)
        return .dashboard(CursesTerminal.Options(environment: environment), try KeysConf.keymap(environment))
    }

    private static func lines(_ settings: RunSettings) -> Program.FrontEnd {
        switch settings.logFormat {
        case .json: .lines(.json(level: settings.logLevel))
        case .text: .lines(.text(level: settings.logLevel, offset: TimeZone.current.secondsFromGMT()))
        }
    }
}
