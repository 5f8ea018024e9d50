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

    var hasDashboard: Bool { if case .dashboard = frontEnd { true } else { false } }

    /// Runs until the front end, a signal or the limit ends it.
    ///
    /// - Parameters:
    ///   - services: in the order of their start.
    ///   - recorder: where the event stream is written besides, and that file's name.
    /// - Throws: `ExitCode` once everything that there is to say has been said.
    func run(_ services: [any Service], recorder: (file: String, writer: LineWriter)? = nil) async throws {
        let outcome = DashboardService.Outcome()
        let group = ServiceGroup(configuration: configuration(services, recorder, outcome))
        do {
            try await withThrowingTaskGroup { tasks in
                // The dashboard's terminal sees to its signals itself.
                if case .lines = frontEnd { tasks.addTask { await ShutdownSignals.run(group) } }
                try await group.run()
                tasks.cancelAll()
            }
        } catch {
            farewell(outcome)
            try StartupError.report(error)
        }
        farewell(outcome)
        switch outcome.leaving {
        case .signal(let number): throw ExitCode(128 + number)
        case .terminalLost: throw ExitCode(128 + SIGHUP)
        case .gracefully, .atOnce, nil: return
        }
    }

    /// The services in the order of their start: logs outlive what they log, and the front end goes first.
    private func configuration(
        _ services: [any Service], _ recorder: (file: String, writer: LineWriter)?,
        _ outcome: DashboardService.Outcome
    ) -> ServiceGroupConfiguration {
        typealias Member = ServiceGroupConfiguration.ServiceConfiguration
        var first: [Member] = []
        var last: [Member] = []
        if let recorder {
            let loss = EventLog.Loss.isToldOnce(recorder.file)
            first.append(.init(service: log(.recording, recorder.writer, loss)))
        }
        switch frontEnd {
        case .lines(let format):
            let service = log(format, .standardOutput, .ends)
            first.append(.init(service: service, successTerminationBehavior: .gracefullyShutdownGroup))
        case .dashboard(let terminal):
            let service = dashboard(terminal, outcome)
            last.append(.init(service: service, successTerminationBehavior: .gracefullyShutdownGroup))
        }
        if let limit {
            let timer = Timer(limit: limit)
            last.append(.init(service: timer, successTerminationBehavior: .gracefullyShutdownGroup))
        }
        var configuration = ServiceGroupConfiguration(
            services: first + services.map { .init(service: $0) } + last,
            logger: Logger(label: "jotop", factory: { _ in SwiftLogNoOpLogHandler() }))
        configuration.maximumGracefulShutdownDuration = .seconds(20)
        return configuration
    }

    private func log(_ format: EventLog.Format, _ writer: LineWriter, _ loss: EventLog.Loss) -> EventLog {
        let feed = stack.events.subscribe(wantsHeads: format.hasHeads)
        return EventLog(feed: feed, format: format, writer: writer, loss: loss)
    }

    private func dashboard(
        _ terminal: CursesTerminal.Options, _ outcome: DashboardService.Outcome
    ) -> DashboardService {
        var configuration = Dashboard.Configuration(start: stack.time.wall())
        configuration.utcOffset = TimeZone.current.secondsFromGMT()
        configuration.isDemo = isDemo
        configuration.upstreamScheme = stack.settings.scheme
        configuration.audienceRule = stack.settings.audiences.map { .configured($0) } ?? .derivedFromHost
        return DashboardService(
            configuration: configuration, terminal: terminal, feed: stack.events.subscribe(), stats: stack.stats,
            commands: stack.commandQueue, time: stack.time, outcome: outcome)
    }

    /// The last words, on the normal screen.
    private func farewell(_ outcome: DashboardService.Outcome) {
        var lines = outcome.captured
        let totals = stack.stats.snapshot()
        if totals.requests > 0 || totals.mints > 0 { lines.append(Summary.line(totals)) }
        try? LineWriter.standardError.write(lines)
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
            line: { $0.level.map { $0 >= level } == true ? EventJSON.line($0) : nil },
            dropped: { EventJSON.dropped($0, at: .now()) }, hasHeads: false)
    }

    static func text(level: LogLevel, offset: Int) -> EventLog.Format {
        EventLog.Format(
            line: { EventText.line($0, level: level, offset: offset) }, dropped: { EventText.dropped($0) })
    }

    /// Everything that a replay needs.
    static let recording = EventLog.Format(
        line: { $0.level == nil ? nil : EventJSON.line($0, detailed: true) },
        dropped: { EventJSON.dropped($0, at: .now()) })
}
