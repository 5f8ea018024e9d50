import AWSClient
import Foundation
import HTTPTypes
import JotopTestSupport
import NIOPosix
import ProxyCore
import TokenDecoding
import TokenVerification

@testable import EmulatedSTS

/// An emulated STS for one test, and what a test does with it.
struct Emulation {
    static let user = EmulatedPrincipal(
        accessKeyID: "AKIDUSER", secretAccessKey: "user-secret", arn: "arn:aws:iam::123456789012:user/team/alice")
    /// A session with an hour left.
    static var role: EmulatedPrincipal {
        var role = EmulatedPrincipal(
            accessKeyID: "ASIAROLE", secretAccessKey: "role-secret", sessionToken: "role-session",
            arn: "arn:aws:iam::123456789012:role/app/worker", sessionName: "i-0abc",
            sessionExpiration: WallTime.now().advanced(by: .seconds(3_600)))
        role.tags = ["Team": "platform"]
        role.organization = .init(id: "o-example", path: "o-example/r-1234/")
        return role
    }

    /// A role that the user may assume for two hours.
    static let reader: EmulatedRole = {
        var role = EmulatedRole(arn: "arn:aws:iam::123456789012:role/data/reader", trusted: [user.arn])
        role.maximumDuration = .seconds(7_200)
        return role
    }()

    let sts: EmulatedSTS

    /// Starts an STS, runs `body`, and stops it again.
    static func run<Result>(
        _ adjust: (inout EmulatedSTS.Configuration) -> Void = { _ in }, _ body: (Emulation) async throws -> Result
    ) async throws -> Result {
        var configuration = EmulatedSTS.Configuration(principals: [user, role])
        configuration.regions = ["eu-west-1", "us-east-1"]
        configuration.looksForKeysAhead = false
        adjust(&configuration)
        let sts = try await EmulatedSTS.start(configuration, on: MultiThreadedEventLoopGroup.singleton)
        do {
            let result = try await body(Emulation(sts: sts))
            await sts.shutdown()
            return result
        } catch {
            await sts.shutdown()
            throw error
        }
    }

    /// A client that never waits between attempts.
    func client(
        _ principal: EmulatedPrincipal = user, secret: String? = nil,
        _ adjust: (inout STSClient.Configuration) -> Void = { _ in },
        onAttempt: @escaping @Sendable (STSClient.Attempt) -> Void = { _ in }
    ) throws -> STSClient {
        try client(signedBy: PrincipalCredentials(principal, secret: secret), adjust, onAttempt: onAttempt)
    }

    /// A client with credentials of any kind that never waits between attempts.
    func client(
        signedBy credentials: any CredentialProvider, _ adjust: (inout STSClient.Configuration) -> Void = { _ in },
        onAttempt: @escaping @Sendable (STSClient.Attempt) -> Void = { _ in }
    ) throws -> STSClient {
        let endpoint = try STSEndpoint(url: sts.endpoint, region: AWSRegion("eu-west-1"), from: "test")
        var configuration = STSClient.Configuration(endpoint: endpoint)
        // Many tests share two cores, so what is not about time has plenty of it.
        (configuration.attemptTimeout, configuration.deadline) = (.seconds(1_800), .seconds(3_600))
        // The service is asked for what the test says, not for what its session allows.
        configuration.capsToSession = false
        adjust(&configuration)
        let live = STSClient.Environment.live
        let environment = STSClient.Environment(now: live.now, sleep: { _ in }, random: { 0 }, uptime: live.uptime)
        return STSClient(
            configuration, credentials: credentials, transport: NIOTransport(), environment: environment,
            onAttempt: onAttempt)
    }

    /// A client of IAM, which the same server stands for.
    func iam(_ principal: EmulatedPrincipal = user) throws -> IAMClient {
        let endpoint = QueryEndpoint(
            scheme: "http", authority: "127.0.0.1:\(sts.port)", signingRegion: "us-east-1")
        var configuration = QueryClient.Configuration(service: "iam", endpoint: endpoint)
        (configuration.attemptTimeout, configuration.deadline) = (.seconds(1_800), .seconds(3_600))
        return IAMClient(
            configuration, credentials: PrincipalCredentials(principal, secret: nil), transport: NIOTransport())
    }

    /// The keys as a verifier finds them: by discovery, over HTTP.
    func keys() async throws -> JSONWebKeySet {
        let discovery = try await get("/.well-known/openid-configuration")
        let document = BoundedJSON.object(discovery.body, maximumSize: 10_000)
        let path = document?["jwks_uri"]?.string?.dropFirst(sts.issuer.count) ?? ""
        return try await JSONWebKeySet(json: get(String(path)).body)
    }

    func get(_ path: String) async throws -> TransportResponse {
        let authority = "127.0.0.1:\(sts.port)"
        let head = HTTPRequest(method: .get, scheme: "http", authority: authority, path: path)
        return try await NIOTransport().send(TransportRequest(head: head), timeout: .seconds(1_800))
    }

    func verify(_ token: String, audience: String) async throws -> VerifiedToken {
        try JWTVerifier(issuer: sts.issuer, audiences: [audience]).verify(token, keys: await keys(), at: .now())
    }
}

private struct PrincipalCredentials: CredentialProvider {
    let name = "test"
    private let keys: AWSCredentials

    init(_ principal: EmulatedPrincipal, secret: String?) {
        keys = AWSCredentials(
            accessKeyID: principal.accessKeyID, secretAccessKey: secret ?? principal.secretAccessKey.exposed,
            sessionToken: principal.sessionToken?.exposed)
    }

    func credentials() async throws(CredentialError) -> AWSCredentials { keys }
}

/// Credentials as they are given.
struct GivenCredentials: CredentialProvider {
    let name = "given"
    let keys: AWSCredentials

    func credentials() async throws(CredentialError) -> AWSCredentials { keys }
}

extension STSError {
    /// The service's code, if this is the service's error.
    var code: String? {
        guard case .service(let error) = self else { return nil }
        return error.code
    }
}

/// The error that a call ends with; nil for a success.
func stsFailure(_ call: () async throws -> Void) async throws -> STSError? {
    do {
        try await call()
        return nil
    } catch let error as STSError {
        return error
    }
}
