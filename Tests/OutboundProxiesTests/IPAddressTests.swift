import OutboundProxies
import Testing

@Suite("Addresses")
struct IPAddressTests {
    @Test(
        "What the resolver takes for an address is read when that is asked for, and only then",
        arguments: [("2852039166", "169.254.169.254"), ("0xa9fea9fe", "169.254.169.254"), ("1.2.3", "1.2.0.3")])
    func resolving(_ text: String, _ same: String) throws {
        #expect(IPAddress(text) == nil)
        let read = try #require(IPAddress(resolving: text))
        #expect(read == IPAddress(same))
    }

    @Test("A name is no address", arguments: ["", "a.example", "1.2.3.4.example", "abc", "1.2.3.4\0"])
    func names(_ text: String) {
        #expect(IPAddress(text) == nil)
        #expect(text.utf8.contains(0) || IPAddress(resolving: text) == nil)
    }

    @Test(
        "An IPv6 address that carries an IPv4 address leads there; every other leads to itself",
        arguments: [
            ("::192.0.2.1", "192.0.2.1"), ("64:ff9b::192.0.2.1", "192.0.2.1"), ("2002:c000:201::1", "192.0.2.1"),
            ("::ffff:0:192.0.2.1", "192.0.2.1"), ("::ffff:192.0.2.1", "192.0.2.1"), ("192.0.2.1", "192.0.2.1"),
            ("2001:db8::1", "2001:db8::1"), ("::1", "::1"), ("::", "::"),
        ])
    func destination(_ text: String, _ destination: String) throws {
        let address = try #require(IPAddress(text))
        #expect(address.destination == IPAddress(destination))
        #expect(address.destinations == [address.destination])
    }

    @Test("An address that a network translates for itself may lead to what stands at any of four places")
    func local() throws {
        let address = try #require(IPAddress("64:ff9b:1:102:3:405:607:809"))
        let expected = ["1.2.3.4", "2.3.4.5", "3.4.5.6", "6.7.8.9"].map { IPAddress($0) }
        #expect(address.destinations == expected)
    }
}
