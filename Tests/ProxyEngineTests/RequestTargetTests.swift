import HTTPWire
import NIOCore
import ProxyCore
import Testing

@testable import ProxyEngine

@Suite("Request targets")
struct RequestTargetTests {
    static func path(_ target: String, _ method: String) throws(ProxyError) -> String {
        String(buffer: try RequestTarget.path(of: RequestHead(method, target)))
    }

    @Test(
        "A path goes on byte for byte",
        arguments: [
            "/", "/a", "/a//b/../%2e%2E/%2F", "/?", "/?q=1;2&", "/a?b?c#d", "//host/path", "/http://x/", "/*", "/a b",
            "/%zz",
        ])
    func origin(_ uri: String) throws { #expect(try Self.path(uri, "GET") == uri) }

    @Test(
        "Of an absolute URI only path and query go on",
        arguments: [
            ("http://host/a/b?c=d", "/a/b?c=d"), ("https://host/a", "/a"), ("HTTP://HOST/A", "/A"),
            ("hTTpS://user:pw@host:8443/a%2Fb", "/a%2Fb"), ("http://host", "/"), ("https://host:1", "/"),
            ("http://host?q=/x", "/?q=/x"), ("http://host/?", "/?"), ("http://host?", "/?"),
            ("http://[::1]:80/v6", "/v6"), ("http://https/x", "/x"), ("http:///x", "/x"),
            ("http://a/http://b/c", "/http://b/c"),
        ])
    func absolute(_ uri: String, _ wanted: String) throws {
        #expect(try Self.path(uri, "GET") == wanted)
    }

    @Test("An asterisk stands for the server, and only with OPTIONS")
    func asterisk() throws {
        #expect(try Self.path("*", "OPTIONS") == "*")
        for method in ["GET", "HEAD", "POST", "options"] {
            #expect(throws: ProxyError.self) { try Self.path("*", method) }
        }
    }

    @Test(
        "Any other form is refused",
        arguments: [
            "", "a", "host:443", "ftp://host/", "httpx://host/", "http:/host", "http:host", " /", "**", "?q", "#f",
            "ws://host/", "http", "https:/", "\\a",
        ])
    func refused(_ uri: String) {
        let error = #expect(throws: ProxyError.self) { try Self.path(uri, "OPTIONS") }
        #expect(error?.code == .malformedRequest)
    }

    @Test(
        "An absolute URI names the server that Host names, or there are two readings of one request",
        arguments: [
            ("http://a.example/x", "a.example", true), ("HTTP://A.EXAMPLE:80", "a.example", true),
            ("https://a.example?q", "a.example:443", true), ("/x", "whatever", true), ("*", "whatever", true),
            ("http://[::1]:8080/", "[::1]:8080", true), ("http://a.example", nil, true),
            ("http://b.example/x", "a.example", false), ("http://a.example:81/", "a.example", false),
            ("https://a.example/", "a.example:80", false), ("http://u@a.example/", "a.example", false),
            ("http:///x", "a.example", false), ("http:///x", nil, false), ("http://a.example/", "", false),
        ] as [(String, String?, Bool)])
    func servers(_ row: (target: String, host: String?, isRight: Bool)) {
        let head = RequestHead("GET", row.target, .http1_1, row.host.map { [("Host", $0)] } ?? [])
        var refusal: ProxyError.Code?
        do throws(ProxyError) { try RequestTarget.check(head) } catch { refusal = error.code }
        #expect(refusal == (row.isRight ? nil : .malformedRequest))
    }
}
