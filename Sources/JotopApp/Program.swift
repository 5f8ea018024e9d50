import ArgumentParser
import AsyncHTTPClient
import CursesTerminal
import Dashboard
import Foundation
import JotopSettings
import Logging
import ProxyCore
import ProxyEngine
import ServiceLifecycle
import UnixSignals

/// Runs a proxy with a front end until it is told to stop, and says how it ended.
struct Program {
    enum FrontEnd {
        case dashboard(CursesTerminal.Options)
        /// Lines on standard output.
        case lines(EventLog.Format)
    }

    let stack: ProxyStack
    let frontEnd: FrontEnd
    /// Stops by itself after that long.
    var limit: Duration?
    var isDemo = false

    /// Runs until the front end, a signal or the limit ends it.
    ///
    /// - Parameter services: in the order of their start.
    /// - Throws: `ExitCode` once everything that there is to say has been said.
    func run(_ services: [any Service], recorder: LineWriter? = nil) async throws {
        let outcome = DashboardService.Outcome()
        var members: [ServiceGroupConfiguration.ServiceConfiguration] = []
        if let recorder { members.append(.init(service: log(.recording, recorder))) }
        var signals: [UnixSignal] = []
        var last: ServiceGroupConfiguration.ServiceConfiguration?
        switch frontEnd {
        case .lines(let format):
            signals = [.sigterm, .sigint]
            members.append(
                .init(service: log(format, .standardOutput), successTerminationBehavior: .gracefullyShutdownGroup))
        case .dashboard(let terminal):
            last = .init(
                service: dashboard(terminal, outcome), successTerminationBehavior: .gracefullyShutdownGroup)
        }
        members += services.map { .init(service: $0) }
        if let limit {
            members.append(
                .init(service: Timer(limit: limit), successTerminationBehavior: .gracefullyShutdownGroup))
        }
        if let last { members.append(last) }
        var configuration = ServiceGroupConfiguration(
            services: members, gracefulShutdownSignals: signals,
            logger: Logger(label: "jotop", factory: { _ in SwiftLogNoOpLogHandler() }))
        configuration.maximumGracefulShutdownDuration = .seconds(20)
        do {
            try await ServiceGroup(configuration: configuration).run()
        } catch {
            try StartupError.report(error)
        }
        try leave(outcome)
    }

    private func log(_ format: EventLog.Format, _ writer: LineWriter) -> EventLog {
        EventLog(hub: stack.events, batches: stack.events.subscribe(), format: format, writer: writer)
    }

    private func dashboard(
        _ terminal: CursesTerminal.Options, _ outcome: DashboardService.Outcome
    ) -> DashboardService {
        var configuration = Dashboard.Configuration(start: stack.time.wall())
        configuration.utcOffset = TimeZone.current.secondsFromGMT()
        configuration.isDemo = isDemo
        return DashboardService(
            configuration: configuration, terminal: terminal, batches: stack.events.subscribe(), stats: stack.stats,
            commands: stack.commandQueue, time: stack.time, outcome: outcome)
    }

    /// The last words, on the normal screen.
    private func leave(_ outcome: DashboardService.Outcome) throws {
        let lines = outcome.captured + [Summary.line(stack.stats.snapshot())]
        try? LineWriter.standardError.write(lines)
        switch outcome.leaving {
        case .signal(let number): throw ExitCode(128 + number)
        case .terminalLost: throw ExitCode(128 + SIGHUP)
        case .gracefully, .atOnce, nil: return
        }
    }
}

/// Ends a program that was asked to run only so long.
private struct Timer: Service {
    let limit: Duration

    func run() async throws {
        await cancelWhenGracefulShutdown { try? await Task.sleep(for: limit) }
    }
}

extension EventLog.Format {
    /// NDJSON, as `demo --headless` and the log want it.
    static func json(level: LogLevel) -> EventLog.Format {
        EventLog.Format(
            line: { $0.level >= level ? EventJSON.line($0) : nil }, dropped: { EventJSON.dropped($0, at: .now()) })
    }

    static func text(level: LogLevel, offset: Int) -> EventLog.Format {
        EventLog.Format(
            line: { EventText.line($0, level: level, offset: offset) }, dropped: { EventText.dropped($0) })
    }

    /// Everything that a replay needs.
    static let recording = EventLog.Format(
        line: { EventJSON.line($0, detailed: true) }, dropped: { EventJSON.dropped($0, at: .now()) })
}
