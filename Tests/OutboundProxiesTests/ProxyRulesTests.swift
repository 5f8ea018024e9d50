import Testing

@testable import OutboundProxies

@Suite("Which proxy a request goes through")
struct ProxyRulesTests {
    private static let proxied = ["HTTPS_PROXY": "http://s.test:1", "HTTP_PROXY": "http://p.test:2"]

    @Test(
        "Each scheme has its variable; upper case wins, and an empty one is unset",
        arguments: [
            (["HTTPS_PROXY": "http://a:1"], "https", "http://a:1"),
            (["HTTPS_PROXY": "http://a:1"], "http", nil),
            (["https_proxy": "http://a:1"], "HTTPS", "http://a:1"),
            (["HTTPS_PROXY": "http://a:1", "https_proxy": "http://b:1"], "https", "http://a:1"),
            (["HTTPS_PROXY": "", "https_proxy": "http://b:1"], "https", "http://b:1"),
            (["HTTP_PROXY": "http://a:1"], "https", nil),
            (["HTTP_PROXY": "http://a:1"], "http", "http://a:1"),
            (["http_proxy": "http://a:1"], "http", "http://a:1"),
            (["HTTP_PROXY": "http://a:1", "REQUEST_METHOD": "GET"], "http", nil),
            (["http_proxy": "http://a:1", "REQUEST_METHOD": "GET"], "http", nil),
            (["HTTPS_PROXY": "http://a:1", "REQUEST_METHOD": "GET"], "https", "http://a:1"),
            (["HTTP_PROXY": "http://a:1", "REQUEST_METHOD": ""], "http", "http://a:1"),
            (["ALL_PROXY": "http://a:1"], "https", nil),
            (["HTTPS_PROXY": "http://a:1"], "ftp", nil),
        ] as [([String: String], String, String?)])
    func variables(environment: [String: String], scheme: String, proxy: String?) throws {
        let rules = try ProxyRules(environment: environment)
        #expect(rules.proxy(for: scheme, host: "example.com")?.description == proxy)
    }

    @Test(
        "NO_PROXY names those that are reached directly",
        arguments: [
            // list, host, port, goes directly
            ("", "example.com", 443, false),
            ("example.com", "example.com", 443, true),
            ("example.com", "EXAMPLE.com", 443, true),
            ("Example.COM", "example.com", 443, true),
            ("example.com", "www.example.com", 443, true),
            ("example.com", "notexample.com", 443, false),
            ("example.com", "example.com.evil", 443, false),
            (".example.com", "www.example.com", 443, true),
            (".example.com", "example.com", 443, false),
            ("*.example.com", "a.b.example.com", 443, true),
            ("*.example.com", "example.com", 443, false),
            ("www.*.com", "www.example.com", 443, false),
            (" a.test ,\texample.com ", "example.com", 443, true),
            (",,", "example.com", 443, false),
            ("*", "example.com", 443, true),
            ("a.test,*", "192.0.2.1", 443, true),
            ("example.com:443", "example.com", 443, true),
            ("example.com:8443", "example.com", 443, false),
            (".example.com:8443", "www.example.com", 8443, true),
            ("example.com:https", "example.com", 443, false),
            (":443", "example.com", 443, false),
            ("192.0.2.1", "192.0.2.1", 443, true),
            ("192.0.2.1", "192.0.2.10", 443, false),
            ("192.0.2.1:80", "192.0.2.1", 80, true),
            ("192.0.2.1:80", "192.0.2.1", 443, false),
            ("192.0.2.1", "::ffff:192.0.2.1", 443, true),
            ("192.0.2.0/24", "192.0.2.200", 443, true),
            ("192.0.2.0/24", "192.0.3.1", 443, false),
            ("192.0.2.77/25", "192.0.2.1", 443, true),
            ("10.0.0.0/8", "10.255.1.2", 443, true),
            ("0.0.0.0/0", "198.51.100.1", 443, true),
            ("0.0.0.0/0", "2001:db8::1", 443, false),
            ("0.0.0.0/0", "example.com", 443, false),
            ("192.0.2.0/33", "192.0.2.1", 443, false),
            ("192.0.2.0/-1", "192.0.2.1", 443, false),
            ("169.254.170.2", "169.254.170.2", 80, true),
            ("2001:db8::1", "2001:DB8:0:0::1", 443, true),
            ("2001:db8::1", "[2001:db8::1]", 443, true),
            ("[2001:db8::1]", "2001:db8::1", 443, true),
            ("[2001:db8::1]:443", "2001:db8::1", 443, true),
            ("[2001:db8::1]:80", "2001:db8::1", 443, false),
            ("2001:db8::/33", "2001:db8:7fff::1", 443, true),
            ("2001:db8::/33", "2001:db8:8000::1", 443, false),
            ("", "localhost", 443, true),
            ("", "LOCALHOST", 443, true),
            ("", "127.0.0.1", 443, true),
            ("", "127.8.9.1", 80, true),
            ("", "::1", 443, true),
            ("", "[::1]", 443, true),
            ("", "localhost.example.com", 443, false),
            ("", "127.0.0.1.example.com", 443, false),
        ])
    func exceptions(list: String, host: String, port: Int, isDirect: Bool) throws {
        let rules = try ProxyRules(environment: Self.proxied.merging(["NO_PROXY": list]) { $1 })
        #expect((rules.proxy(for: "https", host: host, port: port) == nil) == isDirect)
        #expect((rules.proxy(for: "http", host: host, port: port) == nil) == isDirect)
    }

