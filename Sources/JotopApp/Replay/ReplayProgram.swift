import ArgumentParser
import CursesTerminal
import Dashboard
import Foundation
import JotopSettings
import ProxyCore
import Recordings

/// `--replay`: a recording on the dashboard, or as log lines. Nothing listens, and nobody is asked for anything.
struct ReplayProgram {
    let settings: RunSettings
    let replay: ReplaySettings
    let frontEnd: Program.FrontEnd
    var time = TimeSource.live

    func run() async throws {
        let file = try RecordingFile(replay.file)
        do {
            switch frontEnd {
            case .dashboard(let terminal, let keymap): try await show(file.reader, on: terminal, keymap)
            case .lines(let format): try write(file.reader, format)
            }
        } catch let error as RecordingError {
            throw ReplayError(file: replay.file, error: error)
        }
    }

    private func show(
        _ reader: RecordingReader, on terminal: CursesTerminal.Options, _ keymap: Keymap
    ) async throws {
        let replayer = try Replayer(reader, until: replay.until)
        let outcome = DashboardOutcome()
        let source = ReplaySource(replayer, speed: replay.speed, time: time, pace: settings.terminal.framePace)
        let service = DashboardService(
            configuration: configuration(replayer, keymap), terminal: terminal, source: source, outcome: outcome,
            kept: KeptFiles(environment: ProcessInfo.processInfo.environment))
        // The screen is the normal one again when this has thrown.
        defer { LineWriter.standardError.writeLastWords(outcome.captured) }
        try await service.run()
        if let code = outcome.exitCode { throw code }
    }

    private func configuration(_ replayer: Replayer, _ keymap: Keymap) -> Dashboard.Configuration {
        var configuration = Dashboard.Configuration(start: replayer.now)
        configuration.keymap = keymap
        configuration.utcOffset = TimeZone.current.secondsFromGMT()
        configuration.playback = .running(speed: replay.speed)
        guard let header = replayer.header else { return configuration }
        configuration.start = header.start
        configuration.utcOffset = header.utcOffset
        configuration.isDemo = header.isDemo
        configuration.upstreamScheme = header.upstreamScheme
        configuration.audienceRule = header.audienceRule
        return configuration
    }

    /// All of it at once: whoever reads lines has a clock of their own.
    private func write(_ reader: RecordingReader, _ format: EventLog.Format) throws {
        var replayer = try Replayer(reader, until: replay.until)
        // The reader of a recording can have it diagnosed again.
        var log = EventLines(format, isDiagnosed: false)
        var lines = Lines()
        while replayer.phase == .running, let next = replayer.nextMoment {
            for case .came(let batch) in try replayer.play(through: next) {
                log.add(batch, to: &lines)
            }
            guard lines.bytes.count > 1 << 17 || replayer.phase != .running else { continue }
            do { try LineWriter.standardOutput.write(lines) } catch { return }
            lines = Lines()
        }
        for remark in replayer.remarks {
            try? LineWriter.standardError.write(["jotop: \(replay.file): \(remark)"])
        }
    }
}

/// A recording that cannot be played any further.
struct ReplayError: RemediedError {
    let file: String
    let error: RecordingError

    var cause: String { "\(file): \(error)" }

    var remedy: String? {
        switch error {
        case .malformed: "  written by --record, one JSON object a line; docs/events.md has the members"
        case .unreadable, .empty: nil
        }
    }
}
