import EmulatedSTS
import Foundation
import JotopTestSupport
import NIOPosix
import ProxyCore
import Testing

/// A role that asks for the code of an MFA device, by the built program in a terminal.
@Suite(
    "The code of an MFA device", .enabled(if: TmuxSession.isAvailable, "needs tmux"), .timeLimit(.minutes(3)))
struct CodePromptTests {
    private static let role = "arn:aws:iam::123456789012:role/dev-api"
    private static let device = "arn:aws:iam::123456789012:mfa/me"
    private static let user = EmulatedPrincipal(
        accessKeyID: "AKIAEXAMPLEEXAMPLE00", secretAccessKey: "a-secret-that-nobody-may-see",
        arn: "arn:aws:iam::123456789012:user/me")

    @Test("It is asked for before the dashboard, and the role's session signs from then on")
    func asked() async throws {
        var configuration = EmulatedSTS.Configuration(principals: [Self.user])
        var role = EmulatedRole(arn: Self.role, trusted: [Self.user.arn])
        role.mfaCodes = [Self.device: "123456"]
        configuration.roles = [role]
        let sts = try await EmulatedSTS.start(configuration, on: MultiThreadedEventLoopGroup.singleton)
        let home = try Self.home()
        defer { try? FileManager.default.removeItem(at: home) }
        let session = try TmuxSession(
            columns: 100, rows: 30,
            environment: [
                "TERM": "tmux-256color", "LC_ALL": "C.UTF-8", "TZ": "UTC", "HOME": home.path,
                "AWS_ENDPOINT_URL_STS": sts.endpoint, "AWS_REGION": "us-east-1", "AWS_PROFILE": "dev",
                "AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": "", "LISTEN_ADDR": "127.0.0.1:0",
                "METRICS_LISTEN_ADDR": "127.0.0.1:0",
            ])
        try await session.wait(toShow: "$")
        try session.type("\(JotopProgram.path); echo ended $?")
        try session.press("Enter")
        let question = try await session.wait(toShow: "MFA code of \(Self.device)")
        #expect(!question.contains("FOLLOW"))
        try session.type("123456")
        try session.press("Enter")
        try await session.wait(toShow: "dev-api@")
        try await session.wait(toShow: "creds 1")
        try session.press("Q")
        try await session.wait(toShow: "ended 0")
        #expect(sts.outcomes["AccessDenied"] == nil)
        session.kill()
        await sts.shutdown()
    }

    /// A home whose profile `dev` is the role, over the user's keys.
    private static func home() throws -> URL {
        let home = FileManager.default.temporaryDirectory.appending(path: "jotop-home-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: home.appending(path: ".aws"), withIntermediateDirectories: true)
        try """
        [default]
        aws_access_key_id = \(user.accessKeyID)
        aws_secret_access_key = \(user.secretAccessKey.exposed)

        [profile dev]
        role_arn = \(role)
        source_profile = default
        mfa_serial = \(device)
        """.write(to: home.appending(path: ".aws/config"), atomically: true, encoding: .utf8)
        return home
    }
}
