import Canvas
import Dashboard
import Foundation
import JotopTestSupport
import Testing

/// The built program in a real terminal: keys pressed, the screen read, the terminal's state looked at afterwards.
@Suite("In a terminal", .serialized, .enabled(if: TmuxSession.isAvailable, "needs tmux"), .timeLimit(.minutes(10)))
struct TerminalTests {
    @Test("A filter is typed, kept, switched off and on, and dropped; rows are marked, sorted and folded")
    func filtering() async throws {
        let session = try await TmuxSession.shell(columns: 120, rows: 40)
        try session.start()
        try await session.wait(toShow: "billing.example.net")
        try session.press("/")
        try await session.wait(toShow: "completing")
        try session.type("host:bil")
        try await session.wait(for: "the other rows gone") { !$0.contains("api.example.com") && $0.contains("hidden") }
        try session.press("Tab")
        try await session.wait(toShow: "/ host:billing.example.net_")
        try session.press("Enter")
        try await session.wait(for: "the prompt gone") { !$0.contains("completing") && $0.contains("hidden") }
        try session.type("\\")
        try await session.wait(toShow: "filter off")
        try session.press("Space")
        try await session.wait(toShow: "1 marked")
        try session.press("s")
        try await session.wait(toShow: "BY TOTAL v")
        try session.press("=")
        try await session.wait(toShow: "repeats are folded")
        try session.press("f")
        try await session.wait(toShow: "FOLLOW")
        try await session.quit()
    }

    @Test("The three views, their details, help and quitting, by their keys", arguments: [(80, 24), (120, 40)])
    func keys(_ columns: Int, _ rows: Int) async throws {
        let session = try await TmuxSession.shell(columns: columns, rows: rows)
        let modes = try session.modes()
        try session.start()
        try await session.wait(toShow: "/v1/items/42")
        try await session.wait(toShow: "FOLLOW")
        try session.press("k")
        try await session.wait(toShow: "HOLD")
        try session.press("p")
        try await session.wait(toShow: "PAUSED")
        try session.press("f")
        try await session.wait(toShow: "FOLLOW")
        try session.press("k", "Enter")
        try await session.wait(toShow: "[Why]")
        for tab in ["[Request]", "[Response]", "[Token", "[Timing]"] {
            try session.press("]")
            try await session.wait(toShow: tab)
        }
        try session.press("Escape")
        // Where there is room, the inspector stays and the list has the keys.
        try await session.wait(for: "the list") { $0.contains("inspect  ") }
        try session.press("2")
        let before = Self.generation(of: "A", on: try await session.wait(toShow: "DENIED"))
        try session.press("r")
        try await session.wait(for: "a new generation") { Self.generation(of: "A", on: $0) > before }
        try session.press("x")
        try await session.wait(toShow: "Evict A")
        try session.press("y")
        try await session.wait(for: "the box gone") { !$0.contains("Evict A") }
        try session.press("3")
        try await session.wait(toShow: "evict")
        try session.press("?")
        try await session.wait(toShow: "only keys that work here are listed")
        try session.press("Escape")
        let screen = try await session.quit()
        #expect(screen.contains("STS calls"))
        try await Self.expectRestored(session, modes)
    }

