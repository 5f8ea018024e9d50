import AWSClient
import ArgumentParser
import AsyncHTTPClient
import CursesTerminal
import EmulatedSTS
import Foundation
import JotopSettings
import NIOCore
import NIOPosix
import Preflight
import ProxyCore
import ServiceLifecycle

/// `jotop demo`: the real proxy between emulated ends.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "Everything embedded: no AWS account, no network.",
        discussion: """
            An emulated STS, an upstream that verifies tokens, and generated traffic through the real proxy, on loopback ports \
            that the system picks. Tokens live for 15 seconds, so that mints, refreshes and expiries are all seen.
            """)

    @Flag(help: "Print the event stream instead: one JSON object a line.")
    var headless = false

    @Flag(help: "A dashboard that changes nothing.")
    var readonly = false

    @Option(name: .customLong("for"), help: "Stop by itself after that long, such as 10s.")
    var limit: String?

    @Option(help: "Write the event stream to this file, too.")
    var record: String?

    @Option(
        help: "What goes wrong from the first request on, in the words of :fault, such as 'keys rotate'; repeatable.")
    var fault: [String] = []

    @OptionGroup(title: "Terminal")
    var terminal: TerminalOptions

    func run() async throws {
        do { try await start() } catch { try StartupError.report(error) }
    }

    private func start() async throws {
        let limit = try limit.map { try Self.duration($0) }
        let faults = try RunSettings.faults(fault)
        let recorder = try record.map { ($0, try RunCommand.recorder($0)) }
        let environment = ProcessInfo.processInfo.environment
        let reader = try await SettingsReader(flags: terminal.values, environment: environment, file: nil)
        let terminal = try TerminalSettings(reading: reader)
        let frontEnd = try frontEnd(environment, terminal)
        let group = MultiThreadedEventLoopGroup.singleton
        try await HTTPClient.withHTTPClient(configuration: AsyncHTTPTransport.configuration) { client in
            let transport = AsyncHTTPTransport(client: client)
            try await DemoWorld.with(transport: transport, on: group) { world in
                var settings = world.settings
                settings.terminal = terminal
                settings.isReadOnly = readonly
                settings.allowsFaults = true
                settings.faults = faults
                let stack = ProxyStack(settings)
                let ports = world.ports
                let traffic = TrafficGenerator(client: client, feed: stack.events.subscribe())
                let kept = stack.keep(world.credentials, stamp: { 0 })
                let aws = await AWSAccess(world.awsSettings, .direct, transport: transport, prompt: nil)
                let program = Program(stack: stack, frontEnd: frontEnd, limit: limit, isDemo: true)
                var surroundings = StackSurroundings(sts: try aws.sts.get(), credentials: kept, transport: transport)
                surroundings.probes = PreflightProbes(
                    aws, settings: world.settings, credentials: kept.cached, clock: kept.clock)
                surroundings.makeResolver = { DemoResolver($0, ports: ports) }
                surroundings.allowsReplays = program.allowsReplays
                surroundings.rotateKeys = { world.sts.rotateKeys() }
                let services = try await stack.services(surroundings)
                try await program.run(services + [traffic], recorder: recorder)
            }
        }
    }

    private func frontEnd(
        _ environment: [String: String], _ terminal: TerminalSettings
    ) throws -> Program.FrontEnd {
        headless || isatty(STDOUT_FILENO) != 1
            ? .lines(.json(level: .debug)) : try FrontEndChoice.dashboard(environment, terminal)
    }

    private static func duration(_ text: String) throws(UsageError) -> Duration {
        guard let duration = GoDuration.parse(text), duration > .zero else {
            throw UsageError(flag: "for", value: text, remedy: "must be a duration above zero, such as 10s")
        }
        return duration
    }
}
