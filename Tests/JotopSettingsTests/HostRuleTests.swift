import ArgumentParser
import JotopSettings
import ProxyCore
import Testing

@Suite("Rules for single hosts")
struct HostRuleTests {
    private func settings(_ rules: [String], _ change: (inout RunOptions) -> Void = { _ in }) async throws
        -> RunSettings
    {
        var options = try RunOptions.parse([])
        options.hostRule = rules
        change(&options)
        let reader = try await SettingsReader(flags: options.values, environment: [:], file: nil)
        return try RunSettings(reading: reader)
    }

    private func audiences(_ settings: RunSettings, _ host: String) throws -> AudienceSet {
        settings.audienceRule.audiences(for: try #require(UpstreamTarget(scheme: .https, authority: host)))
    }

    @Test("The first rule that matches the host counts, and what it leaves out is as for all others")
    func matching() async throws {
        let settings = try await settings([
            "api.example.com; audience=urn:a; audience=urn:b; tag=team=pay ments; algorithm=ES384; duration=15m",
            "*.example.com;algorithm=ES384", "*.example.com; audience=never",
        ])
        let exact = try audiences(settings, "API.example.com:8443")
        #expect(exact.values == ["urn:a", "urn:b"])
        #expect(
            exact.traits
                == TokenTraits(
                    algorithm: .es384, duration: .seconds(900), tags: [TokenTag(key: "team", value: "pay ments")]))
        let below = try audiences(settings, "other.example.com")
        #expect(below.values == ["https://other.example.com"])
        #expect(below.traits == TokenTraits(algorithm: .es384))
        #expect(try audiences(settings, "example.com") == AudienceSet("https://example.com"))
    }

    @Test("Where audiences are configured, a rule without any keeps them")
    func configured() async throws {
        let settings = try await settings(["a.example; duration=5m"]) {
            $0.tokenAudience = ["urn:all"]
            $0.tokenRefreshSkew = "1m"
        }
        #expect(
            try audiences(settings, "a.example") == AudienceSet("urn:all").asking(TokenTraits(duration: .seconds(300))))
        #expect(try audiences(settings, "b.example") == AudienceSet("urn:all"))
    }

    @Test("What a rule says as the settings do makes no other token of it")
    func same() async throws {
        let settings = try await settings(["a.example; audience=urn:x; algorithm=RS256; duration=1h"])
        #expect(try audiences(settings, "a.example") == AudienceSet("urn:x"))
    }

    @Test("Tokens that differ in more than their audiences are not the same")
    func distinct() {
        let set = AudienceSet("urn:x")
        #expect(set != set.asking(TokenTraits(algorithm: .es384)))
        #expect(set == set.asking(TokenTraits()))
        #expect(set.asking(TokenTraits(duration: .seconds(60))).description == "urn:x")
    }

    @Test(
        "A rule that cannot be used is refused, and says how one looks",
        arguments: [
            ("", "must begin with a host"), ("a b; audience=x", "must begin with a host"),
            ("a.example:443; audience=x", "without port"), ("*x; audience=x", "must begin with a host"),
            ("a.example", "must be 'HOST; audience=A"), ("a.example; audience", "must be 'HOST; audience=A"),
            ("a.example; colour=red", "must be 'HOST; audience=A"), ("a.example;", "must be 'HOST; audience=A"),
            ("a.example; algorithm=none", "RS256 or ES384"), ("a.example; duration=1s", "from 60s to 1h"),
            ("a.example; duration=2m", "above --token-refresh-skew (5m)"), ("a.example; tag=x", "key=value"),
            ("a.example; audience=", "1 to 1000"),
        ])
    func refused(_ rule: String, _ words: String) async throws {
        await #expect {
            _ = try await settings([rule])
        } throws: { error in
            "\(error)".contains("--host-rule") && "\(error)".contains(words)
        }
    }

    @Test("A pinned upstream has its rule, too")
    func pinned() async throws {
        let settings = try await settings(["[2001:db8::1]; audience=urn:v6"]) { $0.upstreamHost = "[2001:db8::1]:8443" }
        let upstream = try #require(settings.upstream)
        #expect(settings.audienceRule.audiences(for: upstream) == AudienceSet("urn:v6"))
    }
}
