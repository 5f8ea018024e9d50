import ArgumentParser
import AsyncHTTPClient
import CursesTerminal
import Dashboard
import Foundation
import JotopSettings
import Logging
import ProxyCore
import ProxyEngine
import Recordings
import ServiceLifecycle

/// Runs a proxy with a front end until it is told to stop, and says how it ended.
struct Program {
    enum FrontEnd {
        case dashboard(CursesTerminal.Options, Keymap)
        /// Lines on standard output.
        case lines(EventLog.Format)
    }

    let stack: ProxyStack
    let frontEnd: FrontEnd
    /// Stops by itself after that long.
    var limit: Duration?
    var isDemo = false

    /// Whether anybody could ask for a replay.
    var allowsReplays: Bool { hasDashboard && !stack.settings.isReadOnly }

    var hasDashboard: Bool { if case .dashboard = frontEnd { true } else { false } }

    /// Runs until the front end, a signal or the limit ends it.
    ///
    /// - Parameters:
    ///   - services: in the order of their start.
    ///   - recorder: where the event stream is written besides, and that file's name.
    /// - Throws: `ExitCode` once everything that there is to say has been said.
    func run(_ services: [any Service], recorder: (file: String, writer: LineWriter)? = nil) async throws {
        // The shell tells of a terminal that is gone by SIGHUP, and whoever stays must not heed it.
        if goesOnWithoutTerminal { signal(SIGHUP, SIG_IGN) }
        let outcome = DashboardOutcome()
        // Ends with the front end that sees to signals itself, which is the dashboard's terminal.
        let (screen, screenEnd) = AsyncStream.makeStream(of: Never.self)
        if !hasDashboard { screenEnd.finish() }
        let group = ServiceGroup(
            configuration: configuration(services, recorder, outcome) { screenEnd.finish() })
        do {
            try await withThrowingTaskGroup { tasks in
                tasks.addTask {
                    for await _ in screen {}
                    await ShutdownSignals.run(group)
                }
                try await group.run()
                tasks.cancelAll()
            }
        } catch {
            farewell(outcome)
            try StartupError.report(error)
        }
        farewell(outcome)
        if let code = outcome.exitCode, !goesOnWithoutTerminal || outcome.leaving != .terminalLost { throw code }
    }

    /// The services in the order of their start: logs outlive what they log, and the front end goes first.
    ///
    /// - Parameter onTerminalLoss: called when the proxy goes on without the dashboard's terminal.
    private func configuration(
        _ services: [any Service], _ recorder: (file: String, writer: LineWriter)?,
        _ outcome: DashboardOutcome, onTerminalLoss: @escaping @Sendable () -> Void
    ) -> ServiceGroupConfiguration {
        var first: [Member] = []
        var last: [Member] = []
        let desk = RecordingDesk(
            events: stack.events, stats: stack.stats, header: recordingHeader, time: stack.time)
        if let recorder {
            first.append(.init(service: self.recorder(recorder.file, recorder.writer, desk)))
        }
        switch frontEnd {
        case .lines(let format):
            first.append(Self.ending(log(format, .standardOutput)))
        case .dashboard(let terminal, let keymap):
            var service = dashboard(terminal, keymap, desk, outcome)
            service.configuration.recording = recorder?.file
            if goesOnWithoutTerminal {
                service.afterwards = {
                    onTerminalLoss()
                    await serveOn(outcome.logLevel)
                }
            }
            last.append(Self.ending(service))
        }
        if let limit { last.append(Self.ending(Timer(limit: limit))) }
        var configuration = ServiceGroupConfiguration(
            services: first + services.map { .init(service: $0) } + last,
            logger: Logger(label: "jotop", factory: { _ in SwiftLogNoOpLogHandler() }))
        configuration.maximumGracefulShutdownDuration = .seconds(20)
        return configuration
    }

    private typealias Member = ServiceGroupConfiguration.ServiceConfiguration

