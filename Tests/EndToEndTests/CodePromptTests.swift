import Foundation
import JotopTestSupport
import Testing

/// A role that asks for the code of an MFA device, by the built program in a terminal.
@Suite(
    "The code of an MFA device", .enabled(if: TmuxSession.isAvailable, "needs tmux"), .timeLimit(.minutes(10)))
struct CodePromptTests {
    private static let role = "arn:aws:iam::123456789012:role/dev-api"
    private static let device = "arn:aws:iam::123456789012:mfa/developer"

    @Test("It is asked for before the dashboard, and the role's session signs from then on")
    func asked() async throws {
        // A process of its own: this one is busy with other tests, and STS has to answer in time.
        try await JotopProgram.with(["sts", "--listen-addr", "127.0.0.1:0", "--mfa-code", "123456"]) { lines, _ in
            let sts = try await ProgramTests.exports(lines)
            let home = try Self.home(sts)
            defer { try? FileManager.default.removeItem(at: home) }
            let session = try await TmuxSession.shell(
                columns: 100, rows: 30,
                environment: [
                    "HOME": home.path, "AWS_ENDPOINT_URL_STS": sts["AWS_ENDPOINT_URL_STS"] ?? "",
                    "AWS_PROFILE": "dev", "AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": "",
                    "LISTEN_ADDR": "127.0.0.1:0",
                ])
            try session.start("")
            let question = try await session.wait(seconds: 60, toShow: "MFA code of \(Self.device)")
            #expect(!question.contains("FOLLOW"))
            try session.type("123456")
            try session.press("Enter")
            try await session.wait(seconds: 60, toShow: "dev-api@")
            try await session.wait(seconds: 60, toShow: "creds 1")
            try await session.quit()
            session.kill()
        }
    }

    /// A home whose profile `dev` is the role, over the user's keys.
    private static func home(_ sts: [String: String]) throws -> URL {
        let home = FileManager.default.temporaryDirectory.appending(path: "jotop-home-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: home.appending(path: ".aws"), withIntermediateDirectories: true)
        try """
        [default]
        aws_access_key_id = \(sts["AWS_ACCESS_KEY_ID"] ?? "")
        aws_secret_access_key = \(sts["AWS_SECRET_ACCESS_KEY"] ?? "")

        [profile dev]
        role_arn = \(role)
        source_profile = default
        mfa_serial = \(device)
        """.write(to: home.appending(path: ".aws/config"), atomically: true, encoding: .utf8)
        return home
    }
}
