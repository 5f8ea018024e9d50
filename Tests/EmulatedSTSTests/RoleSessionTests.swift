import AWSClient
import Foundation
import ProxyCore
import Testing
import TokenDecoding

@testable import EmulatedSTS

@Suite("Sessions that the emulated STS begins")
struct RoleSessionTests {
    private func run(
        _ adjust: (inout EmulatedRole) -> Void = { _ in },
        webIdentities: [String: EmulatedWebIdentity] = [:],
        _ body: (Emulation) async throws -> Void
    ) async throws {
        var role = Emulation.reader
        adjust(&role)
        let other = EmulatedRole(arn: "arn:aws:iam::123456789012:role/second", trusted: [role.arn])
        try await Emulation.run(
            { [role] configuration in
                configuration.roles = [role, other]
                configuration.webIdentities = webIdentities
            }, body)
    }

    private func request(_ adjust: (inout AssumeRoleRequest) -> Void = { _ in }) -> AssumeRoleRequest {
        var request = AssumeRoleRequest(roleARN: Emulation.reader.arn, sessionName: "me")
        adjust(&request)
        return request
    }

    /// The code and the words that an attempt ends with; nil for a session.
    private func refusal(
        _ emulation: Emulation, by principal: EmulatedPrincipal = Emulation.user, _ request: AssumeRoleRequest
    ) async throws -> ServiceError? {
        let error = try await stsFailure { _ = try await emulation.client(principal).assumeRole(request) }
        guard case .service(let refusal)? = error else { return nil }
        return refusal
    }

    @Test("A session signs, is who it says, and its tokens end before it does")
    func signs() async throws {
        try await run { emulation in
            let role = try await emulation.client().assumeRole(request { $0.duration = .seconds(900) })
            #expect(role.assumedRoleARN == "arn:aws:sts::123456789012:assumed-role/reader/me")
            let keys = GivenCredentials(keys: role.credentials(source: "test"))
            let client = try emulation.client(signedBy: keys)
            let identity = try await client.getCallerIdentity()
            #expect(identity.arn == role.assumedRoleARN)
            let long = WebIdentityTokenRequest(audiences: ["a"], algorithm: .es384, duration: .seconds(3_600))
            let error = try await stsFailure { _ = try await client.getWebIdentityToken(long) }
            #expect(error?.code == "SessionDurationEscalationException")
            let capped = try await emulation.client(signedBy: keys, { $0.capsToSession = true }).getWebIdentityToken(
                long)
            #expect(capped.cap?.wanted == .seconds(3_600))
            #expect((600...890).contains(Int((capped.asked ?? .zero) / .seconds(1))))
            let claims = try TokenDecoder.decode(capped.token.exposed).claims
            #expect(claims["sub"]?.string == Emulation.reader.arn)
        }
    }

    @Test("A session whose end is not told learns it from a refusal and a token")
    func unknownEnd() async throws {
        try await run { emulation in
            let role = try await emulation.client().assumeRole(request { $0.duration = .seconds(1_800) })
            let keys = AWSCredentials(
                accessKeyID: role.accessKeyID, secretAccessKey: role.secretAccessKey.exposed,
                sessionToken: role.sessionToken.exposed)
            let client = try emulation.client(signedBy: GivenCredentials(keys: keys)) { $0.capsToSession = true }
            let long = WebIdentityTokenRequest(audiences: ["a"], algorithm: .es384, duration: .seconds(3_600))
            let first = try await client.getWebIdentityToken(long)
            #expect(first.asked == .seconds(900))
            let second = try await client.getWebIdentityToken(long)
            #expect((1_500...1_790).contains(Int((second.asked ?? .zero) / .seconds(1))))
            let end = try #require(second.cap?.sessionEnds)
            #expect(abs(end.timeIntervalSince(role.expiration)) < 1)
            #expect(emulation.sts.outcomes["SessionDurationEscalationException"] == 1)
        }
    }

    @Test("A session ends, and its keys with it")
    func ends() async throws {
        try await run { emulation in
            let role = try await emulation.client().assumeRole(request { $0.duration = .seconds(900) })
            emulation.sts.changeFaults { $0.clockOffset = .seconds(901) }
            let client = try emulation.client(signedBy: GivenCredentials(keys: role.credentials(source: "test")))
            let error = try await stsFailure { _ = try await client.getCallerIdentity() }
            #expect(error?.code == "ExpiredToken")
        }
    }

