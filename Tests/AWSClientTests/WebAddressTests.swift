import AWSClient
import Testing

@Suite("Addresses of endpoints")
struct WebAddressTests {
    @Test("An address is taken apart as it is written")
    func parts() throws {
        let address = try WebAddress("HTTPS://API.example.com:8443/a%2Fb//c;x?y=%20&z")
        #expect(address.scheme == "https" && address.host == "api.example.com" && address.port == 8443)
        #expect(address.path == "/a%2Fb//c;x" && address.query == "y=%20&z")
        #expect(address.authority == "api.example.com:8443")
        #expect(address.target == "/a%2Fb//c;x?y=%20&z")
        let v6 = try WebAddress("http://[FD00:EC2::23]:80")
        #expect(v6.host == "fd00:ec2::23" && v6.authority == "[fd00:ec2::23]" && v6.target == "/")
        #expect(try WebAddress("http://host?q").target == "/?q")
    }

    @Test(
        "Loopback is what stays on this machine, and no other",
        arguments: [
            ("http://127.0.0.1", true), ("http://127.9.8.7:1/", true), ("http://[::1]", true),
            ("http://localhost", true), ("http://[::ffff:127.0.0.1]", true), ("http://x.localhost", false),
            ("http://128.0.0.1", false), ("http://localhost.example.com", false), ("http://[::2]", false),
        ])
    func loopback(_ text: String, _ isLoopback: Bool) throws {
        #expect(try WebAddress(text).isLoopback == isLoopback)
    }

    @Test(
        "What two readers could take for two hosts is refused",
        arguments: [
            "http://127.0.0.1%00%4087.0.0.1:8080/x", "http://localhost%00%40evil.example",
            "http://87.0.0.1%2Flatest%3F.localhost", "https://evil.example%2F.tokens.sts.global.api.aws",
            "http://user@host", "http://user:pass@host", "http://0127.0.0.1", "http://127.1", "http://2130706433",
            "http://0x7f000001", "http://0x7f.0.0.1", "http://127.0.0.0x1", "http://[::1%25eth0]", "http://[::1",
            "http://[127.0.0.1]", "http://h\\x", "http://h:80:90", "http://h:", "http://h:0", "http://h:65536",
            "http://h:+80", "http://", "http:///x", "http://h#f", "ftp://h", "//h", "h", "", "http://h ost",
            "http://bücher.example", "http://h\n", "http://.", "http://a..", "http://[::ffff:1.2.3.4]x",
        ])
    func refused(_ text: String) {
        #expect(throws: WebAddress.Fault.self) { try WebAddress(text) }
    }
}
