import Foundation
import JotopTestSupport
import Testing

@Suite("The pictures", .enabled(if: TmuxSession.isAvailable, "needs tmux"), .timeLimit(.minutes(10)))
struct PictureTests {
    @Test("Each picture shows what the program shows now: screenshots/make takes them anew")
    func areFresh() async throws {
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../screenshots/make")
            .standardized.path
        let check = try await JotopProgram.run(
            ["check"], at: script, environment: ["JOTOP": JotopProgram.path, "PATH": "/usr/local/bin:/usr/bin:/bin"])
        #expect(check.status == 0, "\(check.errors)")
    }
}
