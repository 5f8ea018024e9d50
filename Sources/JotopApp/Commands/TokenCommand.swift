import AWSClient
import ArgumentParser
import AsyncHTTPClient
import Foundation
import JotopSettings
import ProxyCore
import TokenDecoding
import TokenService

/// `jotop token`: one token, by the way that the proxy gets its own.
struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "One token from STS: decoded JSON on standard output.",
        discussion: "The signature is not printed, unless --raw asks for the token itself.")

    @Option(help: "Audience of the token; repeatable.")
    var audience: [String]

    @Option(help: "RS256 or ES384. (default: RS256)")
    var signingAlgorithm: String?

    @Option(help: "Life of the token, 60s to 1h. (default: 1h)")
    var duration: String?

    @Option(help: "Tag to send along, key=value; repeatable.")
    var tag: [String] = []

    @Flag(help: "Print the token itself, and nothing else.")
    var raw = false

    func run() async throws {
        do { try await mint() } catch { try StartupError.report(error) }
    }

    private func mint() async throws {
        let environment = ProcessInfo.processInfo.environment
        let settings = try settings()
        guard let audiences = settings.audiences else { return }
        let configuration = try STSClient.Configuration(environment: environment)
        let minted = try await HTTPClient.withHTTPClient(configuration: AsyncHTTPTransport.configuration) { client in
            let sts = STSClient(
                configuration, credentials: EnvironmentCredentials(environment: environment),
                transport: AsyncHTTPTransport(client: client))
            let minter = STSMinter(
                client: sts, algorithm: settings.algorithm, duration: settings.tokenDuration, tags: settings.tags)
            return try await minter.mint(audiences)
        }
        let compact = minted.compact.exposed
        let text = raw ? compact : try TokenReport.json(TokenDecoder.decode(compact), now: .now())
        try LineWriter.standardOutput.write([text])
    }

    /// The same bounds as for the proxy's flags.
    private func settings() throws(UsageError) -> RunSettings {
        var settings = RunSettings()
        settings.audiences = try Bounds.audiences(audience, origin: .flag)
        if let signingAlgorithm {
            guard let algorithm = SigningAlgorithm(rawValue: signingAlgorithm) else {
                throw UsageError(flag: "signing-algorithm", value: signingAlgorithm, remedy: "must be RS256 or ES384")
            }
            settings.algorithm = algorithm
        }
        if let duration {
            guard let value = GoDuration.parse(duration), (.seconds(60)...(.seconds(3600))).contains(value) else {
                throw UsageError(flag: "duration", value: duration, remedy: "must be a duration from 60s to 1h")
            }
            settings.tokenDuration = value
        }
        settings.tags = try tag.map { text throws(UsageError) in
            guard let tag = Bounds.tag(text) else {
                throw UsageError(flag: "tag", value: text, remedy: "must be key=value, as STS takes it")
            }
            return tag
        }
        return settings
    }
}
