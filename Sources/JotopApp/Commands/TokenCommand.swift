import AWSClient
import AWSCredentialSources
import AWSProfiles
import ArgumentParser
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
        var settings = RunSettings()
        settings.algorithm = try options.algorithm() ?? settings.algorithm
        settings.tokenDuration = try options.life() ?? settings.tokenDuration
        settings.tags = try options.tags()
        settings.capsToSession = try options.capsToSession() ?? settings.capsToSession
        let (minted, clockOffset) = try await Self.mint(audiences, settings, AWSSettings(reading: environment))
        let compact = minted.compact.exposed
        let text = try Self.text(compact, raw: raw, now: .now(), clockOffset: clockOffset, cap: minted.cap)
        if let cap = minted.cap { try LineWriter.standardError.write([Self.words(cap)]) }
        try LineWriter.standardOutput.write([text])
    }

    private static func mint(
        _ audiences: AudienceSet, _ settings: RunSettings, _ aws: AWSSettings
    ) async throws -> (MintedToken, clockOffset: Duration?) {
        let network = try AWSNetwork(aws)
        return try await AWSTransport.with(network) { transport in
            let access = await AWSAccess(aws, network, transport: transport, prompt: CodePrompt())
            var sts = try access.sts.get()
            sts.capsToSession = settings.capsToSession
            let clock = ServiceClock()
            let credentials = access.credentials(clock: clock)
            // A person takes longer to find a code than a call may last.
            if aws.asksForCode { _ = try await credentials.credentials() }
            let client = STSClient(sts, credentials: credentials, transport: transport, clock: clock)
            let minted = try await STSMinter(client: client, settings: settings).mint(audiences) { _ in }
            return (minted, clock.offset)
        }
    }

    /// STS sent something else than a token.
    struct NoToken: Error, CustomStringConvertible {
        let reason: TokenDecodingError
        var description: String {
            "what STS answered is no compact JWT (\(reason)), so it is not printed; check AWS_ENDPOINT_URL_STS if it is set"
        }
    }

    /// What is printed; a script that reads `--raw` gets a token or nothing.
    static func text(
        _ compact: String, raw: Bool, now: WallTime, clockOffset: Duration? = nil, cap: SessionCap? = nil
    ) throws -> String {
        let decoded: DecodedToken
        do throws(TokenDecodingError) { decoded = try TokenDecoder.decode(compact) } catch {
            throw NoToken(reason: error)
        }
        return raw ? compact : TokenReport.json(decoded, now: now, clockOffset: clockOffset, cap: cap)
    }

    /// Beside the token, so that nobody wonders why it is short.
    private static func words(_ cap: SessionCap) -> String {
        let end = cap.sessionEnds.map { "the session ends at \($0.rfc3339)" } ?? "STS refused more"
        return
            "jotop: capped: \(GoDuration.format(cap.asked)) asked instead of \(GoDuration.format(cap.wanted)), as \(end)"
    }
}