    @Test("Cached sessions that the service calls over are begun anew, and the token comes in the same call")
    func renewed() async throws {
        try await run { emulation in
            let source = AssumingSource(client: try emulation.client())
            let cached = CachedCredentials(source)
            let client = try emulation.client(signedBy: cached)
            let short = WebIdentityTokenRequest(audiences: ["a"], algorithm: .es384, duration: .seconds(60))
            _ = try await client.getWebIdentityToken(short)
            let before = try await cached.credentials()
            // By our clock the session has most of its life left.
            emulation.sts.changeFaults { $0.clockOffset = .seconds(901) }
            _ = try await client.getWebIdentityToken(short)
            let after = try await cached.credentials()
            #expect(before.accessKeyID != after.accessKeyID)
            #expect(emulation.sts.outcomes["ExpiredToken"] == 1)
        }
    }

    @Test("The trust policy decides who may, and a role that does not exist is refused in the same words")
    func trust() async throws {
        try await run { emulation in
            let denied = try await refusal(emulation, by: Emulation.role, request())
            #expect(denied?.code == "AccessDenied")
            #expect(
                denied?.message == "User: arn:aws:sts::123456789012:assumed-role/worker/i-0abc is not authorized to "
                    + "perform: sts:AssumeRole on resource: \(Emulation.reader.arn)")
            let missing = "arn:aws:iam::123456789012:role/none"
            let unknown = try await refusal(emulation, request { $0.roleARN = missing })
            #expect(unknown?.message.hasSuffix("sts:AssumeRole on resource: \(missing)") == true)
        }
    }

    @Test(
        "A whole account, a session or anybody may be trusted",
        arguments: [
            "arn:aws:iam::123456789012:root", "123456789012", "*",
            "arn:aws:sts::123456789012:assumed-role/worker/i-0abc",
        ])
    func trustNames(name: String) async throws {
        try await run({ $0.trusted = [name] }) { emulation in
            let refused = try await refusal(emulation, by: Emulation.role, request())
            #expect(refused == nil)
        }
    }

    @Test(
        "The external id must be the one that the trust policy names",
        arguments: [(nil as String?, "AccessDenied" as String?), ("other", "AccessDenied"), ("x-1", nil)])
    func externalID(sent: String?, code: String?) async throws {
        try await run({ $0.externalID = "x-1" }) { emulation in
            let refused = try await refusal(emulation, request { $0.externalID = sent })
            #expect(refused?.code == code)
        }
    }

    @Test("MFA needs a device that is known and the code that it shows")
    func mfa() async throws {
        try await run({ $0.mfaCodes = ["arn:aws:iam::1:mfa/a": "123456"] }) { emulation in
            func code(_ serial: String, _ code: String) async throws -> ServiceError? {
                try await refusal(emulation, request { $0.mfa = .init(serialNumber: serial, code: code) })
            }
            let none = try await refusal(emulation, request())
            #expect(none?.message.contains("is not authorized to perform") == true)
            let wrong = try await code("arn:aws:iam::1:mfa/a", "654321")
            #expect(wrong?.message.contains("invalid MFA one time pass code") == true)
            let unknown = try await code("arn:aws:iam::1:mfa/b", "123456")
            #expect(unknown?.message.contains("unable to validate MFA code") == true)
            let malformed = try await code("arn:aws:iam::1:mfa/a", "12345x7")
            #expect(malformed?.code == "ValidationError")
            let good = try await code("arn:aws:iam::1:mfa/a", "123456")
            #expect(good == nil)
        }
    }

    @Test(
        "Names and durations have bounds",
        arguments: [
            ("m", 900, "ValidationError" as String?), ("with space", 900, "ValidationError"),
            ("me", 899, "ValidationError"),
            ("me", 43_201, "ValidationError"), ("me", 7_201, "ValidationError"), ("me", 7_200, nil),
            ("w+=,.@-_", 900, nil), (String(repeating: "x", count: 65), 900, "ValidationError"),
        ])
    func bounds(name: String, seconds: Int, code: String?) async throws {
        try await run { emulation in
            let refused = try await refusal(
                emulation,
                request {
                    $0.sessionName = name
                    $0.duration = .seconds(seconds)
                })
            #expect(refused?.code == code)
        }
    }

    @Test("A session that assumes another role gets an hour at most")
    func chaining() async throws {
        try await run({ $0.maximumDuration = .seconds(43_200) }) { emulation in
            let first = try await emulation.client().assumeRole(request { $0.duration = .seconds(7_200) })
            let client = try emulation.client(signedBy: GivenCredentials(keys: first.credentials(source: "test")))
            let second = "arn:aws:iam::123456789012:role/second"
            let chained = try await client.assumeRole(.init(roleARN: second, sessionName: "me"))
            #expect(chained.expiration < first.expiration)
            let error = try await stsFailure {
                _ = try await client.assumeRole(.init(roleARN: second, sessionName: "me", duration: .seconds(3_601)))
            }
            guard case .service(let refusal)? = error else { return #expect(Bool(false), "\(error as Any)") }
            #expect(refusal.message.contains("role chaining"))
        }
    }

    @Test("A web identity token that is known makes a session, without keys")
    func webIdentity() async throws {
        try await run({ $0.trustsWebIdentity = true }, webIdentities: ["t": .subject("pod")]) { emulation in
            let client = try emulation.client(signedBy: NoCredentials())
            let role = try await client.assumeRoleWithWebIdentity(
                .init(roleARN: Emulation.reader.arn, sessionName: "pod", webIdentityToken: "t"))
            let signed = try emulation.client(signedBy: GivenCredentials(keys: role.credentials(source: "test")))
            let identity = try await signed.getCallerIdentity()
            #expect(identity.arn == "arn:aws:sts::123456789012:assumed-role/reader/pod")
        }
    }

    @Test(
        "Other web identity tokens are refused in the service's words, and those that may pass are asked three times",
        arguments: [
            ("junk", true, "InvalidIdentityToken", 3), ("old", true, "ExpiredTokenException", 1),
            ("t", false, "AccessDenied", 1), ("", true, "ValidationError", 1),
        ])
    func webIdentityErrors(token: String, trusts: Bool, code: String, attempts: Int) async throws {
        let tokens: [String: EmulatedWebIdentity] = ["t": .subject("pod"), "old": .expired]
        try await run({ $0.trustsWebIdentity = trusts }, webIdentities: tokens) { emulation in
            let client = try emulation.client(signedBy: NoCredentials())
            let error = try await stsFailure {
                _ = try await client.assumeRoleWithWebIdentity(
                    .init(roleARN: Emulation.reader.arn, sessionName: "pod", webIdentityToken: token))
            }
            #expect(error?.code == code)
            #expect(emulation.sts.outcomes == [code: attempts])
        }
    }

    @Test("IAM, on the same port, tells whether tokens are switched on")
    func federationInfo() async throws {
        try await Emulation.run { emulation in
            let on = try await emulation.iam().federationInfo()
            #expect(on.isEnabled)
            #expect(on.issuer == emulation.sts.issuer)
            emulation.sts.changeFaults { $0.isFederationDisabled = true }
            let off = try await emulation.iam().federationInfo()
            #expect(!off.isEnabled)
            #expect(emulation.sts.outcomes == ["Success": 1, "FeatureDisabled": 1])
        }
        try await Emulation.run({ $0.allowsFederationInfo = false }) { emulation in
            let error = try await stsFailure { _ = try await emulation.iam().federationInfo() }
            #expect(error?.code == "AccessDenied")
            #expect(
                error?.remedy().text == "allow iam:GetOutboundWebIdentityFederationInfo to the role or user that the "
                    + "credentials belong to")
        }
    }
}

/// Begins a session of a quarter of an hour each time it is asked.
private struct AssumingSource: CredentialProvider {
    let name = "assuming"
    let client: STSClient

    func credentials() async throws(CredentialError) -> AWSCredentials {
        do throws(STSError) {
            let request = AssumeRoleRequest(
                roleARN: Emulation.reader.arn, sessionName: "me", duration: .seconds(900))
            return try await client.assumeRole(request).credentials(source: name)
        } catch {
            throw CredentialError(.failed, source: name, message: error.description, remedy: error.remedy().text)
        }
    }
}
