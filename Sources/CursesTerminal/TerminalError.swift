import CNcurses
private import Canvas

#if canImport(Glibc)
    private import Glibc
#else
    private import Darwin
#endif

/// Why the dashboard cannot be drawn here. The description names the remedy and may span lines.
package enum TerminalError: Error, Sendable, Equatable {
    /// Standard output is a file or a pipe, or nothing.
    case notATerminal
    /// `TERM` is unset (an empty name), or terminfo has no entry for it.
    case unknownTerminal(String)
    /// The terminal cannot move its cursor.
    case dumbTerminal(String)
    case cannotOpen(reason: String)
}

extension TerminalError {
    /// - Returns: nil where all is well.
    init?(_ status: jt_status, term: String) {
        switch status {
        case JT_OK: return nil
        case JT_BUSY: self = .cannotOpen(reason: "it is open already")
        case JT_TERM_UNSET, JT_TERM_UNKNOWN: self = .unknownTerminal(term)
        case JT_TERM_DUMB: self = .dumbTerminal(term)
        default: self = .cannotOpen(reason: systemMessage(errno))
        }
    }
}

extension TerminalError: CustomStringConvertible {
    package var description: String { cause + "\n" + remedy }

    private var cause: String {
        switch self {
        case .notATerminal:
            "the dashboard needs a terminal on stdout, and stdout is not one."
        case .unknownTerminal(""):
            "TERM is not set, so the dashboard cannot be drawn."
        case .unknownTerminal(let name):
            "TERM=\(Sanitizer.plain(name)) is not in the terminfo database, so the dashboard cannot be drawn."
        case .dumbTerminal(let name):
            "TERM=\(Sanitizer.plain(name)) cannot move the cursor, so the dashboard cannot be drawn."
        case .cannotOpen(let reason):
            "the terminal cannot be opened: \(Sanitizer.plain(reason))."
        }
    }

    private var remedy: String {
        let log = "  plain log        jotop --headless --log-format text"
        return switch self {
        case .notATerminal:
            "  for people       jotop --headless --log-format text\n  for programs     jotop --headless"
        case .unknownTerminal:
            "  a common entry   TERM=xterm-256color jotop\n" + log
        case .dumbTerminal, .cannotOpen:
            log
        }
    }
}