    @Test("Every key of every view, one after the other, and q still leaves", arguments: [(80, 24), (120, 40)])
    func everyKey(_ columns: Int, _ rows: Int) async throws {
        let session = try await TmuxSession.shell(columns: columns, rows: rows)
        let modes = try session.modes()
        try session.start()
        try await session.wait(toShow: "FOLLOW")
        let program = try #require(try session.children().first)
        let keys = Self.keys(of: [.flows, .tokens, .events, .inspector, .split, .reader])
        let dumps = Self.keys(of: [.flows, .tokens, .events, .inspector, .split, .reader], for: [.dump])
        for (number, (view, key)) in ["1", "2", "3"].flatMap({ view in keys.map { (view, $0) } }).enumerated() {
            try session.press(view)
            try session.press(key)
            // The key that ends a text on the normal screen takes with it what comes at the same time.
            if dumps.contains(key) { try await session.wait(forState: "the normal screen") { !$0.isAlternateScreen } }
            try session.press("Escape")
            if dumps.contains(key) { try await session.wait(forState: "the dashboard") { $0.isAlternateScreen } }
            // Whatever it opened is closed again, and the next line is one that no key before has left on the screen.
            try session.press(":")
            try session.type("key-\(number)")
            try await session.wait(toShow: ": key-\(number)")
            try session.press("Escape")
        }
        #expect(try session.children().first == program)
        try session.press("1", "q")
        try await session.wait(for: "its end, or the question before it") {
            $0.contains("ended 0") || $0.contains("in flight")
        }
        if try !session.screen().contains("ended 0") { try session.press("y") }
        try await session.wait(toShow: "ended 0")
        try await Self.expectRestored(session, modes)
    }

    /// The keys of some places by tmux's names, but those that leave, for good or for the shell.
    private static func keys(of places: [Place], for actions: Set<Action>? = nil) -> [String] {
        var keys = Set<Key>()
        for place in places {
            for binding in Keymap.standard.bindings(in: place)
            where ![.leave, .quit, .interrupt, .suspend, .back].contains(binding.action) {
                if actions?.contains(binding.action) ?? true { keys.formUnion(binding.keys) }
            }
        }
        return keys.map(name).sorted()
    }

    private static func name(_ key: Key) -> String {
        switch key {
        case .character(" "): "Space"
        case .character(let character): String(character)
        case .control(let character): "C-\(character)"
        case .function(let number): "F\(number)"
        case .backTab: "BTab"
        case .backspace: "BSpace"
        case .delete: "DC"
        case .pageUp: "PPage"
        case .pageDown: "NPage"
        default: key.name
        }
    }

    @Test("Whatever signal ends it, the terminal is as it was", arguments: [SIGTERM, SIGINT, SIGQUIT, SIGHUP])
    func signals(_ signal: Int32) async throws {
        let (session, modes) = try await Self.following()
        let program = try #require(try session.children().first)
        #expect(kill(program, signal) == 0)
        try await session.wait(toShow: "ended \(128 + signal)")
        try await Self.expectRestored(session, modes)
    }

    @Test(
        "A crash gives the terminal back and prints nothing of the memory",
        arguments: [SIGSEGV, SIGILL, SIGABRT, SIGBUS])
    func crash(_ signal: Int32) async throws {
        let (session, modes) = try await Self.following()
        let program = try #require(try session.children().first)
        #expect(kill(program, signal) == 0)
        let screen = try await session.wait(toShow: "ended \(128 + signal)")
        #expect(!screen.contains("Registers") && !screen.contains("rax"))
        try await Self.expectRestored(session, modes)
    }

    @Test("It stops and goes on like any program, and paints itself anew")
    func suspend() async throws {
        let (session, modes) = try await Self.following()
        try session.press("C-z")
        try await session.wait(forState: "the normal screen") { !$0.isAlternateScreen && $0.isCursorShown }
        #expect(try session.modes() == modes)
        try session.type("fg")
        try session.press("Enter")
        try await session.wait(forState: "the alternate screen") { $0.isAlternateScreen }
        try await session.wait(toShow: "FOLLOW")
        try session.press("Q")
        try await session.wait(forState: "the normal screen") { !$0.isAlternateScreen && $0.isCursorShown }
    }

    @Test("It follows the terminal's size, says when that is too small, and survives a storm of changes")
    func resize() async throws {
        let session = try await TmuxSession.shell()
        try session.start()
        try await session.wait(toShow: "FOLLOW")
        try session.resize(columns: 120, rows: 40)
        try await session.wait(toShow: "TOKms")
        try session.resize(columns: 38, rows: 7)
        try await session.wait(toShow: "jotop needs 60 x 12")
        for step in 0..<40 { try session.resize(columns: 60 + step * 2, rows: 12 + step) }
        try session.resize(columns: 80, rows: 24)
        try await session.wait(for: "the narrow list") {
            $0.contains("LEFT     MS") && !$0.contains("TOKms")
        }
        try await session.quit()
    }

