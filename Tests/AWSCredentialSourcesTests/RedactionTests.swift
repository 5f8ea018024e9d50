import AWSClient
import AWSProfiles
import Testing

@testable import AWSCredentialSources

@Suite("What holds secrets prints none")
struct RedactionTests {
    private static let secret = "marker-secret"

    private static var holders: [(String, Any)] {
        let variables = ["AWS_SECRET_ACCESS_KEY": secret]
        let command = ProcessCommand(line: "tool --password \(secret)")
        let context = CredentialContext(transport: NoTransport())
        let shared = SharedConfig(config: Array("[default]\ncredential_process = tool \(secret)\n".utf8))
        let settings = AWSSettings(environment: variables, home: "/", shared: shared)
        let plan = ProfilePlan(profile: "default", base: .process("tool \(secret)"), role: nil)
        return [
            ("environment", EnvironmentCredentials(environment: variables)), ("command", command),
            (
                "run",
                ProcessRun(
                    command: command, environment: variables, limit: .seconds(1), surroundings: context.surroundings)
            ),
            (
                "process",
                ProcessCredentials(command: command.line, profile: "dev", environment: variables, context: context)
            ),
            ("plan", plan), ("base", plan.base),
            ("outer plan", ProfilePlan(profile: "a", base: .profile(plan), role: nil)),
            ("settings", settings), ("setting", AWSSettings.Setting(value: secret, origin: "X")),
            ("json", JSONValue.object(["a": .array([.string(secret)])])), ("text", JSONValue.string(secret)),
        ]
    }

    @Test("No way of printing tells the secret")
    func printing() {
        for (name, holder) in Self.holders {
            var dumped = ""
            dump(holder, to: &dumped)
            let ways = [String(describing: holder), String(reflecting: holder), "\([holder])", dumped]
            for way in ways { #expect(!way.contains(Self.secret), "\(name): \(way)") }
        }
    }
}

private struct NoTransport: HTTPTransport {
    func send(_ request: TransportRequest, timeout: Duration) async throws(TransportError) -> TransportResponse {
        throw .timeout
    }
}