    /// A service with which the program ends.
    private static func ending(_ service: some Service) -> Member {
        Member(service: service, successTerminationBehavior: .gracefullyShutdownGroup)
    }

    private func log(_ format: EventLog.Format, _ writer: LineWriter) -> EventLog {
        var log = EventLog(of: stack.events, as: format, to: writer)
        log.faultsNow = faultsNow
        return log
    }

    /// nil where faults are not allowed.
    private var faultsNow: (@Sendable () -> FaultState)? {
        guard let faults = stack.controls.faults else { return nil }
        return { faults.state }
    }

    private func recorder(_ file: String, _ writer: LineWriter, _ desk: RecordingDesk) -> RecorderService {
        let feed = stack.events.subscribe()
        desk.took(over: file) { feed.finish() }
        let recorder = Recorder(
            batches: feed.batches, stats: stack.stats, header: recordingHeader, writer: writer, time: stack.time)
        return RecorderService(feed: feed, recorder: recorder, file: file) { desk.ended(file, lost: $0) }
    }

    private var recordingHeader: RecordingHeader {
        var header = RecordingHeader(start: stack.time.wall())
        header.utcOffset = TimeZone.current.secondsFromGMT()
        header.isDemo = isDemo
        header.upstreamScheme = stack.settings.scheme
        header.audienceRule = stack.settings.audienceRule
        return header
    }

    private func dashboard(
        _ terminal: CursesTerminal.Options, _ keymap: Keymap, _ desk: RecordingDesk, _ outcome: DashboardOutcome
    ) -> DashboardService<LiveSource> {
        var configuration = Dashboard.Configuration(start: stack.time.wall())
        configuration.utcOffset = TimeZone.current.secondsFromGMT()
        configuration.isDemo = isDemo
        configuration.keymap = keymap
        configuration.isReadOnly = stack.settings.isReadOnly
        configuration.allowsFaults = stack.settings.allowsFaults
        configuration.version = JotopCommand.configuration.version
        configuration.flowLimit = stack.settings.keptFlows
        let settings = stack.settings
        configuration.wish = TokenWish(
            life: settings.tokenDuration, algorithm: settings.algorithm, tags: settings.tags,
            isCapping: settings.capsToSession)
        configuration.upstreamScheme = stack.settings.scheme
        configuration.audienceRule = stack.settings.audienceRule
        let source = LiveSource(
            feed: stack.events.subscribe(interest: .some), stats: stack.stats, orders: stack.orderQueue,
            time: stack.time, pace: stack.settings.terminal.framePace, recordings: desk)
        return DashboardService(
            configuration: configuration, terminal: terminal, source: source, outcome: outcome,
            kept: KeptFiles(environment: ProcessInfo.processInfo.environment))
    }

    private var goesOnWithoutTerminal: Bool { hasDashboard && stack.settings.keepsServing }

    /// The terminal is gone, and the proxy is to stay until it is told to shut down: lines on standard error, or none where that is
    /// gone as well.
    ///
    /// - Parameter level: what the reader of the dashboard asked for last; nil: as the settings say.
    private func serveOn(_ level: LogLevel?) async {
        let format = EventLog.Format.text(
            level: level ?? stack.settings.logLevel, offset: TimeZone.current.secondsFromGMT())
        var log = log(format, .standardError)
        log.outlivesReader = true
        await log.run()
    }

    /// The last words, on the normal screen.
    private func farewell(_ outcome: DashboardOutcome) {
        var lines = outcome.captured
        let metrics = stack.stats.metrics()
        if metrics.totals.requests > 0 || metrics.totals.mints > 0 { lines.append(Summary.line(metrics)) }
        LineWriter.standardError.writeLastWords(lines)
    }
}

/// Ends a program that was asked to run only so long.
private struct Timer: Service {
    let limit: Duration

    func run() async throws {
        await cancelWhenGracefulShutdown { try? await Task.sleep(for: limit) }
    }
}
