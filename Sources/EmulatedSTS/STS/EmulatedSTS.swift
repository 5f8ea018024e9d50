package import NIOCore
import ProxyCore
import Synchronization

/// An STS on the loopback interface: mints real tokens for real signatures, and publishes the keys that verify them.
///
/// It speaks the Query protocol as the service does, so that SDKs and CLIs work against it with
/// `AWS_ENDPOINT_URL_STS`. Of STS it has `GetWebIdentityToken`, `GetCallerIdentity`, `AssumeRole` and
/// `AssumeRoleWithWebIdentity`; of IAM, on the same port, `GetOutboundWebIdentityFederationInfo`; no other action. The
/// sessions that it begins may sign like anybody else, until they end. Requests are authenticated by the
/// `Authorization` header; presigned URLs are not.
package final class EmulatedSTS: Sendable {
    /// The address for `AWS_ENDPOINT_URL_STS`, such as `http://127.0.0.1:4566`.
    package let endpoint: String
    /// The value of `iss`. Discovery stands at `<issuer>/.well-known/openid-configuration`.
    package let issuer: String
    package let port: Int
    private let core: EmulatedSTSCore
    private let server: LoopbackServer

    private init(endpoint: String, port: Int, core: EmulatedSTSCore, server: LoopbackServer) {
        self.endpoint = endpoint
        self.port = port
        self.core = core
        self.server = server
        issuer = core.issuer.identifier
    }

    /// Starts the service. The first RS256 token waits until its key has been found, a fraction of a second.
    package static func start(
        _ configuration: Configuration, on group: any EventLoopGroup
    ) async throws -> EmulatedSTS {
        let listener = try await LoopbackServer.bind(host: configuration.host, port: configuration.port, on: group)
        let endpoint = "http://\(Self.reachable(configuration.host)):\(listener.port)"
        let keys = SigningKeys(looksAhead: configuration.looksForKeysAhead)
        let issuer = TokenIssuer(identifier: configuration.issuer ?? endpoint, keys: keys)
        let core = EmulatedSTSCore(configuration, issuer: issuer)
        let server = LoopbackServer(listener) { await core.answer($0) }
        return EmulatedSTS(endpoint: endpoint, port: listener.port, core: core, server: server)
    }

    /// The host under which a listener is reached from this machine: on every interface it is on loopback too, and only there may
    /// an issuer go without TLS.
    private static func reachable(_ host: String) -> String {
        if ["::", "0.0.0.0"].contains(host) { return "127.0.0.1" }
        return host.contains(":") ? "[\(host)]" : host
    }

    /// Makes new keys. The ones before stay published, as far as ``SigningKeys`` keeps them, and the tokens that they signed stay good.
    package func rotateKeys() { core.issuer.keys.rotate() }

    /// Changes what goes wrong from now on.
    package func changeFaults(_ change: (inout STSFaults) -> Void) { core.faults.withLock { change(&$0) } }

    /// How many calls ended with each outcome: `Success`, or an error's code.
    package var outcomes: [String: Int] { core.outcomes.withLock { $0 } }

    /// Stops the service and waits for its end.
    package func shutdown() async { await server.shutdown() }
}