    @Test("no_proxy counts too, and a port that is not given is the scheme's")
    func usualPort() throws {
        let rules = try ProxyRules(environment: Self.proxied.merging(["no_proxy": "a.test:443"]) { $1 })
        #expect(rules.proxy(for: "https", host: "a.test") == nil)
        #expect(rules.proxy(for: "http", host: "a.test")?.description == "http://p.test:2")
    }

    @Test(
        "A proxy's address is a URL or a host",
        arguments: [
            ("http://proxy.test", "http://proxy.test:80"), ("proxy.test:3128", "http://proxy.test:3128"),
            ("proxy.test", "http://proxy.test:80"), ("HTTPS://proxy.test", "https://proxy.test:443"),
            ("http://proxy.test:3128/path?x#y", "http://proxy.test:3128"), ("http://[::1]:8080", "http://[::1]:8080"),
            ("192.0.2.1:8080", "http://192.0.2.1:8080"), ("http://u:p@proxy.test:1", "http://proxy.test:1"),
            ("proxy.test:", "http://proxy.test:80"),
        ])
    func address(text: String, address: String) throws {
        #expect(try ProxyServer(text, from: "HTTPS_PROXY").description == address)
    }

    @Test(
        "User and password are decoded, and never printed",
        arguments: [
            ("http://ann:hush@p.test", "Basic YW5uOmh1c2g="), ("ann:hush@p.test:1", "Basic YW5uOmh1c2g="),
            ("http://ann:h%75sh@p.test", "Basic YW5uOmh1c2g="), ("http://ann@p.test", "Basic YW5uOg=="),
            ("http://ann:a@hush@p.test", "Basic YW5uOmFAaHVzaA=="),
            ("http://ann:%zzhush@p.test", "Basic YW5uOiV6emh1c2g="),
            ("http://p.test", nil),
        ] as [(String, String?)])
    func credentials(text: String, authorization: String?) throws {
        let rules = try ProxyRules(environment: ["HTTPS_PROXY": text])
        let server = try #require(rules.proxy(for: "https", host: "example.com"))
        #expect(server.credentials?.exposedAuthorization == authorization)
        #expect(server.origin == "HTTPS_PROXY")
        var dumped = ""
        dump(rules, to: &dumped)
        for said in ["\(server)", String(reflecting: server), "\(rules)", dumped] { #expect(!said.contains("hush")) }
    }

    @Test(
        "A proxy that cannot be used is refused, without its password",
        arguments: [
            "socks5://u:hush@p.test:1080", "SOCKS5h://p.test", "ftp://u:hush@p.test", "http://", "http://u:hush@",
            "http://u:hush@p.test:0", "http://u:hush@p.test:65536", "http://u:hush@p.test:x", "http://u:hush@p te.st",
            "http://[::1", "http://[hush]:1", "http://[192.0.2.1]:1", "p.test:1:2", "http://p\u{0}.test",
            "http://p.test:+1",
        ])
    func refused(text: String) {
        let error = #expect(throws: ProxySettingError.self) { try ProxyRules(environment: ["https_proxy": text]) }
        #expect(error?.message.hasPrefix("https_proxy ") == true)
        #expect(error?.remedy.isEmpty == false)
        #expect(error.map { !"\($0)".contains("hush") } == true)
        #expect(error?.message.contains("SOCKS") == text.lowercased().hasPrefix("socks"))
    }

    @Test("A value for the other scheme does not matter where the program is a CGI")
    func brokenCGI() throws {
        let rules = try ProxyRules(environment: ["HTTP_PROXY": "socks5://x", "REQUEST_METHOD": "GET"])
        #expect(rules.servers.isEmpty)
    }

    @Test(
        "What is no address is a name",
        arguments: [
            "", "1.2.3", "1.2.3.4.5", "01.2.3.4", "256.1.1.1", "1.2.3.+4", "1::2::3", ":::", "1:2:3:4:5:6:7", ":1",
            "1:",
            "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7::8", "fe80::1%eth0", "12345::", "g::", "::1.2.3", "1.2.3.4::", "+1::",
        ])
    func noAddress(text: String) {
        #expect(IPAddress(text) == nil)
    }

    @Test(
        "Notations of one address are equal",
        arguments: [
            ("::", "0:0:0:0:0:0:0:0"), ("1::", "1:0:0:0:0:0:0:0"), ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"),
            ("::ffff:1.2.3.4", "1.2.3.4"), ("64:ff9b::1.2.3.4", "64:ff9b::102:304"), ("ABCD::", "abcd::"),
        ])
    func sameAddress(one: String, other: String) throws {
        let address = try #require(IPAddress(one))
        #expect(address == IPAddress(other))
    }
}
