import AWSClient
import ArgumentParser
import AsyncHTTPClient
import CursesTerminal
import Foundation
import JotopSettings

/// `jotop run`: the proxy against real STS and real upstreams.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "The proxy and its dashboard on this terminal (the default).",
        discussion: """
            Each flag has an environment variable: upper case, '-' becomes '_' (--upstream-host is UPSTREAM_HOST). \
            The flag wins over the variable, the variable over --config, the file over the default. Durations as in Go: \
            90s, 5m, 1h30m.

            AWS: credentials from AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN, the region from \
            AWS_REGION or AWS_DEFAULT_REGION, another STS by AWS_ENDPOINT_URL_STS.
            """)

    @OptionGroup var options: RunOptions

    func run() async throws {
        do { try await start() } catch { try StartupError.report(error) }
    }

    private func start() async throws {
        let environment = ProcessInfo.processInfo.environment
        let reader = try await SettingsReader(
            flags: options.values, environment: environment, file: options.config ?? environment["CONFIG"])
        let settings = try RunSettings(reading: reader)
        let sts = try STSClient.Configuration(environment: environment)
        let recorder = try settings.record.map { ($0, try Self.recorder($0)) }
        let stack = ProxyStack(settings)
        let program = Program(stack: stack, frontEnd: try FrontEndChoice.make(settings, environment: environment))
        let credentials = EnvironmentCredentials(environment: environment)
        try await HTTPClient.withHTTPClient(configuration: AsyncHTTPTransport.configuration) { client in
            let transport = AsyncHTTPTransport(client: client)
            try await program.run(
                stack.services(sts: sts, credentials: credentials, transport: transport), recorder: recorder)
        }
    }

    static func recorder(_ path: String) throws -> LineWriter {
        do { return try LineWriter(creating: path) } catch {
            throw UsageError(flag: "record", value: path, remedy: "must be a file that can be written: \(error)")
        }
    }
}
