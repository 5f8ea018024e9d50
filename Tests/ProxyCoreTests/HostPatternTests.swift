import ProxyCore
import Testing

@Suite("Host patterns")
struct HostPatternTests {
    @Test(
        "A pattern allows what it names",
        arguments: [
            ("example.com", "example.com", true), ("EXAMPLE.com", "example.com", true),
            ("example.com", "www.example.com", false),
            ("*.example.com", "www.example.com", true), ("*.example.com", "a.b.example.com", true),
            ("*.example.com", "example.com", false),
            ("*.example.com", "evilexample.com", false), ("*.example.com", ".example.com", false),
            ("*", "anything", true), ("[::1]", "::1", true),
            ("10.0.0.1", "10.0.0.1", true),
        ])
    func matches(pattern: String, host: String, isAllowed: Bool) throws {
        #expect(try #require(HostPattern(pattern)).matches(host) == isAllowed)
    }

    @Test(
        "What is no pattern is refused",
        arguments: ["", "*.", "a.*.example", "*example.com", "**", "*.*.example", "ex*mple.com"])
    func bad(pattern: String) {
        #expect(HostPattern(pattern) == nil)
    }

    @Test("It prints as it was meant")
    func prints() {
        #expect(HostPattern("*.Example.com")?.description == "*.example.com")
    }
}
