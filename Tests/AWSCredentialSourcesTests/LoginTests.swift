import AWSClient
import Crypto
import Foundation
import Synchronization
import Testing

@testable import AWSCredentialSources

@Suite("Sessions of `aws login`")
struct LoginTests {
    private static let environment = ["AWS_PROFILE": "dev"]
    private static let arn = "arn:aws:iam::123456789012:user/me"
    private static let cache = ".aws/login/cache/\(sha256(arn)).json"
    private static let key = P256.Signing.PrivateKey()

    private static func session(until end: String, pem: String = key.pemRepresentation) -> JSONValue {
        [
            "accessToken": [
                "accessKeyId": "login.cached", "secretAccessKey": "login-secret", "sessionToken": "login-token",
                "accountId": "123456789012", "expiresAt": .string(end),
            ],
            "clientId": "arn:aws:signin:::devtools/same-device", "refreshToken": "refresh-secret",
            "dpopKey": .string(pem), "tokenType": "aws_sigv4", "idToken": "id-secret", "future": ["kept": 1],
        ]
    }

    private func login(
        _ session: JSONValue?, services: EmulatedServices = .init(), environment: [String: String] = environment,
        cache: String = cache, _ check: (World, Result<AWSCredentials, CredentialError>) async throws -> Void
    ) async throws {
        try await World.run({ services.answer($0) }) { world in
            try world.write("[profile dev]\nlogin_session = \(Self.arn)\n", to: ".aws/config")
            if let session { try world.write(String(decoding: session.encoded(), as: UTF8.self), to: cache) }
            try await check(world, await result(of: world.chain(environment)))
        }
    }

    @Test("Credentials with more than five minutes left are used as they are")
    func living() async throws {
        try await login(Self.session(until: "2026-11-21T12:05:01Z")) { world, result in
            let keys = try result.get()
            #expect(keys.accessKeyID == "login.cached")
            #expect(keys.accountID == "123456789012")
            #expect(keys.expiration == Timestamp.parse("2026-11-21T12:05:01Z"))
            #expect(keys.source == "profile dev (aws login)")
            #expect(world.calls.isEmpty)
        }
    }

    @Test("The cache may stand elsewhere")
    func elsewhere() async throws {
        let environment = Self.environment.merging(["AWS_LOGIN_CACHE_DIRECTORY": "~/logins"]) { $1 }
        let cache = "logins/\(sha256(Self.arn)).json"
        try await login(Self.session(until: "2026-11-21T12:10:00Z"), environment: environment, cache: cache) {
            _, result in _ = try result.get()
        }
    }

    @Test("Near their end they are renewed, with a proof that the sign-in service can verify")
    func renewed() async throws {
        try await login(Self.session(until: "2026-11-21T12:05:00Z")) { world, result in
            let keys = try result.get()
            #expect(keys.accessKeyID == "login.fresh")
            #expect(keys.expiration == Timestamp.parse("2026-11-21T12:15:00Z"))
            let call = try #require(world.calls.first)
            #expect(call.host == "eu-west-1.signin.aws.amazon.com")
            #expect(call.line == "POST /v1/token")
            #expect(
                call.json == [
                    "clientId": "arn:aws:signin:::devtools/same-device", "grantType": "refresh_token",
                    "refreshToken": "refresh-secret",
                ])
            try verify(try #require(call.field("DPoP")))
        }
    }

    /// As RFC 9449, section 4.3, has a server do it.
    private func verify(_ proof: String) throws {
        let parts = proof.split(separator: ".", omittingEmptySubsequences: false)
        try #require(parts.count == 3)
        let header = try #require(JSONValue(parsing: decode(parts[0])))
        #expect(header["typ"] == "dpop+jwt")
        #expect(header["alg"] == "ES256")
        let jwk = try #require(header["jwk"])
        #expect(jwk["kty"] == "EC" && jwk["crv"] == "P-256" && jwk["d"] == nil)
        let point = decode((jwk["x"]?.text ?? "")[...]) + decode((jwk["y"]?.text ?? "")[...])
        let key = try P256.Signing.PublicKey(rawRepresentation: point)
        #expect(key.rawRepresentation == Self.key.publicKey.rawRepresentation)
        let signature = try P256.Signing.ECDSASignature(rawRepresentation: decode(parts[2]))
        #expect(key.isValidSignature(signature, for: Data("\(parts[0]).\(parts[1])".utf8)))
        let claims = try #require(JSONValue(parsing: decode(parts[1])))
        #expect(claims["htm"] == "POST")
        #expect(claims["htu"] == "https://eu-west-1.signin.aws.amazon.com/v1/token")
        #expect(claims["iat"] == 1_795_262_400)
        #expect((claims["jti"]?.text ?? "").utf8.count >= 16)
    }

