import AWSClient
import Foundation
import Synchronization
import Testing

@testable import AWSCredentialSources

@Suite("IAM Identity Center")
struct IdentityCenterTests {
    private static let environment = ["AWS_PROFILE": "dev"]
    private static let config = """
        [profile dev]
        sso_session = corp
        sso_account_id = 123456789012
        sso_role_name = Reader & Writer
        [sso-session corp]
        sso_region = eu-north-1
        sso_start_url = https://corp.example/start
        """
    private static let legacyConfig = """
        [profile dev]
        sso_account_id = 123456789012
        sso_role_name = Reader
        sso_region = eu-north-1
        sso_start_url = https://corp.example/start
        """
    private static let cache = ".aws/sso/cache/\(sha1("corp")).json"
    private static let legacyCache = ".aws/sso/cache/\(sha1("https://corp.example/start")).json"

    private static func token(
        until end: String, registration: String? = "2027-01-01T00:00:00Z", refresh: String? = "refresh-secret"
    ) -> String {
        var token: JSONValue = [
            "accessToken": "access", "expiresAt": .string(end), "startUrl": "https://corp.example/start",
            "region": "eu-north-1", "clientId": "client", "clientSecret": "client-secret", "future": ["kept": 1],
        ]
        if let registration { token["registrationExpiresAt"] = .string(registration) }
        if let refresh { token["refreshToken"] = .string(refresh) }
        return ((try? token.encoded()).map { String(decoding: $0, as: UTF8.self) }) ?? ""
    }

    private func login(
        _ config: String = config, cache: String = cache, token: String?, services: EmulatedServices = .init(),
        _ check: (World, Result<AWSCredentials, CredentialError>) async throws -> Void
    ) async throws {
        try await World.run({ services.answer($0) }) { world in
            try world.write(config, to: ".aws/config")
            if let token { try world.write(token, to: cache) }
            try await check(world, await result(of: world.chain(Self.environment)))
        }
    }

    @Test("A login that lives gives the role's keys, whose end is told in milliseconds")
    func living() async throws {
        try await login(token: Self.token(until: "2026-11-21T12:15:01Z")) { world, result in
            let keys = try result.get()
            #expect(keys.accessKeyID == "sso.Reader & Writer.123456789012.access")
            #expect(keys.expiration == Date(timeIntervalSince1970: 1_795_266_000))
            #expect(keys.accountID == "123456789012")
            let call = try #require(world.calls.first)
            #expect(world.calls.count == 1)
            #expect(call.host == "portal.sso.eu-north-1.amazonaws.com")
            #expect(call.line == "GET /federation/credentials?role_name=Reader%20%26%20Writer&account_id=123456789012")
            #expect(call.field("Authorization") == nil)
        }
    }

    @Test("The legacy form reads its own cache, also with the old kind of date, and is never refreshed")
    func legacy() async throws {
        let soon = Self.token(until: "2026-11-21T12:05:00UTC")
        try await login(Self.legacyConfig, cache: Self.legacyCache, token: soon) { world, result in
            let keys = try result.get()
            #expect(keys.accessKeyID == "sso.Reader.123456789012.access")
            #expect(world.calls.map(\.host) == ["portal.sso.eu-north-1.amazonaws.com"])
        }
    }

