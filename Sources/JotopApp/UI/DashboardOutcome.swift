import ArgumentParser
import Dashboard
import Foundation
import ProxyCore
import Synchronization

/// How the dashboard ended, for the program's exit.
final class DashboardOutcome: Sendable {
    private struct State {
        var leaving: Dashboard.Leaving?
        var stderr: [String] = []
        var logLevel: LogLevel?
    }

    private let state = Mutex(State())

    var leaving: Dashboard.Leaving? { state.withLock { $0.leaving } }
    /// What libraries wrote to standard error while the screen was up.
    var captured: [String] { state.withLock { $0.stderr } }

    /// From which level on a log is to tell, if somebody said so.
    var logLevel: LogLevel? { state.withLock { $0.logLevel } }

    /// nil where the program ended as it was meant to.
    var exitCode: ExitCode? {
        switch leaving {
        case .signal(let number): ExitStatus.signal(number)
        case .terminalLost: ExitStatus.signal(SIGHUP)
        case .gracefully, .atOnce, nil: nil
        }
    }

    func left(_ leaving: Dashboard.Leaving) { state.withLock { $0.leaving = leaving } }
    func wantsLog(from level: LogLevel) { state.withLock { $0.logLevel = level } }
    func captured(_ lines: [String]) { state.withLock { $0.stderr = lines } }
}
