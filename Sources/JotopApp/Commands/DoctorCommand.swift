import ArgumentParser
import Foundation
import JotopSettings
import Preflight
import ProxyCore

/// `jotop doctor`: every step from configuration to a verified token.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Checks every step from configuration to a minted token, each with its remedy.",
        discussion: """
            ok  looked at, and right          !!  wrong; what to do stands below
            ??  cannot be told                --  not looked at, or does not apply

            Without --audience it is that of TOKEN_AUDIENCE or UPSTREAM_HOST; without those, one that no upstream accepts. \
            Policies often allow single audiences, so name yours. The token is shown nowhere. Ends with 1 if a step failed.
            """)

    @Option(help: "Audience of the token; repeatable.")
    var audience: [String] = []

    @OptionGroup var options: MintOptions

    @Flag(help: "One JSON object at the end instead of lines.")
    var json = false

    func run() async throws {
        let isGood: Bool
        do { isGood = try await examine() } catch { try StartupError.report(error) }
        guard isGood else { throw ExitStatus.failure }
    }

    private func examine() async throws -> Bool {
        let environment = ProcessInfo.processInfo.environment
        let settings = try await settings(environment)
        return try await Doctor(isJSON: json, write: LineWriter.standardOutput.write)
            .examine(settings, request: .doctor(settings), environment: environment)
    }

    /// The settings of the proxy's own variables, under those that are given here.
    private func settings(_ environment: [String: String]) async throws -> RunSettings {
        let reader = try await SettingsReader(flags: [:], environment: environment, file: environment["CONFIG"])
        var settings = try RunSettings(reading: reader)
        if !audience.isEmpty {
            settings.audiences = try Bounds.audiences(audience, flag: "audience")
            settings.hostRules = []
        }
        settings.algorithm = try options.algorithm() ?? settings.algorithm
        settings.tokenDuration = try options.life() ?? settings.tokenDuration
        settings.capsToSession = try options.capsToSession() ?? settings.capsToSession
        if !options.tag.isEmpty { settings.tags = try options.tags() }
        // What is asked for here counts, whatever a host's rule says.
        for index in settings.hostRules.indices {
            if options.signingAlgorithm != nil { settings.hostRules[index].traits.algorithm = nil }
            if options.duration != nil { settings.hostRules[index].traits.duration = nil }
            if !options.tag.isEmpty { settings.hostRules[index].traits.tags = nil }
        }
        return settings
    }
}
