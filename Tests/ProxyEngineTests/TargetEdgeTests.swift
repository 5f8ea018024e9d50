import ProxyCore
import Testing

@testable import ProxyEngine

@Suite("Targets and origins at their edges")
struct TargetEdgeTests {
    @Test("OPTIONS for an absolute URI without a path asks for the server (RFC 9112, section 3.2.4)")
    func options() throws { #expect(try RequestTargetTests.path("http://host", "OPTIONS") == "*") }

    @Test("A fragment is no path")
    func fragment() throws { #expect(try RequestTargetTests.path("http://host#f/x", "GET") == "/") }

    @Test("The case of Host does not make a page another site's")
    func upperCase() throws {
        try BrowserGuard().check(host: "LOCALHOST:8080", origins: ["http://localhost:8080"])
    }
}
