import AWSClient
import AWSProfiles
import AsyncHTTPClient
import EmulatedSTS
import Foundation
import JotopSettings
import JotopTestSupport
import Logging
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Preflight
import ProxyCore
import ServiceLifecycle

@testable import JotopApp

/// The whole path in one process: the program's own composition between an emulated STS and upstreams, all on real sockets.
struct EmbeddedWorld {
    let sts: EmulatedSTS
    let stack: ProxyStack
    let client: HTTPClient
    let application: Application
    let probe: EventProbe
    /// What was told before the proxy listened.
    let early: [ProxyEvent]

    static let secret = "an-aws-secret-that-nobody-may-see"
    static let principal = EmulatedPrincipal(
        accessKeyID: "ASIAEXAMPLEEXAMPLE00", secretAccessKey: secret, sessionToken: "a-session-token",
        arn: "arn:aws:iam::123456789012:role/team/dev-api", sessionName: "me")

    /// Runs a proxy while `body` does.
    ///
    /// - Parameters:
    ///   - variables: take the place of those that lead to the principal's keys; an empty one is unset.
    ///   - looksAhead: whether a preflight runs.
    ///   - allowsReplays: whether requests are kept as they are for a dashboard.
    ///   - certificate: of the only server that may be spoken to by TLS; nil: the system's roots are trusted.
    static func with<T>(
        _ change: (inout RunSettings) -> Void = { _ in }, environment variables: [String: String] = [:],
        looksAhead: Bool = false, allowsReplays: Bool = false, time: TimeSource = .live,
        trusting certificate: TestCertificate? = nil,
        sts configure: (inout EmulatedSTS.Configuration) -> Void = { _ in },
        _ body: (EmbeddedWorld) async throws -> T
    ) async throws -> T {
        var service = EmulatedSTS.Configuration(principals: [principal])
        configure(&service)
        let sts = try await EmulatedSTS.start(service, on: MultiThreadedEventLoopGroup.singleton)
        var settings = RunSettings()
        settings.listen = ListenAddress(host: "127.0.0.1", port: 0)
        settings.scheme = .http
        settings.issuers = [sts.issuer]
        change(&settings)
        let stack = ProxyStack(settings, time: time)
        let probe = EventProbe(stack.events)
        let environment = [
            "AWS_ENDPOINT_URL_STS": sts.endpoint, "AWS_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": principal.accessKeyID, "AWS_SECRET_ACCESS_KEY": secret,
            "AWS_SESSION_TOKEN": "a-session-token", "AWS_EC2_METADATA_DISABLED": "true", "HOME": "/nonexistent",
        ].merging(variables) { $1 }
        let aws = try AWSSettings(reading: environment.filter { !$0.value.isEmpty })
        var network = AsyncHTTPTransport.configuration
        if let certificate {
            network.tlsConfiguration = .makeClientConfiguration()
            network.tlsConfiguration?.trustRoots = .certificates([try certificate.loaded])
        }
        return try await HTTPClient.withHTTPClient(configuration: network) { client in
            let transport = AsyncHTTPTransport(client: client)
            let access = await AWSAccess(aws, .direct, transport: transport, prompt: nil)
            let kept = stack.keep(access.chain, stamp: { aws.files.stamp() })
            var endpoint = try access.sts.get()
            // Many tests share few cores: what is not about time has plenty of it.
            (endpoint.attemptTimeout, endpoint.deadline) = (.seconds(1_800), .seconds(3_600))
            var surroundings = StackSurroundings(sts: endpoint, credentials: kept, transport: transport)
            if looksAhead {
                surroundings.probes = PreflightProbes(
                    access, settings: settings, credentials: kept.cached, clock: kept.clock)
            }
            surroundings.allowsReplays = allowsReplays
            surroundings.rotateKeys = { sts.rotateKeys() }
            let services = try await stack.services(surroundings)
            let group = ServiceGroup(
                services: services, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
            let running = Task { try await group.run() }
            var early: [ProxyEvent] = []
            let listening = await probe.first { event in
                early.append(event)
                return event.listening
            }
            let address = listening?.address ?? ""
            let world = EmbeddedWorld(
                sts: sts, stack: stack, client: client, application: Application(client: client, address: address),
                probe: probe, early: early)
            let result: Result<T, any Error>
            do { result = .success(try await body(world)) } catch { result = .failure(error) }
            await group.triggerGracefulShutdown()
            try await running.value
            await sts.shutdown()
            return try result.get()
        }
    }

    /// The first event from which `extract` gets something, of those told before the proxy listened or of those to come: what the
    /// start does besides may be over by then.
    func first<Value>(_ extract: (ProxyEvent) -> Value?) async -> Value? {
        for event in early { if let value = extract(event) { return value } }
        return await probe.first(extract)
    }

    /// An upstream that verifies tokens.
    func upstream(accepting audiences: Set<String>) async throws -> VerifyingUpstream {
        try await VerifyingUpstream.start(
            VerifyingUpstream.Configuration(
                issuer: sts.issuer, audiences: audiences, transport: AsyncHTTPTransport(client: client)),
            on: MultiThreadedEventLoopGroup.singleton)
    }
}

/// What talks to the proxy.
struct Application: Sendable {
    let client: HTTPClient
    let address: String

    /// Sends a request through the proxy.
    func send(
        _ path: String, to upstream: String, method: String = "GET", headers: [(String, String)] = [], body: Int = 0
    ) async throws -> (status: Int, headers: [String: String], body: String) {
        var request = HTTPClientRequest(url: "http://\(address)\(path)")
        request.method = .init(rawValue: method)
        request.headers.add(name: "X-Upstream-Host", value: upstream)
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        if body > 0 { request.body = .bytes(ByteBuffer(repeating: UInt8(ascii: "x"), count: body)) }
        let response = try await client.execute(request, timeout: .seconds(1_800))
        let bytes = try await response.body.collect(upTo: 64 << 20)
        return (
            Int(response.status.code),
            Dictionary(response.headers.map { ($0.name.lowercased(), $0.value) }) { first, _ in first },
            String(buffer: bytes)
        )
    }
}
