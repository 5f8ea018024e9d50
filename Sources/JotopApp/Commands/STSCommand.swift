import ArgumentParser
import Canvas
import EmulatedSTS
import Foundation
import JotopSettings
import Logging
import NIOCore
import NIOPosix
import ProxyCore
import ServiceLifecycle
import UnixSignals

/// `jotop sts`: the emulated STS alone.
struct STSCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sts", abstract: "An emulated STS for AWS CLIs and SDKs, with OIDC discovery and JWKS.",
        discussion: """
            Prints the variables to set, then a line for each call. Signatures are verified as STS does, and the tokens are \
            really signed: verifiers find the keys at <issuer>/.well-known/openid-configuration.

            It knows GetWebIdentityToken, GetCallerIdentity and AssumeRole, and of IAM \
            GetOutboundWebIdentityFederationInfo.
            """)

    @Option(help: "Address to listen on; port 0 for any free one.")
    var listenAddr = "127.0.0.1:4599"

    @Option(help: "Region that signatures may be scoped to; repeatable.")
    var region: [String] = ["us-east-1"]

    @Option(help: "Audience that STS denies, * for any run of characters; repeatable.")
    var denyAudience: [String] = []

    @Option(help: "Audience for which STS throttles every call; repeatable.")
    var throttleAudience: [String] = []

    @Option(help: "Make new signing keys so often, such as 5m, besides on SIGUSR1; the newest 24 pairs stay published.")
    var rotateEvery: String?

    @Option(help: "Code that the role asks for, by the MFA device that is then printed.")
    var mfaCode: String?

    func run() async throws {
        do { try await serve() } catch { try StartupError.report(error) }
    }

    private func serve() async throws {
        guard let address = ListenAddress(listenAddr) else {
            throw UsageError(flag: "listen-addr", value: listenAddr, remedy: "must be host:port")
        }
        let pace = try rotateEvery.map { try Self.pace($0) }
        let (calls, queue) = AsyncStream.makeStream(of: String.self, bufferingPolicy: .bufferingNewest(1_000))
        let sts = try await start(address) { queue.yield($0) }
        do {
            // Whoever reads the exports may signal at once.
            let orders = await UnixSignalsSequence(trapping: [.sigusr1])
            try LineWriter.standardOutput.write(exports(of: sts))
            let rotation = KeyRotation(orders: orders, pace: pace, time: .live) {
                sts.rotateKeys()
                queue.yield("keys rotated: tokens are signed with new ones, the old ones stay published")
            }
            try await ServiceGroup(
                services: [CallLog(lines: calls), rotation],
                gracefulShutdownSignals: [.sigterm, .sigint],
                logger: Logger(label: "jotop", factory: { _ in SwiftLogNoOpLogHandler() })
            ).run()
        } catch {
            await sts.shutdown()
            throw error
        }
        await sts.shutdown()
    }

    /// Keys as long and as shaped as AWS's, so that no client balks; they open nothing but this.
    private static let principal = EmulatedPrincipal(
        accessKeyID: "AKIAJOTOPSTSEXAMPLE0", secretAccessKey: "jotop/emulated/sts/no/secret/EXAMPLEKEY0",
        arn: "arn:aws:iam::123456789012:user/developer")

    /// Whom the developer may become, for those who try role profiles.
    private static let role = "arn:aws:iam::123456789012:role/dev-api"
    private static let device = "arn:aws:iam::123456789012:mfa/developer"

    private func start(
        _ address: ListenAddress, log: @escaping @Sendable (String) -> Void
    ) async throws -> EmulatedSTS {
        var configuration = EmulatedSTS.Configuration(principals: [Self.principal])
        configuration.host = address.host.isEmpty ? "::" : address.host
        configuration.port = address.port
        configuration.regions = Set(region)
        var role = EmulatedRole(arn: Self.role, trusted: [Self.principal.arn])
        if let mfaCode { role.mfaCodes = [Self.device: mfaCode] }
        configuration.roles = [role]
        configuration.deniedAudiences = denyAudience
        configuration.throttledAudiences = throttleAudience
        configuration.onCall = { call in
            let audiences = call.audiences.joined(separator: ",")
            let line = "\(call.action.isEmpty ? "-" : call.action) \(audiences) \(call.outcome)"
            log(Sanitizer.plain(line))
        }
        do {
            return try await EmulatedSTS.start(configuration, on: MultiThreadedEventLoopGroup.singleton)
        } catch let error as IOError {
            throw ListenFailure(address: address, reason: error)
        }
    }

    private func exports(of sts: EmulatedSTS) -> [String] {
        [
            "# emulated STS on \(sts.endpoint), issuer \(sts.issuer)",
            "export AWS_ENDPOINT_URL_STS=\(sts.endpoint) AWS_ENDPOINT_URL_IAM=\(sts.endpoint)",
            "export AWS_ACCESS_KEY_ID=\(Self.principal.accessKeyID)",
            "export AWS_SECRET_ACCESS_KEY=\(Self.principal.secretAccessKey.exposed)",
            "export AWS_REGION=\(region.first ?? "us-east-1") AWS_DEFAULT_REGION=\(region.first ?? "us-east-1")",
            "# aws sts get-web-identity-token --audience my-service --signing-algorithm ES384",
            "# a role to assume: \(Self.role)" + (mfaCode == nil ? "" : ", with the MFA device \(Self.device)"),
        ]
    }

    private static func pace(_ text: String) throws(UsageError) -> Duration {
        guard let duration = GoDuration.parse(text), duration >= .seconds(1) else {
            throw UsageError(flag: "rotate-every", value: text, remedy: "must be a duration of at least 1s")
        }
        return duration
    }
}

/// The address cannot be had.
struct ListenFailure: RemediedError {
    let address: ListenAddress
    let reason: IOError

    var cause: String { "cannot listen on \(address): \(reason.description)" }
    var remedy: String? { "  another port     jotop sts --listen-addr 127.0.0.1:0" }
}

/// Prints a line for each call, on a thread that may be held up: a comment to the shell that reads the exports before it, since
/// audiences are whatever callers write.
private struct CallLog: Service {
    let lines: AsyncStream<String>

    func run() async throws {
        for await line in lines.cancelOnGracefulShutdown() {
            try await NIOThreadPool.singleton.runIfActive { try LineWriter.standardOutput.write(["# \(line)"]) }
        }
    }
}
