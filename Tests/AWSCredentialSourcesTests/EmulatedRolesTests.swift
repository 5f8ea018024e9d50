import AWSClient
import AWSProfiles
import EmulatedSTS
import Foundation
import JotopTestSupport
import NIOPosix
import Testing

@testable import AWSCredentialSources

/// With an STS that checks signatures, trust policies and codes.
@Suite("Roles at the emulated STS")
struct EmulatedRolesTests {
    private static let user = EmulatedPrincipal(
        accessKeyID: "AKIDUSER", secretAccessKey: "user-secret", arn: "arn:aws:iam::123456789012:user/alice")
    private static let config = """
        [profile base]
        region = eu-west-1
        [profile one]
        source_profile = base
        role_arn = arn:aws:iam::123456789012:role/app/one
        role_session_name = alice@home
        external_id = ex-1
        mfa_serial = arn:aws:iam::123456789012:mfa/alice
        [profile two]
        source_profile = one
        role_arn = arn:aws:iam::123456789012:role/two
        duration_seconds = 1800
        """
    private static let keys = "[base]\naws_access_key_id = AKIDUSER\naws_secret_access_key = user-secret\n"

    private func run(_ body: (World, EmulatedSTS) async throws -> Void) async throws {
        var configuration = EmulatedSTS.Configuration(principals: [Self.user])
        configuration.looksForKeysAhead = false
        var one = EmulatedRole(arn: "arn:aws:iam::123456789012:role/app/one", trusted: [Self.user.arn])
        one.externalID = "ex-1"
        one.mfaCodes = ["arn:aws:iam::123456789012:mfa/alice": "123456"]
        let two = EmulatedRole(arn: "arn:aws:iam::123456789012:role/two", trusted: [one.arn])
        var pod = EmulatedRole(arn: "arn:aws:iam::123456789012:role/pod")
        pod.trustsWebIdentity = true
        configuration.roles = [one, two, pod]
        configuration.webIdentities = ["good-token": .subject("system:pod"), "old-token": .expired]
        let sts = try await EmulatedSTS.start(configuration, on: MultiThreadedEventLoopGroup.singleton)
        do {
            try await World.run { world in
                try world.write(Self.config, to: ".aws/config")
                try world.write(Self.keys, to: ".aws/credentials")
                try await body(world, sts)
            }
            await sts.shutdown()
        } catch {
            await sts.shutdown()
            throw error
        }
    }

    /// Signatures are judged by the real time; deadlines never pass.
    private static let surroundings: STSClient.Environment = {
        var surroundings = STSClient.Environment.live
        surroundings.uptime = { .zero }
        return surroundings
    }()

    private func environment(_ sts: EmulatedSTS, _ more: [String: String]) -> [String: String] {
        ["AWS_REGION": "eu-west-1", "AWS_ENDPOINT_URL_STS": sts.endpoint].merging(more) { $1 }
    }

    private func chain(
        _ world: World, _ sts: EmulatedSTS, _ more: [String: String], code: String? = "123456"
    ) -> DefaultCredentialChain {
        world.chain(environment(sts, more)) { context in
            context.transport = NIOTransport(port: sts.port, patience: 30)
            context.surroundings = Self.surroundings
            context.askForCode = { _ in code.map(CodeAnswer.code) ?? .noAnswer }
        }
    }

    private func identity(
        _ keys: AWSCredentials, _ world: World, _ sts: EmulatedSTS
    ) async throws -> String {
        let configuration = try STSClient.Configuration(settings: world.settings(environment(sts, [:])))
        let client = STSClient(
            configuration, credentials: GivenCredentials(keys),
            transport: NIOTransport(port: sts.port, patience: 30), environment: Self.surroundings)
        return try await client.getCallerIdentity().arn
    }

    @Test("A role with external id, session name and MFA is assumed, and its session signs")
    func role() async throws {
        try await run { world, sts in
            let keys = try await chain(world, sts, ["AWS_PROFILE": "one"]).credentials()
            let arn = try await identity(keys, world, sts)
            #expect(arn == "arn:aws:sts::123456789012:assumed-role/one/alice@home")
            let life = try #require(keys.expiration).timeIntervalSinceNow
            #expect((800...900).contains(life))
            #expect(keys.accountID == "123456789012")
        }
    }

    @Test("A role over a role is assumed with the first one's session")
    func chained() async throws {
        try await run { world, sts in
            let keys = try await chain(world, sts, ["AWS_PROFILE": "two"]).credentials()
            let arn = try await identity(keys, world, sts)
            #expect(arn.hasPrefix("arn:aws:sts::123456789012:assumed-role/two/jotop-"))
            let life = try #require(keys.expiration).timeIntervalSinceNow
            #expect((1_700...1_800).contains(life))
            #expect(keys.source == "profile two (role two over profile one)")
        }
    }

    @Test("A wrong code is a refusal that tells of the code")
    func wrongCode() async throws {
        try await run { world, sts in
            let error = try #require(await failure(chain(world, sts, ["AWS_PROFILE": "one"], code: "000000")))
            #expect(error.code == .failed)
            #expect(error.source == "profile one (role one over profile base)")
            #expect(error.message.contains("AccessDenied"))
            #expect(error.remedy == "the code is wrong, or was used already: wait for the next one")
        }
    }

    @Test("A token of a known identity provider assumes its role; one that is over says so")
    func webIdentity() async throws {
        let variables = [
            "AWS_WEB_IDENTITY_TOKEN_FILE": "~/token", "AWS_ROLE_ARN": "arn:aws:iam::123456789012:role/pod",
            "AWS_ROLE_SESSION_NAME": "pod-1",
        ]
        try await run { world, sts in
            let chain = chain(world, sts, variables)
            try world.write("good-token", to: "token")
            let arn = try await identity(try await chain.credentials(), world, sts)
            #expect(arn == "arn:aws:sts::123456789012:assumed-role/pod/pod-1")
            try world.write("old-token", to: "token")
            let error = try #require(await failure(chain))
            #expect(error.message.contains("ExpiredToken"))
            #expect(error.remedy.contains("its token is over"))
        }
    }
}
