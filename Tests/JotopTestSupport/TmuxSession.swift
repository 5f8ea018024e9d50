package import Foundation

/// The program in a real terminal: a tmux server of its own, whose screen, cursor and modes a test can ask for.
///
/// The pane's first process is a shell, so that the terminal outlives the program and its state can be looked at
/// afterwards. What is asked for is polled, with a deadline, because tmux tells nobody when a screen has changed.
package final class TmuxSession: Sendable {
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    /// What tmux says of the pane.
    package struct State: Sendable, Equatable {
        package var isAlternateScreen: Bool
        package var isCursorShown: Bool
        package var isKeypadMode: Bool
        package var isMouseOn: Bool
        package var isDead: Bool
        /// The exit status of the pane's process, once it is dead.
        package var deadStatus: Int32?
        package var command: String
    }

    private let socket: String
    private let server: Process
    /// The device of the pane's terminal, `/dev/pts/3`.
    package let tty: String

    /// Whether tmux is installed.
    package static var isAvailable: Bool { (try? execute(["-V"])) != nil }

    /// - Parameters:
    ///   - command: what the pane runs, a shell command line; nil for an interactive shell with the prompt `$ `.
    ///   - environment: added to, or replacing parts of, the environment of the test.
    package init(
        _ command: String? = nil, columns: Int = 80, rows: Int = 24, environment: [String: String] = [:]
    ) throws {
        socket = "jotop-\(UUID().uuidString)"
        var arguments = ["new-session", "-d", "-x", "\(columns)", "-y", "\(rows)"]
        // What a test types is not to stand in the histories of whoever runs it.
        for (name, value) in ["XDG_STATE_HOME": "/proc/nowhere"].merging(environment, uniquingKeysWith: { $1 }) {
            arguments += ["-e", "\(name)=\(value)"]
        }
        // tmux sets TERM for the pane by itself; only env can say otherwise.
        let term = environment["TERM"].map { "TERM=\(Self.quoted($0)) " } ?? ""
        arguments.append("env \(term)PS1='$ ' " + (command.map { "sh -c \(Self.quoted($0))" } ?? "sh -i"))
        // Not a daemon: Foundation waits for whoever holds what a child was started with, and a daemon would hold it.
        server = Process()
        server.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        server.arguments = ["tmux", "-L", socket, "-f", "/dev/null", "-D"]
        server.standardInput = FileHandle.nullDevice
        server.standardOutput = FileHandle.nullDevice
        server.standardError = FileHandle.nullDevice
        try Self.start(server)
        try Self.waitForServer(socket)
        let options = ["set", "-g", "remain-on-exit", "on", ";", "set", "-g", "status", "off", ";"]
        _ = try Self.execute(["-N", "-L", socket] + options + arguments)
        tty = try Self.execute(["-N", "-L", socket, "display", "-p", "#{pane_tty}"]).trimmingCharacters(in: .newlines)
    }

    deinit { kill() }

    /// Ends the server and what runs in it. Safe to call more than once.
    package func kill() {
        _ = try? tmux("kill-server")
        server.waitUntilExit()
    }

    /// Presses keys by tmux's names: `Up`, `C-c`, `Escape`, `F5`, `q`.
    package func press(_ keys: String...) throws { _ = try tmux(["send-keys"] + keys) }

    /// Types text as it is.
    package func type(_ text: String) throws { _ = try tmux(["send-keys", "-l", text]) }

    /// Pastes text, bracketed if the program has asked for that.
    package func paste(_ text: String) throws {
        _ = try tmux("set-buffer", text)
        _ = try tmux("paste-buffer", "-p")
    }

    package func resize(columns: Int, rows: Int) throws {
        _ = try tmux("resize-window", "-x", "\(columns)", "-y", "\(rows)")
    }

    /// The screen as text, one line a row, without the blanks at the ends of lines.
    ///
    /// - Parameter withStyles: attributes and colours stay in it as escape sequences.
    package func screen(withStyles: Bool = false) throws -> String {
        try tmux(["capture-pane", "-p"] + (withStyles ? ["-e"] : []))
    }

    package func state() throws -> State {
        let fields = [
            "alternate_on", "cursor_flag", "keypad_flag", "mouse_any_flag", "pane_dead", "pane_dead_status",
            "pane_current_command",
        ]
        let format = fields.map { "#{\($0)}" }.joined(separator: "|")
        let values = try tmux("display", "-p", format).trimmingCharacters(in: .newlines)
            .split(separator: "|", maxSplits: fields.count - 1, omittingEmptySubsequences: false).map(String.init)
        guard values.count == fields.count else { throw Failure(description: "tmux says \(values)") }
        return State(
            isAlternateScreen: values[0] == "1", isCursorShown: values[1] == "1", isKeypadMode: values[2] == "1",
            isMouseOn: values[3] == "1", isDead: values[4] == "1", deadStatus: Int32(values[5]), command: values[6])
    }

    /// What `stty -a` says of the pane's terminal, its size left out.
    package func modes() throws -> String {
        let text = try Self.run("/usr/bin/env", ["stty", "-a"], input: FileHandle(forReadingAtPath: tty))
        return text.split(separator: ";").filter { !$0.contains("rows") && !$0.contains("columns") }.joined(
            separator: ";")
    }

    /// Lets nothing through to the screen, as a terminal does that has stopped reading, or lets it through again (termios(3),
    /// `tcflow`). What the program writes meanwhile blocks.
    package func passOutput(_ passes: Bool) throws {
        guard let terminal = FileHandle(forUpdatingAtPath: tty) else { throw Failure(description: "no \(tty)") }
        guard tcflow(terminal.fileDescriptor, passes ? TCOON : TCOOFF) == 0 else {
            throw Failure(description: "tcflow of \(tty) fails with \(errno)")
        }
    }

    /// The pane's first process.
    package func processID() throws -> pid_t {
        let text = try tmux("display", "-p", "#{pane_pid}").trimmingCharacters(in: .newlines)
        guard let number = pid_t(text) else { throw Failure(description: "tmux says \(text)") }
        return number
    }

    /// The processes that the pane's first process has started.
    package func children() throws -> [pid_t] {
        let pane = String(try processID())
        let table = try Self.run("/usr/bin/env", ["ps", "-A", "-o", "pid=,ppid="])
        return table.split(separator: "\n").compactMap { line in
            let numbers = line.split(separator: " ")
            return numbers.count == 2 && numbers[1] == pane ? pid_t(numbers[0]) : nil
        }
    }

    /// Waits until the screen is as expected.
    ///
    /// - Returns: the screen that was.
    /// - Throws: ``Failure`` with the last screen after `seconds`.
    @discardableResult
    package func wait(
        seconds: Double = 60, for what: String, _ isExpected: (String) -> Bool
    ) async throws -> String {
        try await poll(seconds: seconds, what) {
            let screen = try self.screen()
            return isExpected(screen) ? screen : nil
        }
    }

    /// Waits until the screen shows a text.
    @discardableResult
    package func wait(seconds: Double = 60, toShow text: String) async throws -> String {
        try await wait(seconds: seconds, for: "\"\(text)\"") { $0.contains(text) }
    }

    /// Waits until tmux's account of the pane is as expected.
    @discardableResult
    package func wait(
        seconds: Double = 60, forState what: String, _ isExpected: (State) -> Bool
    ) async throws -> State {
        try await poll(seconds: seconds, what) {
            let state = try self.state()
            return isExpected(state) ? state : nil
        }
    }

    private func poll<Value>(seconds: Double, _ what: String, _ look: () throws -> Value?) async throws -> Value {
        let clock = ContinuousClock()
        let deadline = clock.now.advanced(by: .seconds(seconds))
        while true {
            if let value = try look() { return value }
            guard clock.now < deadline else {
                throw Failure(
                    description:
                        "not in \(seconds) s: \(what)\n\((try? state()).map { "\($0)" } ?? "")\n\(try screen())")
            }
            try await clock.sleep(for: .milliseconds(30))
        }
    }
}