    @Test("A demo with a limit ends by itself, on a terminal too")
    func limit() async throws {
        let session = try await TmuxSession.shell()
        let modes = try session.modes()
        try session.start("demo --for 10s")
        try await session.wait(toShow: "FOLLOW")
        try await session.wait(toShow: "ended 0")
        try await Self.expectRestored(session, modes)
    }

    @Test("A paste presses no keys")
    func paste() async throws {
        let session = try await TmuxSession.shell()
        try session.start()
        try await session.wait(toShow: "FOLLOW")
        try session.paste("2Xevict\nQ")
        try await session.wait(toShow: "a paste of 2 lines was ignored")
        #expect(try session.screen().contains("[1 Flows"))
        try await session.quit()
    }

    @Test("A request that lasts shows its token and its status while it does")
    func lasting() async throws {
        let session = try await TmuxSession.shell(columns: 120, rows: 40)
        try session.start()
        try await session.wait(seconds: 30, for: "a slow request in flight, with its token") {
            $0.split(separator: "\n").contains { $0.contains("/slow") && $0.contains("hit") && $0.contains("~") }
        }
        try await session.quit()
    }

    /// Starts a proxy that has no token for anybody.
    ///
    /// - Returns: its port, as the screen shows it.
    private static func startProxy(in session: TmuxSession) async throws -> Int {
        try session.start("--listen-addr 127.0.0.1:0 --upstream-host upstream.invalid")
        let screen = try await session.wait(toShow: "curl")
        return try #require(screen.firstMatch(of: /127\.0\.0\.1:(\d+)/).flatMap { Int($0.1) })
    }

