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
        let audiences = try Bounds.audiences(audience, flag: "audience")
        let (algorithm, duration) = (try algorithm(), try life())
        let tags = try Bounds.tags(tag, flag: "tag")
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

    private func algorithm() throws(UsageError) -> SigningAlgorithm {
        guard let signingAlgorithm else { return .rs256 }
        guard let algorithm = SigningAlgorithm(rawValue: signingAlgorithm) else {
            throw UsageError(flag: "signing-algorithm", value: signingAlgorithm, remedy: "must be RS256 or ES384")
        }
        return algorithm
    }

    private func life() throws(UsageError) -> Duration {
        guard let duration else { return .seconds(3600) }
        guard let life = Bounds.tokenDuration(duration) else {
            throw UsageError(flag: "duration", value: duration, remedy: Bounds.tokenDurationRemedy)
        }
        return life
    }
}