// MARK: - Running tmux

extension TmuxSession {
    private func tmux(_ arguments: String...) throws -> String { try tmux(arguments) }

    private func tmux(_ arguments: [String]) throws -> String { try Self.execute(["-N", "-L", socket] + arguments) }

    /// A server takes a moment until it listens.
    private static func waitForServer(_ socket: String) throws {
        let deadline = Date(timeIntervalSinceNow: 60)
        while true {
            do {
                _ = try execute(["-N", "-L", socket, "start-server"])
                return
            } catch {
                guard Date() < deadline else { throw error }
                Thread.sleep(forTimeInterval: 0.02)
            }
        }
    }

    private static func execute(_ arguments: [String]) throws -> String {
        try run("/usr/bin/env", ["tmux"] + arguments)
    }

    private static func run(_ path: String, _ arguments: [String], input: FileHandle? = nil) throws -> String {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.standardInput = input ?? FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = output
        try start(process)
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure(description: "\(arguments.joined(separator: " ")): \(text)")
        }
        return text
    }

    /// A child inherits the mask of the thread that starts it, and Swift's pool blocks nearly everything: tmux would never
    /// hear that a pane has died, nor obey an order to end.
    static func start(_ process: Process) throws {
        var (none, before) = (sigset_t(), sigset_t())
        sigemptyset(&none)
        pthread_sigmask(SIG_SETMASK, &none, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        try process.run()
    }

    private static func quoted(_ text: String) -> String {
        "'" + text.replacingOccurrences(of: "'", with: "'\\''") + "'"
    }
}
