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

    @OptionGroup var options: MintOptions

    @Flag(help: "Print the token itself, and nothing else.")
    var raw = false

    func run() async throws {
        do { try await mint() } catch { try StartupError.report(error) }
    }

    private func mint() async throws {
        let environment = ProcessInfo.processInfo.environment
        let audiences = try Bounds.audiences(audience, flag: "audience")
        let (algorithm, duration) = (try options.algorithm() ?? .rs256, try options.life() ?? .seconds(3600))
        let tags = try options.tags()
        let configuration = try STSClient.Configuration(environment: environment)
        let minted = try await HTTPClient.withHTTPClient(configuration: AsyncHTTPTransport.configuration) { client in
            let sts = STSClient(
                configuration, credentials: EnvironmentCredentials(environment: environment),
                transport: AsyncHTTPTransport(client: client))
            return try await STSMinter(client: sts, algorithm: algorithm, duration: duration, tags: tags)
                .mint(audiences) { _ in }
        }
        let compact = minted.compact.exposed
        let text = raw ? compact : try TokenReport.json(TokenDecoder.decode(compact), now: .now())
        try LineWriter.standardOutput.write([text])
    }
}