    private static func expectNoToken(for path: String, at port: Int) async throws {
        let client = try await RawConnection.connect(to: port)
        try await client.write("GET \(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        #expect(await client.readMessage().hasSuffix("token unavailable"))
    }

    @Test("A proxy without traffic shows how to use it, and a request appears")
    func run() async throws {
        let session = try await TmuxSession.shell(columns: 120, rows: 40)
        let port = try await Self.startProxy(in: session)
        try await Self.expectNoToken(for: "/hello", at: port)
        try await session.wait(toShow: "/hello")
        try await session.wait(toShow: "502")
        try await session.quit()
    }

    @Test("No request waits for a terminal that has stopped reading, and it shows the newest when it reads again")
    func stopsReading() async throws {
        let session = try await TmuxSession.shell(columns: 120, rows: 40)
        let port = try await Self.startProxy(in: session)
        try session.passOutput(false)
        for number in 1...100 { try await Self.expectNoToken(for: "/unseen/\(number)", at: port) }
        #expect(try !session.screen().contains("/unseen/"))
        try session.passOutput(true)
        try await session.wait(toShow: "/unseen/100")
        try await session.quit()
    }

    @Test(
        "Held output keeps no signal from ending it, and the terminal is as it was",
        arguments: [SIGTERM, SIGINT, SIGHUP])
    func heldOutput(_ signal: Int32) async throws {
        let (session, modes) = try await Self.following()
        let program = try #require(try session.children().first)
        try session.passOutput(false)
        #expect(kill(program, signal) == 0)
        try await session.wait(toShow: "ended \(128 + signal)")
        try await Self.expectRestored(session, modes)
    }

    @Test("Nor from stopping it; told to end while it is stopped, it ends without taking the terminal")
    func heldAndStopped() async throws {
        let (session, modes) = try await Self.following()
        let program = try #require(try session.children().first)
        try session.passOutput(false)
        #expect(kill(program, SIGTSTP) == 0)
        try await session.wait(forState: "the normal screen") { !$0.isAlternateScreen && $0.isCursorShown }
        #expect(try session.modes() == modes)
        // A job that stands is told to go on to its end, as shells do that know more than this one.
        try session.type("kill %1; kill -CONT %1")
        try session.press("Enter")
        try await session.wait(toShow: "STS calls")
        // It has said its last words, and may not have ended yet.
        try session.type("wait %1; echo over $?")
        try session.press("Enter")
        try await session.wait(toShow: "143")
        try await Self.expectRestored(session, modes)
    }

    @Test("The screen is written to a file as it stands")
    func snap() async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).txt").path
        defer { try? FileManager.default.removeItem(atPath: file) }
        let session = try await TmuxSession.shell(columns: 120, rows: 40)
        try session.start("--listen-addr 127.0.0.1:0 --upstream-host upstream.invalid")
        try await session.wait(toShow: "curl")
        try session.press("2", ":")
        try await session.wait(toShow: "commands")
        try session.type("snap \(file)")
        try session.press("Enter")
        let screen = try await session.wait(toShow: "wrote")
        let lines = try String(contentsOfFile: file, encoding: .utf8).split(
            separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count == 41)
        #expect(lines[1].contains("[2 Tokens"))
        #expect(!lines.contains { $0.contains("snap") })
        // What stands still between the two looks.
        let rows = screen.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines[2..<38] == rows[2..<38])
        try await session.quit()
    }

    struct Refusal: Sendable, CustomTestStringConvertible {
        let environment: [String: String]
        let says: String
        var testDescription: String { "\(environment)" }
    }

    @Test(
        "A terminal that cannot be drawn on is refused in plain text, with what to do instead",
        arguments: [
            Refusal(environment: ["TERM": "dumb"], says: "TERM=dumb cannot move the cursor"),
            Refusal(environment: ["TERM": "no-such-terminal"], says: "TERM=no-such-terminal is not in the terminfo"),
        ])
    func refused(_ refusal: Refusal) async throws {
        let session = try await TmuxSession.shell(environment: refusal.environment)
        let modes = try session.modes()
        try session.start()
        let screen = try await session.wait(toShow: "ended 1")
        #expect(screen.contains(refusal.says))
        #expect(screen.contains("--headless"))
        try await Self.expectRestored(session, modes)
    }

    @Test(
        "It can be read on old and plain terminals", arguments: ["vt100", "linux", "screen", "xterm-256color", "ansi"])
    func oldTerminals(_ term: String) async throws {
        let session = try await TmuxSession.shell(environment: ["TERM": term, "LC_ALL": "C"])
        let modes = try session.modes()
        try session.start()
        try await session.wait(toShow: "/v1/items/42")
        try session.press("2")
        try await session.wait(toShow: "AUDIENCE")
        try await session.quit()
        #expect(try session.modes() == modes)
    }

    @Test("A terminal that goes away ends the program, which does not spin")
    func lost() async throws {
        let session = try await TmuxSession.shell()
        try session.start()
        try await session.wait(toShow: "FOLLOW")
        let program = try #require(try session.children().first)
        session.kill()
        let deadline = ContinuousClock.now.advanced(by: .seconds(120))
        while kill(program, 0) == 0, ContinuousClock.now < deadline { await Task.yield() }
        #expect(kill(program, 0) == -1)
    }

    /// The number in the GEN column of an audience's row; 0 if there is none.
    private static func generation(of handle: String, on screen: String) -> Int {
        let row = screen.split(separator: "\n").first { $0.dropFirst().hasPrefix("\(handle)  http") }
        return row?.split(separator: "#").dropFirst().first.flatMap { Int($0.prefix { $0.isNumber }) } ?? 0
    }

    /// A dashboard that follows, started from a shell, and the terminal's modes before that.
    private static func following() async throws -> (session: TmuxSession, modes: String) {
        let session = try await TmuxSession.shell()
        let modes = try session.modes()
        try session.start()
        try await session.wait(toShow: "FOLLOW")
        return (session, modes)
    }

    /// The normal screen, a cursor, and the modes of before.
    private static func expectRestored(_ session: TmuxSession, _ modes: String) async throws {
        let state = try session.state()
        #expect(!state.isAlternateScreen && state.isCursorShown && !state.isKeypadMode && !state.isMouseOn)
        #expect(try session.modes() == modes)
    }
}
