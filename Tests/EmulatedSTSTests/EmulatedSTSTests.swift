import AWSClient
import Foundation
import ProxyCore
import Synchronization
import Testing
import TokenDecoding
import TokenVerification

@testable import EmulatedSTS

@Suite("The emulated STS, asked by the client")
struct EmulatedSTSTests {
    private let audience = "https://api.example.com"

    @Test(
        "A token of either algorithm is verified by the keys that discovery leads to",
        arguments: [
            (WebIdentityTokenRequest.SigningAlgorithm.rs256, "RSA_0", 256), (.es384, "EC384_0", 96),
        ])
    func mints(algorithm: WebIdentityTokenRequest.SigningAlgorithm, keyID: String, length: Int) async throws {
        try await Emulation.run { emulation in
            let response = try await emulation.client().getWebIdentityToken(
                WebIdentityTokenRequest(audiences: [audience], algorithm: algorithm, duration: .seconds(90)))
            let token = try await emulation.verify(response.token.exposed, audience: audience)
            #expect(
                token.header
                    == .object(["kid": .string(keyID), "typ": .string("JWT"), "alg": .string(algorithm.rawValue)]))
            #expect(try TokenDecoder.decode(response.token.exposed).signatureLength == length)
            #expect(token.claims["aud"]?.string == audience)
            let (issued, expires) = (token.claims["iat"]?.integer ?? 0, token.claims["exp"]?.integer ?? 0)
            #expect(expires - issued == 90)
            #expect(Int64(response.expiration.timeIntervalSince1970.rounded(.down)) == expires)
            #expect(response.requestID?.count == 36)
        }
    }

    @Test("The claims tell of the caller as AWS's do")
    func claims() async throws {
        try await Emulation.run { emulation in
            let request = WebIdentityTokenRequest(
                audiences: ["two", "one", "two"], algorithm: .es384, tags: [.init(key: "team", value: "a b")])
            let response = try await emulation.client(Emulation.role).getWebIdentityToken(request)
            let claims = try TokenDecoder.decode(response.token.exposed).claims
            #expect(claims["iss"]?.string == emulation.sts.issuer)
            #expect(claims["sub"]?.string == "arn:aws:iam::123456789012:role/app/worker")
            #expect(claims["aud"] == .array([.string("two"), .string("one"), .string("two")]))
            #expect(claims["jti"]?.string?.count == 36)
            let origin = try #require(claims["https://sts.amazonaws.com/"])
            #expect(origin["aws_account"]?.string == "123456789012")
            #expect(origin["source_region"]?.string == "eu-west-1")
            #expect(origin["principal_id"] == claims["sub"])
            #expect(origin["principal_tags"] == .object(["Team": .string("platform")]))
            #expect(origin["request_tags"] == .object(["team": .string("a b")]))
            #expect(origin["org_id"]?.string == "o-example")
            #expect(origin["ou_path"] == .array([.string("o-example/r-1234/")]))
            #expect(origin["original_session_exp"]?.string?.hasSuffix("Z") == true)
        }
    }

    @Test("A user without tags, organisation and session has no claims of them")
    func absentClaims() async throws {
        try await Emulation.run { emulation in
            let request = WebIdentityTokenRequest(audiences: ["a"], algorithm: .es384)
            let response = try await emulation.client().getWebIdentityToken(request)
            guard
                case .object(let origin)? = try TokenDecoder.decode(response.token.exposed).claims[
                    "https://sts.amazonaws.com/"]
            else { return #expect(Bool(false), "no namespaced claims") }
            #expect(origin.keys.sorted() == ["aws_account", "principal_id", "source_region"])
        }
    }

    @Test("The caller's identity is the user's, or the session's")
    func identity() async throws {
        try await Emulation.run { emulation in
            let user = try await emulation.client().getCallerIdentity()
            #expect(user.arn == "arn:aws:iam::123456789012:user/team/alice")
            #expect(user.account == "123456789012")
            let role = try await emulation.client(Emulation.role).getCallerIdentity()
            #expect(role.arn == "arn:aws:sts::123456789012:assumed-role/worker/i-0abc")
            #expect(role.userID.hasPrefix("AROA") && role.userID.hasSuffix(":i-0abc"))
        }
    }

    @Test("A throttled audience is throttled on every call, and the others are not")
    func throttled() async throws {
        try await Emulation.run({ $0.throttledAudiences = ["https://busy.*"] }) { emulation in
            let failure = try await stsFailure {
                let request = WebIdentityTokenRequest(audiences: ["https://busy.test"])
                _ = try await emulation.client().getWebIdentityToken(request)
            }
            #expect(failure?.code == "Throttling")
            _ = try await emulation.client().getWebIdentityToken(WebIdentityTokenRequest(audiences: [audience]))
            #expect(emulation.sts.outcomes == ["Throttling": 3, "Success": 1])
        }
    }

    @Test("A denied audience, or tags without permission, are refused in the service's words")
    func accessDenied() async throws {
        let adjust: (inout EmulatedSTS.Configuration) -> Void = {
            $0.deniedAudiences = ["https://denied.*"]
            $0.allowsTags = false
        }
        try await Emulation.run(adjust) { emulation in
            let denied = try await stsFailure {
                let request = WebIdentityTokenRequest(audiences: [audience, "https://denied.test"])
                _ = try await emulation.client(Emulation.role).getWebIdentityToken(request)
            }
            guard case .service(let error)? = denied else { return #expect(Bool(false), "\(denied as Any)") }
            #expect(error.status == 403)
            #expect(
                error.message
                    == "User: arn:aws:sts::123456789012:assumed-role/worker/i-0abc is not authorized to perform: "
                    + "sts:GetWebIdentityToken on resource: arn:aws:sts::123456789012:self because no identity-based "
                    + "policy allows the sts:GetWebIdentityToken action")
            let tagged = try await stsFailure {
                let request = WebIdentityTokenRequest(audiences: ["a"], tags: [.init(key: "k", value: "v")])
                _ = try await emulation.client().getWebIdentityToken(request)
            }
            #expect(tagged?.description.contains("sts:TagGetWebIdentityToken") == true)
            #expect(emulation.sts.outcomes == ["AccessDenied": 2])
        }
    }

    @Test("A token must end before its session; permission and session come before the account's switch")
    func order() async throws {
        try await Emulation.run({ $0.deniedAudiences = ["denied"] }) { emulation in
            emulation.sts.changeFaults { $0.isFederationDisabled = true }
            func code(_ audience: String, _ seconds: Int) async throws -> String? {
                try await stsFailure {
                    let request = WebIdentityTokenRequest(audiences: [audience], duration: .seconds(seconds))
                    _ = try await emulation.client(Emulation.role).getWebIdentityToken(request)
                }?.code
            }
            let codes = [
                try await code("denied", 30), try await code("denied", 3_600), try await code("a", 3_600),
                try await code("a", 900),
            ]
            #expect(
                codes == [
                    "ValidationError", "AccessDenied", "SessionDurationEscalationException",
                    "OutboundWebIdentityFederationDisabledException",
                ])
        }
    }

    @Test("Claims above 14,984 bytes are refused, and just below they are not")
    func payloadSize() async throws {
        try await Emulation.run { emulation in
            func mint(_ characters: Int) async throws -> STSError? {
                let audiences = (0..<10).map { _ in String(repeating: "例", count: characters) }
                return try await stsFailure {
                    let request = WebIdentityTokenRequest(audiences: audiences, algorithm: .es384)
                    _ = try await emulation.client().getWebIdentityToken(request)
                }
            }
            let (below, above) = (try await mint(460), try await mint(500))
            #expect(below == nil)
            #expect(above?.code == "JWTPayloadSizeExceededException")
        }
    }

    @Test("With a cap tokens end early, whatever was asked")
    func lifetimeCap() async throws {
        try await Emulation.run({ $0.lifetimeCap = .seconds(20) }) { emulation in
            let request = WebIdentityTokenRequest(audiences: ["a"], algorithm: .es384, duration: .seconds(900))
            let response = try await emulation.client().getWebIdentityToken(request)
            let claims = try TokenDecoder.decode(response.token.exposed).claims
            #expect((claims["exp"]?.integer ?? 0) - (claims["iat"]?.integer ?? 0) == 20)
        }
    }

    @Test("After a rotation new tokens have new keys, and old tokens stay good")
    func rotation() async throws {
        try await Emulation.run { emulation in
            let request = WebIdentityTokenRequest(audiences: [audience], algorithm: .es384)
            let old = try await emulation.client().getWebIdentityToken(request).token.exposed
            emulation.sts.rotateKeys()
            let new = try await emulation.client().getWebIdentityToken(request).token.exposed
            #expect(try await emulation.verify(old, audience: audience).header["kid"]?.string == "EC384_0")
            #expect(try await emulation.verify(new, audience: audience).header["kid"]?.string == "EC384_1")
            #expect(try await emulation.keys().keyIDs == ["EC384_0", "EC384_1", "RSA_0", "RSA_1"])
        }
    }

    @Test("However often keys are rotated, verifiers find the newest, and those of the latest rotations")
    func manyRotations() async throws {
        try await Emulation.run { emulation in
            for _ in 0..<60 { emulation.sts.rotateKeys() }
            let request = WebIdentityTokenRequest(audiences: [audience], algorithm: .es384)
            let token = try await emulation.client().getWebIdentityToken(request).token.exposed
            #expect(try await emulation.verify(token, audience: audience).header["kid"]?.string == "EC384_60")
            let kept = try await emulation.keys().keyIDs.filter { $0.hasPrefix("EC384_") }
            #expect(kept == (37...60).map { "EC384_\($0)" })
        }
    }

    @Test("On every interface it is told by an address that clients can ask, and verifiers take for an issuer's")
    func everyInterface() async throws {
        try await Emulation.run({ $0.host = "0.0.0.0" }) { emulation in
            #expect(emulation.sts.endpoint == "http://127.0.0.1:\(emulation.sts.port)")
            #expect(emulation.sts.issuer == emulation.sts.endpoint)
            _ = try await emulation.client().getCallerIdentity()
        }
    }

    @Test("A wrong secret is told as such, and not repeated")
    func wrongSecret() async throws {
        try await Emulation.run { emulation in
            let error = try await stsFailure {
                _ = try await emulation.client(secret: "wrong").getCallerIdentity()
            }
            #expect(error?.code == "SignatureDoesNotMatch")
            #expect(emulation.sts.outcomes == ["SignatureDoesNotMatch": 1])
        }
    }

    @Test("A clock that is an hour off, on either side, is corrected within the call", arguments: [3_600, -3_600])
    func clockSkew(seconds: Int) async throws {
        try await Emulation.run { emulation in
            emulation.sts.changeFaults { $0.clockOffset = .seconds(seconds) }
            let client = try emulation.client()
            let request = WebIdentityTokenRequest(audiences: ["a"], algorithm: .es384)
            let response = try await client.getWebIdentityToken(request)
            #expect(abs(response.clockOffset / .seconds(1) - Double(seconds)) < 5)
            _ = try await client.getCallerIdentity()
            #expect(emulation.sts.outcomes == ["SignatureDoesNotMatch": 1, "Success": 2])
        }
    }

    @Test("Each call is told to the observer, without secrets")
    func observer() async throws {
        let calls = Mutex<[EmulatedCall]>([])
        try await Emulation.run({ $0.onCall = { call in calls.withLock { $0.append(call) } } }) { emulation in
            let request = WebIdentityTokenRequest(audiences: ["a", "b"], algorithm: .es384)
            _ = try await emulation.client().getWebIdentityToken(request)
        }
        let call = EmulatedCall(
            action: "GetWebIdentityToken", audiences: ["a", "b"], caller: Emulation.user.arn, outcome: "Success",
            fault: nil)
        #expect(calls.withLock { $0 } == [call])
    }
}
