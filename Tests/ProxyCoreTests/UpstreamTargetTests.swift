import ProxyCore
import Testing

@Suite("Upstream targets")
struct UpstreamTargetTests {
    @Test(
        "Good authorities",
        arguments: [
            ("example.com", "https://example.com", "https://example.com"),
            ("EXAMPLE.com", "https://example.com", "https://example.com"),
            ("example.com:443", "https://example.com", "https://example.com"),
            ("example.com:8443", "https://example.com:8443", "https://example.com"),
            ("example.com.", "https://example.com.", "https://example.com."),
            ("10.0.0.1:80", "https://10.0.0.1:80", "https://10.0.0.1"),
            ("[::1]", "https://[::1]", "https://[::1]"),
            ("[2001:DB8::1]:8080", "https://[2001:db8::1]:8080", "https://[2001:db8::1]"),
            ("a_b-c.example:65535", "https://a_b-c.example:65535", "https://a_b-c.example"),
            ("xn--bcher-kva.example", "https://xn--bcher-kva.example", "https://xn--bcher-kva.example"),
        ])
    func good(authority: String, description: String, audience: String) throws {
        let target = try #require(UpstreamTarget(scheme: .https, authority: authority))
        #expect(target.description == description)
        #expect(target.derivedAudience == audience)
    }

    @Test(
        "Bad authorities are refused, not repaired",
        arguments: [
            "", " ", "example.com ", " example.com", "exa mple.com", "user@example.com", "user:pw@example.com",
            "example.com/path",
            "example.com?x", "example.com#x", "https://example.com", "example.com:", "example.com:0",
            "example.com:65536",
            "example.com:99999", "example.com:+80", "example.com:8o", "example.com:80:80", "ex\tample.com",
            "example.com\r\n", "exämple.com",
            "..", ".", ".example.com", "example..com", "[::1", "::1", "[]", "[1.2.3.4]", "[::1]x", "[::1]:",
            "[::1%25eth0]", "[fe80::g]",
            "example.com:４４３", "a%2eexample", "exa\u{0}mple", "*.example.com", "a,b",
            String(repeating: "a", count: 64) + ".example",
            String(repeating: "a.", count: 127) + "aa",
        ])
    func bad(authority: String) {
        #expect(UpstreamTarget(scheme: .https, authority: authority) == nil)
    }

    @Test("The default port is the scheme's own", arguments: [(UpstreamTarget.Scheme.http, 80), (.https, 443)])
    func ports(scheme: UpstreamTarget.Scheme, port: Int) throws {
        let target = try #require(UpstreamTarget(scheme: scheme, authority: "example.com"))
        #expect(target.port == port)
        #expect(target.authority == "example.com")
        #expect(!target.isIPv6)
    }
}
