import AWSClient
import AWSCredentialSources
import AWSProfiles
import ArgumentParser
import Canvas
import Foundation
import JotopSettings
import Preflight
import ProxyCore
import ServiceLifecycle

/// `jotop run`: the proxy against real STS and real upstreams.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "The proxy and its dashboard on this terminal (the default).",
        discussion: """
            Each flag has an environment variable: upper case, '-' becomes '_' (--upstream-host is UPSTREAM_HOST). \
            The flag wins over the variable, the variable over --config, the file over the default. Durations as in Go: \
            90s, 5m, 1h30m.

            AWS: credentials, region and endpoint from where the AWS SDKs take them: environment, profiles, IAM Identity \
            Center, containers, instances. jotop doctor shows what is found, and where.
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
        let frontEnd = try FrontEndChoice.make(settings, environment: environment)
        if let replay = settings.replay {
            return try await ReplayProgram(settings: settings, replay: replay, frontEnd: frontEnd).run()
        }
        let recorder = try settings.record.map { ($0, try Self.recorder($0)) }
        let aws = try AWSSettings(reading: environment)
        let network = try AWSNetwork(aws)
        try await AWSTransport.with(network) { transport in
            let prompt = CodePrompt()
            let access = await AWSAccess(aws, network, transport: transport, prompt: prompt)
            try Self.warn(access)
            let program = Program(stack: ProxyStack(settings), frontEnd: frontEnd)
            let services = try await Self.services(access, program, prompt: prompt)
            try await program.run(services, recorder: recorder)
        }
    }

    /// Before the dashboard takes the terminal.
    private static func warn(_ aws: AWSAccess) throws {
        guard let sts = try? aws.sts.get(), let warning = EndpointRoute(sts.endpoint).plaintextWarning else { return }
        let words = [warning.message, warning.remedy].compactMap(\.self).joined(separator: "; ")
        try LineWriter.standardError.write([Sanitizer.plain("jotop: warning: \(words)")])
    }

    private static func services(
        _ aws: AWSAccess, _ program: Program, prompt: CodePrompt
    ) async throws -> [any Service] {
        let stack = program.stack
        let sts = try aws.sts.get()
        let files = aws.settings.files
        let kept = stack.keep(
            aws.chain, correctsClock: sts.correctsClock, longestSearch: aws.longestSearch, stamp: { files.stamp() })
        // The code of an MFA device can be asked for only as long as the terminal is not the dashboard's.
        if aws.settings.asksForCode { _ = try await kept.cached.credentials() }
        prompt.close()
        var surroundings = StackSurroundings(sts: sts, credentials: kept, transport: aws.transport)
        if program.hasDashboard {
            surroundings.probes = PreflightProbes(
                aws, settings: stack.settings, credentials: kept.cached, clock: kept.clock)
        }
        surroundings.proxies = aws.network.rules
        surroundings.tellsMetrics = true
        surroundings.allowsReplays = program.allowsReplays
        return try await stack.services(surroundings)
    }

    static func recorder(_ path: String) throws -> LineWriter {
        do { return try LineWriter(creating: path) } catch {
            throw UsageError(flag: "record", value: path, remedy: "must be a file that can be written: \(error)")
        }
    }
}