    private func decode(_ part: Substring) -> [UInt8] {
        #expect(!part.contains("=") && !part.contains("+") && !part.contains("/"))
        let standard = part.map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 }
        let padding = String(repeating: "=", count: (4 - standard.count % 4) % 4)
        return Array(Data(base64Encoded: String(standard) + padding) ?? Data())
    }

    @Test("Every proof has an identifier of its own")
    func identifiers() throws {
        let proof = try #require(DPoPProof(pem: Self.key.pemRepresentation))
        #expect(!"\(proof)".contains("BEGIN"))
        let (one, other) = (
            try proof.token(for: "https://x", at: World.now, id: "1"),
            try proof.token(for: "https://x", at: World.now, id: "2")
        )
        #expect(one.split(separator: ".")[1] != other.split(separator: ".")[1])
    }

    @Test("What was renewed is written back whole, for its owner alone")
    func writtenBack() async throws {
        try await login(Self.session(until: "2026-11-21T11:00:00Z")) { world, result in
            _ = try result.get()
            let file = try world.read(Self.cache)
            #expect(file["refreshToken"] == "next-refresh")
            #expect(file["accessToken"]?["accessKeyId"] == "login.fresh")
            #expect(file["accessToken"]?["accountId"] == "123456789012")
            #expect(file["accessToken"]?["expiresAt"] == "2026-11-21T12:15:00Z")
            #expect(file["future"] == ["kept": 1])
            #expect(file["idToken"] == "id-secret")
            #expect(try world.mode(Self.cache) == 0o600)
            #expect(try world.files(in: ".aws/login/cache").count == 1)
            let again = try await world.chain(Self.environment).credentials()
            #expect(again.accessKeyID == "login.fresh")
            #expect(world.calls.count == 1)
        }
    }

    @Test("A renewal that fails leaves what still lives in use")
    func renewalFails() async throws {
        var services = EmulatedServices()
        services.signInError = (500, "oops")
        try await login(Self.session(until: "2026-11-21T12:01:00Z"), services: services) { _, result in
            let keys = try result.get()
            #expect(keys.accessKeyID == "login.cached")
        }
    }

    @Test("What another program renewed meanwhile is used")
    func overtaken() async throws {
        let place = Mutex<World?>(nil)
        let fresh = String(decoding: try Self.session(until: "2026-11-21T12:14:00Z").encoded(), as: UTF8.self)
        let old = String(decoding: try Self.session(until: "2026-11-21T11:00:00Z").encoded(), as: UTF8.self)
        try await World.run({ _ in
            try? place.withLock { $0 }?.write(fresh, to: Self.cache)
            return .json(["error": "TOKEN_EXPIRED"], status: 401)
        }) { world in
            place.withLock { $0 = world }
            try world.write("[profile dev]\nlogin_session = \(Self.arn)\n", to: ".aws/config")
            try world.write(old, to: Self.cache)
            let keys = try await world.chain(Self.environment).credentials()
            #expect(keys.expiration == Timestamp.parse("2026-11-21T12:14:00Z"))
            place.withLock { $0 = nil }
        }
    }

    /// A renewal that succeeds, while something else happens to the cache.
    private func renewal(
        _ meanwhile: @escaping @Sendable (World) -> Void, _ check: (World, AWSCredentials) async throws -> Void
    ) async throws {
        let place = Mutex<World?>(nil)
        try await World.run({ call in
            if let world = place.withLock({ $0 }) { meanwhile(world) }
            return EmulatedServices().answer(call)
        }) { world in
            place.withLock { $0 = world }
            try world.write("[profile dev]\nlogin_session = \(Self.arn)\n", to: ".aws/config")
            let old = try Self.session(until: "2026-11-21T11:00:00Z").encoded()
            try world.write(String(decoding: old, as: UTF8.self), to: Self.cache)
            let keys = try await world.chain(Self.environment).credentials()
            try await check(world, keys)
            place.withLock { $0 = nil }
        }
    }

    @Test("A logout during the renewal stays a logout")
    func loggedOut() async throws {
        try await renewal { world in
            try? FileManager.default.removeItem(at: world.home.appending(path: Self.cache))
        } _: { world, keys in
            #expect(keys.accessKeyID == "login.fresh")
            let left = try world.files(in: ".aws/login/cache")
            #expect(left.isEmpty)
        }
    }

    @Test("A login that was made during the renewal is used, and left as it is")
    func newerLogin() async throws {
        var newer = Self.session(until: "2026-11-21T12:14:00Z")
        newer["refreshToken"] = "newer-refresh"
        let text = String(decoding: try newer.encoded(), as: UTF8.self)
        try await renewal { world in
            try? world.write(text, to: Self.cache)
        } _: { world, keys in
            #expect(keys.expiration == Timestamp.parse("2026-11-21T12:14:00Z"))
            let file = try world.read(Self.cache)
            #expect(file == newer)
            let left = try world.files(in: ".aws/login/cache")
            #expect(left.count == 1)
        }
    }

    @Test(
        "What the sign-in service says becomes what to do",
        arguments: [
            (401, "TOKEN_EXPIRED", CredentialError.Code.loginNeeded, "run `aws login --profile dev`"),
            (403, "USER_CREDENTIALS_CHANGED", .loginNeeded, "run `aws login --profile dev`"),
            (403, "INSUFFICIENT_PERMISSIONS", .failed, "signin:CreateOAuth2Token"),
            (400, "refresh-secret echoed", .loginNeeded, "run `aws login --profile dev`"),
            (503, "", .failed, "can be reached"), (429, "", .failed, "can be reached"),
            (407, "", .failed, "can be reached"), (408, "", .failed, "can be reached"),
        ])
    func refused(status: Int, word: String, code: CredentialError.Code, remedy: String) async throws {
        var services = EmulatedServices()
        services.signInError = (status, word)
        try await login(Self.session(until: "2026-11-21T11:59:00Z"), services: services) { world, result in
            guard case .failure(let error) = result else {
                Issue.record("keys in spite of \(status)")
                return
            }
            #expect(error.code == code)
            #expect(error.message.contains("\(status)"))
            #expect(error.remedy.contains(remedy))
            #expect(!"\(error)".contains("secret"))
            #expect(world.calls.count == 1)
        }
    }

    @Test("A cache that cannot serve says what it lacks, and how to log in again")
    func badCache() async throws {
        let good = Self.session(until: "2026-11-21T12:10:00Z")
        func without(_ name: String) -> JSONValue {
            var session = good
            session[name] = nil
            return session
        }
        let rsa = Self.session(
            until: "2026-11-21T12:10:00Z", pem: "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----")
        let p384 = Self.session(until: "2026-11-21T12:10:00Z", pem: P384.Signing.PrivateKey().pemRepresentation)
        let cases: [(JSONValue?, String)] = [
            (nil, "nobody has logged in"), ("text", "has no accessToken"), (without("clientId"), "has no clientId"),
            (without("refreshToken"), "has no refreshToken"), (without("dpopKey"), "has no dpopKey"),
            (rsa, "no private key on P-256"), (p384, "no private key on P-256"),
            (Self.session(until: "soon"), "has no readable date in expiresAt"),
        ]
        for (session, reason) in cases {
            try await login(session) { world, result in
                guard case .failure(let error) = result else {
                    Issue.record("keys from a bad cache: \(reason)")
                    return
                }
                #expect(error.code == .loginNeeded)
                #expect(error.message.contains(reason), "\(error)")
                #expect(error.remedy == "run `aws login --profile dev`")
                #expect(world.calls.isEmpty)
            }
        }
    }

    @Test("A key in either of the two PEM forms makes proofs")
    func forms() {
        // Made for this test by `openssl ecparam -genkey`; it opens nothing.
        let sec1 = """
            -----BEGIN EC PRIVATE KEY-----
            MHcCAQEEIOXqF7NYyQVxnDb7zJYScKk4I78Z1gKTNPCfesNY9J3AoAoGCCqGSM49
            AwEHoUQDQgAE6a3LxDhhtTCRVEhXTJ7jkUgJyGfOtNGlcLkKZarEVVz67coosnjf
            +2RYOhBDSvvDh71XsvDqy/g/fba/Y4hV4Q==
            -----END EC PRIVATE KEY-----
            """
        #expect(DPoPProof(pem: sec1) != nil)
        #expect(DPoPProof(pem: Self.key.pemRepresentation) != nil)
        #expect(DPoPProof(pem: "") == nil)
    }
}
