import ProxyCore
import Testing

@Suite("The router")
struct RouterTests {
    private let byHeader = Router(rule: .header(name: "X-Upstream-Host", scheme: .https))

    private func code(_ router: Router, _ values: [String]) -> ProxyError.Code? {
        do throws(ProxyError) {
            _ = try router.resolve(values)
            return nil
        } catch {
            return error.code
        }
    }

    @Test("The header names the upstream")
    func resolves() throws {
        #expect(try byHeader.resolve(["Api.Example.com:8443"]).description == "https://api.example.com:8443")
        #expect(byHeader.hostHeader == "X-Upstream-Host")
    }

    @Test(
        "What cannot be resolved says why",
        arguments: [
            ([], .missingUpstream), ([""], .missingUpstream), (["a.example", "b.example"], .invalidUpstream),
            (["a.example", "a.example"], .invalidUpstream), (["a b"], .invalidUpstream),
            (["http://a.example"], .invalidUpstream),
        ] as [([String], ProxyError.Code)])
    func refuses(values: [String], expected: ProxyError.Code) {
        #expect(code(byHeader, values) == expected)
    }

    @Test(
        "Only allowed hosts are reached, whatever their port",
        arguments: [("api.example.com:99", nil), ("example.com", .upstreamNotAllowed), ("[::1]", nil)]
            as [(String, ProxyError.Code?)])
    func allows(value: String, expected: ProxyError.Code?) {
        let patterns = ["*.example.com", "[::1]"].compactMap { HostPattern($0) }
        let router = Router(rule: .header(name: "Host", scheme: .http), allowedHosts: patterns)
        #expect(code(router, [value]) == expected)
    }

    @Test(
        "A pinned upstream is reached whatever the request says",
        arguments: [[], ["evil.example"], ["a", "b"]] as [[String]])
    func pinned(values: [String]) throws {
        let target = try #require(UpstreamTarget(scheme: .http, authority: "pinned.example:81"))
        let router = Router(rule: .pinned(target))
        #expect(try router.resolve(values) == target)
        #expect(router.hostHeader == nil)
    }

    @Test("The audience is the configured one, or scheme and host")
    func audiences() throws {
        let target = try #require(UpstreamTarget(scheme: .https, authority: "[::1]:8443"))
        #expect(AudienceRule.derivedFromHost.audiences(for: target) == AudienceSet("https://[::1]"))
        #expect(AudienceRule.configured(AudienceSet("x")).audiences(for: target) == AudienceSet("x"))
    }
}
