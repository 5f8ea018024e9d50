import Foundation
import JotopTestSupport
import ProxyCore
import Recordings
import Testing

/// The built program on each kind of terminal, fed from a recording: the ways in, and every way out.
@Suite(
    "On every kind of terminal", .serialized, .enabled(if: TmuxSession.isAvailable, "needs tmux"),
    .timeLimit(.minutes(5)))
struct TerminalKindTests {
    /// A recording with a request in it.
    private static func recording() throws -> String {
        let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).jotop").path
        let time = WallTime.now()
        let start = FlowStart(
            id: FlowID(1), time: time, method: "GET", host: "例え.example", path: "/caf\u{65}\u{301}/漢字", audiences: nil)
        var end = FlowEnd(start: start, time: time)
        end.status = 200
        var header = RecordingHeader(start: time)
        header.utcOffset = 0
        let lines = [
            header.line,
            EventJSON.line(.listening(Listening(time: time, address: "127.0.0.1:8080", upstream: "X-Upstream-Host"))),
            EventJSON.line(.flowCompleted(end), detailed: true),
        ]
        try lines.map { $0 + "\n" }.joined().write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    private static let signals = [SIGTERM, SIGINT, SIGQUIT, SIGHUP, SIGSEGV, SIGILL, SIGABRT, SIGBUS, SIGFPE, SIGTRAP]

    private static func session(_ term: String, locale: String) async throws -> TmuxSession {
        try await TmuxSession.shell(environment: ["TERM": term, "LC_ALL": locale])
    }

    private static func start(_ session: TmuxSession, _ command: String, ends number: Int) throws {
        try session.type("clear; \(command); echo ended-\(number) $?")
        try session.press("Enter")
    }

    /// What the key did is said for four seconds, which a busy machine may let pass between two looks: then it is asked for again.
    private static func switchMouseOn(_ session: TmuxSession) async throws {
        for _ in 1...9 {
            try session.press("M")
            if (try? await session.wait(seconds: 5, toShow: "mouse on")) != nil { return }
        }
        try session.press("M")
        try await session.wait(toShow: "mouse on")
    }

    @Test(
        "Drawn, used, quit and killed by each signal, it leaves the terminal as it found it",
        arguments: [
            ("xterm-256color", "C.UTF-8"), ("tmux-256color", "C.UTF-8"), ("screen-256color", "C"), ("linux", "C"),
            ("vt100", "C"),
        ])
    func everyWayOut(_ term: String, _ locale: String) async throws {
        let file = try Self.recording()
        defer { try? FileManager.default.removeItem(atPath: file) }
        let session = try await Self.session(term, locale: locale)
        let modes = try session.modes()
        let command = "\(JotopProgram.path) --replay \(file)"
        try Self.start(session, command, ends: 0)
        try await session.wait(toShow: locale == "C" ? "? ? .example" : "例え")
        try session.press("2")
        try await session.wait(toShow: "[2 Tokens")
        try await Self.switchMouseOn(session)
        try session.press("Q")
        try await session.wait(toShow: "ended-0 0")
        try await Self.expectRestored(session, modes)
        for signal in Self.signals {
            try Self.start(session, command, ends: Int(signal))
            try await session.wait(toShow: "REPLAY")
            try await Self.switchMouseOn(session)
            let program = try #require(try session.children().first)
            #expect(kill(program, signal) == 0)
            try await session.wait(toShow: "ended-\(signal) \(128 + signal)")
            try await Self.expectRestored(session, modes)
        }
    }

    @Test("What cannot be drawn on is refused in plain text, and left alone", arguments: ["dumb", "no-such-terminal"])
    func refused(_ term: String) async throws {
        let file = try Self.recording()
        defer { try? FileManager.default.removeItem(atPath: file) }
        let session = try await Self.session(term, locale: "C")
        let modes = try session.modes()
        try Self.start(session, "\(JotopProgram.path) --replay \(file)", ends: 0)
        let screen = try await session.wait(toShow: "ended-0 1")
        #expect(screen.contains("TERM=\(term)") && screen.contains("--headless"))
        try await Self.expectRestored(session, modes)
    }

    @Test("With standard input a pipe, keys come from the terminal itself")
    func pipedInput() async throws {
        let file = try Self.recording()
        defer { try? FileManager.default.removeItem(atPath: file) }
        let session = try await Self.session("xterm-256color", locale: "C.UTF-8")
        try Self.start(session, "echo Q | \(JotopProgram.path) --replay \(file)", ends: 0)
        try await session.wait(toShow: "REPLAY")
        try session.press("3")
        try await session.wait(toShow: "[3 Events")
        try session.press("Q")
        try await session.wait(toShow: "ended-0 0")
    }

    @Test("Lines are drawn by letters where ASCII is asked for, or the locale has nothing else")
    func glyphs() async throws {
        let file = try Self.recording()
        defer { try? FileManager.default.removeItem(atPath: file) }
        for (locale, flag, isDrawn) in [
            (["LC_ALL": "C.UTF-8"], "", true), (["LC_ALL": "C.UTF-8"], "--glyphs=ascii", false),
            (["LC_ALL": "C"], "--glyphs=utf8", false), (["LC_ALL": "", "LC_CTYPE": "", "LANG": "C"], "", false),
            (["LC_ALL": "", "LC_CTYPE": "", "LANG": "C.UTF-8"], "", true),
        ] {
            let session = try await TmuxSession.shell(
                environment: ["TERM": "xterm-256color"].merging(locale) { $1 })
            try Self.start(session, "\(JotopProgram.path) --replay \(file) \(flag)", ends: 0)
            try await session.wait(toShow: "REPLAY")
            try session.press("2")
            let screen = try await session.wait(toShow: "[2 Tokens")
            #expect(screen.contains("─") == isDrawn)
            session.kill()
        }
    }

    /// The normal screen, a cursor, no mouse, and the modes of before, echo among them.
    private static func expectRestored(_ session: TmuxSession, _ modes: String) async throws {
        let state = try session.state()
        #expect(!state.isAlternateScreen && state.isCursorShown && !state.isKeypadMode && !state.isMouseOn)
        #expect(try session.modes() == modes)
        #expect(modes.contains(" echo "))
    }
}
