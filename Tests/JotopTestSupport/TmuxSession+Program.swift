/// The built program in a session's shell.
extension TmuxSession {
    /// A shell that has shown its prompt, on a terminal as most people have one.
    ///
    /// - Parameter environment: replaces parts of what the shell has by itself.
    package static func shell(
        columns: Int = 80, rows: Int = 24, environment: [String: String] = [:]
    ) async throws -> TmuxSession {
        let usual = [
            "TERM": "tmux-256color", "LC_ALL": "C.UTF-8", "TZ": "UTC", "AWS_REGION": "us-east-1",
            "METRICS_LISTEN_ADDR": "127.0.0.1:0",
        ]
        let session = try TmuxSession(
            columns: columns, rows: rows, environment: usual.merging(environment) { $1 })
        try await session.wait(toShow: "$")
        return session
    }

    /// Types the program's command line. Once the program has ended, `ended` and its exit code stand on the screen.
    package func start(_ arguments: String = "demo") throws {
        try type("\(JotopProgram.path) \(arguments); echo ended $?")
        try press("Enter")
    }

    /// Ends the program by its key.
    ///
    /// - Returns: the screen after that.
    @discardableResult
    package func quit() async throws -> String {
        try press("Q")
        return try await wait(toShow: "ended 0")
    }
}
