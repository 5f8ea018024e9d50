import Foundation
import JotopTestSupport
import Testing

/// The built program records itself, and plays back what it recorded.
@Suite("Recording and replay of the built program", .serialized, .timeLimit(.minutes(3)))
struct ReplayProgramTests {
    private static func temporaryFile() -> String {
        FileManager.default.temporaryDirectory.appending(path: "\(UUID()).jotop").path
    }

    @Test("What a demo recorded is played back as lines, and only its owner can read it")
    func lines() async throws {
        let file = Self.temporaryFile()
        defer { try? FileManager.default.removeItem(atPath: file) }
        // One that was there before, for everybody to read.
        #expect(FileManager.default.createFile(atPath: file, contents: nil, attributes: [.posixPermissions: 0o644]))
        let demo = try await JotopProgram.run(["demo", "--headless", "--for", "5s", "--record", file])
        #expect(demo.status == 0)
        let attributes = try FileManager.default.attributesOfItem(atPath: file)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        let replay = try await JotopProgram.run(["--replay", file, "--log-level", "debug"])
        #expect(replay.status == 0)
        #expect(replay.errors.contains("stdout is not a terminal"))
        let flows = Self.completed(demo.output)
        #expect(!flows.isEmpty && Self.completed(replay.output) == flows)
    }

    /// The flows that came to an end, in their order.
    private static func completed(_ output: String) -> [Substring] {
        output.split(separator: "\n").filter { $0.contains(#""type":"flow.completed""#) }
            .compactMap { $0.firstMatch(of: /"flow":(\d+)/)?.1 }
    }

    @Test("A malformed line is named, with its number")
    func malformed() async throws {
        let file = Self.temporaryFile()
        defer { try? FileManager.default.removeItem(atPath: file) }
        let good = #"{"time":"2026-11-21T14:31:50.377Z","type":"token.expired","audience":"a","handle":"A1","uses":1}"#
        try (good + "\n" + good + "\nrubbish\n" + good + "\n").write(toFile: file, atomically: true, encoding: .utf8)
        let outcome = try await JotopProgram.run(["--replay", file, "--headless"])
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("\(file): line 3: no JSON: a value expected at byte 1"))
        let none = try await JotopProgram.run(["--replay", file + ".none", "--headless"])
        #expect(none.status == 64 && none.errors.contains("--replay"))
    }

    @Test("What is unknown or cut is told, and the rest is played")
    func tolerant() async throws {
        let file = Self.temporaryFile()
        defer { try? FileManager.default.removeItem(atPath: file) }
        let good = #"{"time":"2026-11-21T14:31:50.377Z","type":"token.expired","audience":"a","handle":"A1","uses":1}"#
        let text = good + "\n" + good.replacing("token.expired", with: "token.moved") + "\n" + good.prefix(30)
        try text.write(toFile: file, atomically: true, encoding: .utf8)
        let outcome = try await JotopProgram.run(["--replay", file, "--headless"])
        #expect(outcome.status == 0)
        #expect(outcome.output.split(separator: "\n").count == 1)
        #expect(outcome.errors.contains("its last line is cut"))
        #expect(outcome.errors.contains("1 line of a kind unknown here skipped"))
    }

    @Test("What was recorded while something went wrong on purpose says so on each line, that of a loss too")
    func faults() async throws {
        let file = Self.temporaryFile()
        defer { try? FileManager.default.removeItem(atPath: file) }
        func line(_ second: Int, _ members: String) -> String {
            #"{"time":"2026-11-21T14:31:5\#(second).377Z",\#(members)}"#
        }
        let expired = #""type":"token.expired","audience":"a","handle":"A1","uses":1"#
        let text = [
            line(0, expired), line(1, #""type":"fault.set","fault":"tampered""#), line(2, expired),
            line(3, #""type":"dropped","count":3"#),
            line(4, #""type":"fault.cleared","scope":"all""#), line(5, expired),
        ]
        try text.map { $0 + "\n" }.joined().write(toFile: file, atomically: true, encoding: .utf8)
        let outcome = try await JotopProgram.run(["--replay", file, "--headless", "--log-level", "debug"])
        #expect(outcome.status == 0)
        let marks = outcome.output.split(separator: "\n").map { $0.contains(#""faults_on":true"#) }
        #expect(marks == [false, true, true, true, false, false])
    }

    @Test(
        "On a terminal it stands where it is told to, and its keys work",
        .enabled(if: TmuxSession.isAvailable, "needs tmux"))
    func onTerminal() async throws {
        let file = Self.temporaryFile()
        defer { try? FileManager.default.removeItem(atPath: file) }
        _ = try await JotopProgram.run(
            ["demo", "--headless", "--for", "6s", "--record", file], environment: ["TZ": "UTC"])
        let text = try String(contentsOfFile: file, encoding: .utf8)
        let times = text.matches(of: /"time":"[0-9-]+T([0-9:]+)/).map { String($0.1) }
        let until = try #require(times.last)
        let session = try await TmuxSession.shell()
        try session.start("--replay \(file) --speed max --until \(until)")
        try await session.wait(toShow: "REPLAY stands \(until)")
        try session.press("2")
        try await session.wait(toShow: "api.example.com")
        try session.press("r")
        try await session.wait(toShow: "a replay: there is no proxy to do that")
        try session.press("q")
        try await session.wait(toShow: "ended 0")
    }
}
