import Foundation
import JotopTestSupport
import Testing

@Suite(
    "Without its terminal", .serialized, .enabled(if: TmuxSession.isAvailable, "needs tmux"),
    .timeLimit(.minutes(5)))
struct KeepServingTests {
    /// A program whose terminal is gone, and which goes on.
    private struct Orphan {
        let id: pid_t
        let port: Int
        /// What it writes to standard error.
        let errors: String

        var log: String { (try? String(contentsOfFile: errors, encoding: .utf8)) ?? "" }

        /// Whether it came to its end by itself.
        var hasSaidFarewell: Bool { log.contains(" from cache, ") }

        func ask(_ path: String) async throws -> RawConnection {
            let client = try await RawConnection.connect(to: port)
            try await client.write("GET \(path) HTTP/1.1\r\nHost: localhost\r\n\r\n")
            return client
        }

        /// Polls, as it is no child of the test's: whatever is asked comes to pass, or the test's time is over.
        func wait(until condition: () async throws -> Bool) async throws {
            while try await !condition() { try await Task.sleep(for: .milliseconds(50)) }
        }

        func ended() async throws { try await wait { kill(id, 0) == -1 } }
    }

    /// Runs a program and takes its terminal away once the first screen has been drawn.
    ///
    /// - Parameter variables: for its environment, as a shell has them.
    private static func with(_ variables: String = "", _ body: (Orphan) async throws -> Void) async throws {
        let errors = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).log").path
        defer { try? FileManager.default.removeItem(atPath: errors) }
        let session = try await TmuxSession.shell(columns: 120, rows: 40)
        let arguments = "--listen-addr 127.0.0.1:0 --upstream-host upstream.invalid --keep-serving --log-level debug"
        try session.type("exec env \(variables) \(JotopProgram.path) \(arguments) 2>\(errors)")
        try session.press("Enter")
        let screen = try await session.wait(seconds: 40, toShow: "curl")
        let port = try #require(screen.firstMatch(of: /127\.0\.0\.1:(\d\d+)/).flatMap { Int($0.1) })
        let orphan = Orphan(id: try session.processID(), port: port, errors: errors)
        session.kill()
        do {
            try await body(orphan)
        } catch {
            kill(orphan.id, SIGKILL)
            throw error
        }
    }

    @Test("A proxy that is to keep serving does so when its terminal is gone, and ends when it is told to")
    func keepsServing() async throws {
        try await Self.with { program in
            // The lines begin when the loss has been noticed: some time after the first of these requests, perhaps.
            try await program.wait {
                let client = try await program.ask("/afterwards")
                #expect(await client.readMessage().hasSuffix("token unavailable"))
                return program.log.contains("/afterwards")
            }
            #expect(kill(program.id, SIGTERM) == 0)
            try await program.ended()
            #expect(program.hasSaidFarewell)
        }
    }

    @Test("A second signal ends it at once, whatever is in flight")
    func secondSignal() async throws {
        let sts = try await RawServer.start()
        let variables =
            "AWS_REGION=us-east-1 AWS_ENDPOINT_URL_STS=http://127.0.0.1:\(sts.port) "
            + "AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE AWS_SECRET_ACCESS_KEY=secret"
        var isForced = false
        // Where the machine is so busy that the second comes after the ten seconds of the drain, it shows nothing: once more.
        for _ in 1...5 where !isForced {
            try await Self.with(variables) { program in
                // STS is asked, and says nothing: these stay in flight. The first that is told of comes after the loss.
                var clients: [RawConnection] = []
                try await program.wait {
                    clients.append(try await program.ask("/waiting"))
                    return program.log.contains("/waiting")
                }
                await ProgramSignalTests.signalTwice(program.id, SIGTERM, listeningOn: program.port)
                try await program.ended()
                isForced = !program.hasSaidFarewell
            }
        }
        #expect(isForced)
    }
}
