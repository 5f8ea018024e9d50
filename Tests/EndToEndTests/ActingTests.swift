import Foundation
import JotopTestSupport
import Testing

/// Acting and taking along, by the built program's keys in a real terminal.
@Suite(
    "Acting in a terminal", .serialized, .enabled(if: TmuxSession.isAvailable, "needs tmux"), .timeLimit(.minutes(3)))
struct ActingTests {
    private static func session(_ variables: [String: String] = [:]) async throws -> TmuxSession {
        try await TmuxSession.shell(
            columns: 120, rows: 40, environment: ["XDG_CONFIG_HOME": "/nonexistent"].merging(variables) { $1 })
    }

    private static func folder() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appending(path: "jotop-acting-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: folder.appending(path: "jotop"), withIntermediateDirectories: true)
        return folder
    }

    @Test("Minting off answers 503 and shows it everywhere; on again, requests pass")
    func minting() async throws {
        let session = try await Self.session()
        try session.start()
        try await session.wait(toShow: "/v1/items/42")
        try session.press("m")
        try await session.wait(toShow: "Switch token minting off?")
        try session.press("y")
        try await session.wait(for: "both marks") { $0.components(separatedBy: "MINTING OFF").count >= 3 }
        try await session.wait(toShow: "503")
        try session.press("m")
        try await session.wait(for: "the marks gone") { !$0.contains("MINTING OFF") }
        try await session.quit()
    }

    @Test("What is copied arrives in tmux, an export in a file of its owner's, a dump on the normal screen")
    func takingAlong() async throws {
        let folder = try Self.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let session = try await Self.session()
        try session.type("cd \(folder.path); \(JotopProgram.path) demo; tmux show-buffer; echo ended $?")
        try session.press("Enter")
        try await session.wait(toShow: "/v1/items/42")
        try session.press("k", "y")
        try await session.wait(toShow: "curl through jotop")
        try session.press("c")
        try await session.wait(toShow: "by tmux: unconfirmed")
        try session.press("e", "h")
        try await session.wait(toShow: ".har")
        let name = try #require(
            try FileManager.default.contentsOfDirectory(atPath: folder.path).first { $0.hasSuffix(".har") })
        let file = folder.appending(path: name)
        #expect(try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int == 0o600)
        #expect(try JSONSerialization.jsonObject(with: Data(contentsOf: file)) is [String: Any])
        try session.press("L")
        try await session.wait(toShow: "any key returns")
        #expect(try !session.state().isAlternateScreen)
        try session.press("Space")
        try await session.wait(for: "the view again") { !$0.contains("any key returns") }
        #expect(try session.state().isAlternateScreen)
        let screen = try await session.quit()
        // Quoted only where the path has what a shell would take for its own.
        #expect(screen.contains("curl http://127.0.0.1:") || screen.contains("curl 'http://127.0.0.1:"))
    }

    /// How many requests the second row counts.
    private static func flows(_ screen: String) -> Int {
        let digits = screen.components(separatedBy: "Flows ").dropFirst().first?.prefix { $0.isNumber || $0 == "," }
        return digits.flatMap { Int($0.filter(\.isNumber)) } ?? 0
    }

    @Test("A recording begun in a running demo is replayed, and the line for it is there in the next run")
    func recording() async throws {
        let folder = try Self.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let session = try await Self.session(["XDG_STATE_HOME": folder.path])
        try session.type("cd \(folder.path); \(JotopProgram.path) demo; echo ended $?")
        try session.press("Enter")
        try await session.wait(toShow: "/v1/items/42")
        try session.type(":rec run.jotop")
        try session.press("Enter")
        let count = Self.flows(try await session.wait(toShow: "REC  FOLLOW"))
        try await session.wait(for: "more requests") { Self.flows($0) > count + 2 }
        try session.type(":rec off")
        try session.press("Enter")
        try await session.wait(toShow: "recorded to run.jotop")
        try await session.quit()
        try session.type("\(JotopProgram.path) --replay run.jotop --speed max; echo replayed $?")
        try session.press("Enter")
        let replay = try await session.wait(toShow: "REPLAY ended")
        #expect(replay.contains("X-Upstream-Host") && Self.flows(replay) > count)
        #expect(["GET", "PUT", "POST", "DELETE"].contains { replay.contains(" \($0) ") })
        try session.press(":", "Up", "Up")
        try await session.wait(toShow: ": rec run.jotop")
        try session.press("Escape", "Q")
        try await session.wait(toShow: "replayed 0")
    }

    @Test("Keys of the user's own work, and two that want the same are refused before the screen is touched")
    func userKeys() async throws {
        let folder = try Self.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "jotop/keys.conf")
        try "bind generic D tokens\nbind generic D events\n".write(to: file, atomically: true, encoding: .utf8)
        let session = try await Self.session(["XDG_CONFIG_HOME": folder.path])
        try session.start()
        let refused = try await session.wait(toShow: "ended 64")
        #expect(
            refused.contains("line 1   bind generic D tokens") && refused.contains("line 2   bind generic D events"))
        try "bind generic D tokens\n".write(to: file, atomically: true, encoding: .utf8)
        try session.type("clear; \(JotopProgram.path) demo --readonly; echo ended $?")
        try session.press("Enter")
        try await session.wait(toShow: "FOLLOW")
        try session.press("D")
        try await session.wait(toShow: "[2 Tokens")
        try session.press("x", "m", "?")
        let help = try await session.wait(toShow: "only keys that work here are listed")
        #expect(!help.contains("evict"))
        try session.press("Escape", "Q")
        try await session.wait(toShow: "ended 0")
    }
}

extension ActingTests {
    @Test("Ctrl-c leaves the screen and waits for what is in flight; the second one does not wait")
    func interruptedTwice() async throws {
        let upstream = try await RawServer.start()
        try await JotopProgram.with(["sts", "--listen-addr", "127.0.0.1:0"]) { lines, _ in
            var variables = try await ProgramTests.exports(lines)
            variables["METRICS_ENABLED"] = "false"
            let session = try await Self.session(variables)
            let flags = "--listen-addr 127.0.0.1:0 --upstream-host 127.0.0.1:\(upstream.port) --upstream-scheme http"
            try session.start(flags)
            let screen = try await session.wait(toShow: "Ready on 127.0.0.1:")
            let port = try #require(screen.firstMatch(of: /Ready on 127\.0\.0\.1:(\d+)/).flatMap { Int($0.1) })
            let client = try await RawConnection.connect(to: port)
            try await client.write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
            // The upstream has it, and never answers.
            _ = await (try await upstream.accept()).read(through: "\r\n\r\n")
            try session.press("C-c")
            try await session.wait(toShow: "waiting for 1 request; Ctrl-c quits at once")
            try session.press("C-c")
            // A shell gives up the rest of its line for a child that was interrupted, so the end is looked for in the processes;
            // whoever had waited would have said goodbye.
            let last = try await session.wait(for: "the program gone") { _ in (try? session.children().isEmpty) == true
            }
            #expect(!last.contains("STS calls"))
        }
    }
}