    @Test("Near its end a token is refreshed, and written back whole, atomically, for its owner alone")
    func refresh() async throws {
        try await login(token: Self.token(until: "2026-11-21T12:14:59Z")) { world, result in
            let keys = try result.get()
            #expect(keys.accessKeyID.hasSuffix(".fresh"))
            let call = try #require(world.calls.first)
            #expect(call.host == "oidc.eu-north-1.amazonaws.com")
            #expect(call.line == "POST /token")
            #expect(call.field("Content-Type") == "application/json")
            #expect(
                call.json == [
                    "clientId": "client", "clientSecret": "client-secret", "grantType": "refresh_token",
                    "refreshToken": "refresh-secret",
                ])
            let file = try world.read(Self.cache)
            #expect(file["accessToken"] == "fresh")
            #expect(file["refreshToken"] == "next-refresh")
            #expect(file["expiresAt"] == "2026-11-21T20:00:00Z")
            #expect(file["future"] == ["kept": 1])
            #expect(file["clientSecret"] == "client-secret")
            #expect(try world.mode(Self.cache) == 0o600)
            #expect(try world.files(in: ".aws/sso/cache").count == 1)
        }
    }

    @Test("A refresh that fails leaves the old token in use while it lives, and the file as it was")
    func refreshFails() async throws {
        var services = EmulatedServices()
        services.oidcStatus = 400
        let soon = Self.token(until: "2026-11-21T12:05:00Z")
        try await login(token: soon, services: services) { world, result in
            let keys = try result.get()
            #expect(keys.accessKeyID.hasSuffix(".access"))
            #expect(try world.read(Self.cache)["refreshToken"] == "refresh-secret")
        }
    }

    @Test("A token that another program refreshed meanwhile is used")
    func overtaken() async throws {
        let written = Mutex(false)
        let place = Mutex<World?>(nil)
        try await World.run({ call in
            guard call.host.hasPrefix("oidc") else { return EmulatedServices().answer(call) }
            try? place.withLock { $0 }?.write(Self.token(until: "2026-11-21T20:00:00Z"), to: Self.cache)
            written.withLock { $0 = true }
            return .text(400, "used up")
        }) { world in
            place.withLock { $0 = world }
            try world.write(Self.config, to: ".aws/config")
            try world.write(Self.token(until: "2026-11-21T11:00:00Z"), to: Self.cache)
            let keys = try await world.chain(Self.environment).credentials()
            #expect(keys.accessKeyID.hasSuffix(".access"))
            #expect(written.withLock { $0 })
            place.withLock { $0 = nil }
        }
    }

    @Test("A logout, or another login, during the refresh is not written over", arguments: [true, false])
    func meanwhile(isLogout: Bool) async throws {
        let place = Mutex<World?>(nil)
        let newer = Self.token(until: "2026-11-21T21:00:00Z")
        try await World.run({ call in
            if call.host.hasPrefix("oidc"), let world = place.withLock({ $0 }) {
                if isLogout {
                    try? FileManager.default.removeItem(at: world.home.appending(path: Self.cache))
                } else {
                    try? world.write(newer, to: Self.cache)
                }
            }
            return EmulatedServices().answer(call)
        }) { world in
            place.withLock { $0 = world }
            try world.write(Self.config, to: ".aws/config")
            try world.write(Self.token(until: "2026-11-21T11:00:00Z"), to: Self.cache)
            let keys = try await world.chain(Self.environment).credentials()
            let files = try world.files(in: ".aws/sso/cache")
            #expect(keys.accessKeyID.hasSuffix(isLogout ? ".fresh" : ".access"))
            #expect(files.count == (isLogout ? 0 : 1))
            if !isLogout {
                let file = try world.read(Self.cache)
                #expect(file == JSONValue(parsing: Array(newer.utf8)))
            }
            place.withLock { $0 = nil }
        }
    }

    @Test("A profile's name stands in a command as one word of the shell")
    func quotedName() async throws {
        try await World.run { world in
            let config = Self.config.replacingOccurrences(of: "[profile dev]", with: "[profile my $(x) profile]")
            try world.write(config, to: ".aws/config")
            let error = try #require(await failure(world.chain(["AWS_PROFILE": "my $(x) profile"])))
            #expect(error.remedy == "run `aws sso login --profile 'my $(x) profile'`")
        }
    }

    @Test(
        "A login that is over says how to log in again, in exactly these words",
        arguments: [
            (nil, "nobody has logged in"), ("not json", "holds no token"), ("{}", "holds no token"),
            (#"{"accessToken": "a", "expiresAt": "later"}"#, "holds no token"),
            (token(until: "2026-11-21T11:59:59Z", refresh: nil), "the login ended at 2026-11-21T11:59:59Z"),
            (token(until: "2026-11-21T11:59:59Z", registration: nil), "the login ended at"),
            (token(until: "2026-11-21T11:59:59Z", registration: "2026-11-21T11:00:00Z"), "the login ended at"),
        ] as [(String?, String)])
    func over(file: String?, reason: String) async throws {
        try await login(token: file) { world, result in
            guard case .failure(let error) = result else {
                Issue.record("keys from a login that is over")
                return
            }
            #expect(error.code == .loginNeeded)
            #expect(error.message.contains(reason))
            #expect(error.remedy == "run `aws sso login --profile dev`")
            #expect(!"\(error)".contains("secret"))
            #expect(world.calls.isEmpty)
        }
    }

    @Test(
        "What the portal says becomes what to do",
        arguments: [
            (401, CredentialError.Code.loginNeeded, "run `aws sso login --profile dev`"),
            (403, .failed, "has that permission set"), (404, .failed, "sso_account_id and sso_role_name"),
            (500, .failed, "try again"), (200, .failed, "AWS_ENDPOINT_URL_SSO"),
        ])
    func portal(status: Int, code: CredentialError.Code, remedy: String) async throws {
        try await World.run({ _ in .json(["message": "portal-words"], status: status) }) { world in
            try world.write(Self.config, to: ".aws/config")
            try world.write(Self.token(until: "2026-11-21T20:00:00Z"), to: Self.cache)
            let error = try #require(await failure(world.chain(Self.environment)))
            #expect(error.code == code)
            #expect(error.remedy.contains(remedy))
            #expect(!"\(error)".contains("portal-words"))
            #expect(world.calls.count == (status == 500 ? 3 : 1))
        }
    }

    @Test(
        "Settings that are missing, or differ between profile and session, are named",
        arguments: [
            (config.replacingOccurrences(of: "[sso-session corp]", with: "[sso-session other]"), "[sso-session corp]"),
            (config.replacingOccurrences(of: "sso_region = eu-north-1", with: ""), "has no sso_region"),
            (config.replacingOccurrences(of: "sso_role_name = Reader & Writer", with: ""), "has no sso_role_name"),
            (
                legacyConfig.replacingOccurrences(of: "sso_start_url = https://corp.example/start", with: ""),
                "sso_start_url"
            ),
            (
                config.replacingOccurrences(
                    of: "sso_session = corp", with: "sso_session = corp\nsso_region = eu-west-1"),
                "sso_region of profile dev differs from that of [sso-session corp]"
            ),
            (config.replacingOccurrences(of: "eu-north-1", with: "evil.example/"), "is not a region's name"),
        ])
    func settings(config: String, words: String) async throws {
        try await login(config, token: Self.token(until: "2026-11-21T20:00:00Z")) { world, result in
            guard case .failure(let error) = result else {
                Issue.record("keys in spite of wrong settings")
                return
            }
            #expect(error.code == .incomplete)
            #expect(error.message.contains(words), "\(error)")
            #expect(world.calls.isEmpty)
        }
    }

    @Test("Settings that stand in both places and agree are fine")
    func agreeing() async throws {
        let config = Self.config.replacingOccurrences(
            of: "sso_session = corp", with: "sso_session = corp\nsso_region = eu-north-1")
        try await login(config, token: Self.token(until: "2026-11-21T20:00:00Z")) { _, result in _ = try result.get() }
    }
}
