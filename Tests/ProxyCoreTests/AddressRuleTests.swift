import ProxyCore
import Testing

@Suite("Addresses that are not for upstreams")
struct AddressRuleTests {
    private func refusal(_ host: String, named: [String] = []) -> ProxyError? {
        do throws(ProxyError) {
            try AddressRule(named: named).check(host: host)
            return nil
        } catch {
            return error
        }
    }

    @Test(
        "Link-local and metadata addresses are refused, however they are written",
        arguments: [
            "169.254.169.254", "169.254.0.0", "169.254.255.255", "169.254.169.254.", "2852039166", "0xa9fea9fe",
            "0251.0376.0251.0376", "169.254.43518", "169.16689662", "0xa9.254.0251.254", "100.100.100.200",
            "168.63.129.16", "192.0.0.192", "fe80::1", "febf:ffff::", "fd00:ec2::254", "fd00:ec2::23",
            "fd00:0ec2:0:0:0:0:0:0254", "fd20:ce::254", "::ffff:169.254.169.254", "::ffff:a9fe:a9fe",
            "::169.254.169.254", "64:ff9b::a9fe:a9fe", "::ffff:0:169.254.169.254", "2002:a9fe:a9fe::1",
            "fd00:42::42", "64:ff9b:1::a9fe:a9fe", "64:ff9b:1:a9fe:a9:fe00::", "64:ff9b:1:a9:fe:a9fe::",
            "64:ff9b:1:0:a9:fea9:fe00:0", "64:ff9b:1::100.100.100.200",
            "metadata.google.internal", "metadata.google.internal.", "metadata", "instance-data",
        ])
    func refused(_ host: String) {
        #expect(refusal(host)?.code == .upstreamNotAllowed)
        #expect(refusal(host)?.detail.contains("--allow-host") == true)
    }

    @Test(
        "Every other host passes, those that only look like one of them too",
        arguments: [
            "169.253.255.255", "169.255.0.0", "127.0.0.1", "10.0.0.1", "0.0.0.0", "::1", "::", "fec0::1", "fe7f::1",
            "fd00:ec3::1", "fd00:43::1", "64:ff9b:1::8.8.8.8", "2001:db8::a9fe:a9fe", "api.example.com",
            "169.254.169.254.example.com",
            "metadata.example.com", "100.100.100.201", "xn--bcher-kva.example",
        ])
    func passes(_ host: String) { #expect(refusal(host) == nil) }

    @Test("An address that is named itself passes, in any spelling; a name does not speak for it")
    func named() throws {
        #expect(refusal("169.254.169.254", named: ["169.254.169.254"]) == nil)
        #expect(refusal("::ffff:169.254.169.254", named: ["169.254.169.254"]) == nil)
        #expect(refusal("FE80:0::1".lowercased(), named: ["fe80::1"]) == nil)
        #expect(refusal("169.254.169.253", named: ["169.254.169.254"]) != nil)
        #expect(refusal("metadata", named: ["metadata"]) == nil)
        #expect(throws: ProxyError.self) {
            try AddressRule(named: ["metadata"]).check(address: "169.254.169.254", of: "metadata")
        }
    }

    @Test("The host header cannot name one; a pattern does not allow it, its own name does")
    func router() throws {
        let any = ["*"].compactMap { HostPattern($0) }
        let exact = ["[fe80::1]", "169.254.169.254"].compactMap { HostPattern($0) }
        for (patterns, isAllowed) in [([], false), (any, false), (exact, true)] {
            let router = Router(rule: .header(name: "Host", scheme: .http), allowedHosts: patterns)
            for value in ["169.254.169.254:80", "[fe80::1]"] {
                #expect(((try? router.resolve([value])) != nil) == isAllowed)
            }
        }
    }

    @Test("A pinned upstream is named by whoever started the proxy")
    func pinned() throws {
        let target = try #require(UpstreamTarget(scheme: .http, authority: "169.254.170.2"))
        let router = Router(rule: .pinned(target))
        #expect(try router.resolve([]) == target)
        #expect(throws: Never.self) { try router.addresses.check(address: "169.254.170.2", of: "169.254.170.2") }
        #expect(throws: ProxyError.self) { try router.addresses.check(address: "169.254.170.3", of: "x") }
    }
}
