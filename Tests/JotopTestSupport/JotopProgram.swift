package import Foundation

/// The built program, run as people run it.
package struct JotopProgram: Sendable {
    /// How a run ended and what it said.
    package struct Outcome: Sendable {
        package let status: Int32
        package let output: String
        package let errors: String
    }

    /// Where the program is: beside the tests that were built with it.
    package static let path: String = {
        let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        let beside = Bundle.main.executablePath ?? CommandLine.arguments[0]
        return URL(filePath: tests.isEmpty ? beside : tests).deletingLastPathComponent().appending(path: "jotop").path
    }()

    /// Runs it to its end.
    ///
    /// - Parameters:
    ///   - environment: the whole of it.
    ///   - program: another one that is to be run instead.
    ///   - input: for its standard input, which is closed after it.
    ///   - command: what a shell is to do, which knows the program and its arguments as `"$0" "$@"`.
    package static func run(
        _ arguments: [String], at program: String? = nil, environment: [String: String] = [:], input: String = "",
        inShell command: String? = nil
    ) async throws -> Outcome {
        let process = process(arguments, environment, inShell: command)
        if let program { process.executableURL = URL(filePath: program) }
        let (input, feed) = (Data(input.utf8), Pipe())
        let (output, errors) = (Pipe(), Pipe())
        (process.standardInput, process.standardOutput, process.standardError) = (feed, output, errors)
        let ended = AsyncStream.makeStream(of: Int32.self)
        process.terminationHandler = { ended.continuation.yield($0.terminationStatus) }
        try TmuxSession.start(process)
        try? feed.fileHandleForWriting.write(contentsOf: input)
        try? feed.fileHandleForWriting.close()
        async let said = read(output)
        async let complained = read(errors)
        var status: Int32 = -1
        for await code in ended.stream {
            status = code
            break
        }
        return Outcome(status: status, output: await said, errors: await complained)
    }

    /// Starts it and lets it run while `body` does; its standard output comes line by line.
    ///
    /// - Parameter command: what a shell is to do, which knows the program and its arguments as `"$0" "$@"`.
    package static func with<T>(
        _ arguments: [String], environment: [String: String] = [:], inShell command: String? = nil,
        _ body: (AsyncStream<String>, Process) async throws -> T
    ) async throws -> T {
        let process = process(arguments, environment, inShell: command)
        let output = Pipe()
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try TmuxSession.start(process)
        defer { if process.isRunning { process.terminate() } }
        let lines = AsyncStream.makeStream(of: String.self)
        let handle = output.fileHandleForReading
        let reading = Thread {
            var pending = Data()
            while case let data = handle.availableData, !data.isEmpty {
                pending += data
                while let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
                    lines.continuation.yield(String(decoding: pending[..<end], as: UTF8.self))
                    pending = Data(pending[pending.index(after: end)...])
                }
            }
            lines.continuation.finish()
        }
        reading.start()
        return try await body(lines.stream, process)
    }

    private static func process(
        _ arguments: [String], _ environment: [String: String], inShell command: String?
    ) -> Process {
        let process = Process()
        process.executableURL = URL(filePath: command == nil ? path : "/bin/sh")
        process.arguments = (command.map { ["-c", $0, path] } ?? []) + arguments
        // Programs run side by side here, and the metrics' port by default is one only.
        process.environment = environment.merging(["METRICS_LISTEN_ADDR": "127.0.0.1:0"]) { own, _ in own }
        return process
    }

    /// Reads a pipe to its end, on a thread of its own: it blocks.
    private static func read(_ pipe: Pipe) async -> String {
        await withCheckedContinuation { continuation in
            let handle = pipe.fileHandleForReading
            Thread { continuation.resume(returning: String(decoding: handle.readDataToEndOfFile(), as: UTF8.self)) }
                .start()
        }
    }
}
