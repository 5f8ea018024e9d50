import ProxyCore
import Testing

@testable import ProxyEngine

@Suite("The guard against web pages")
struct BrowserGuardTests {
    struct Row: Sendable, CustomTestStringConvertible {
        var host: String? = "localhost:8080"
        var origin: String?
        var site: String?
        let refusal: ProxyError.Code?
        var testDescription: String { "\(host ?? "-") \(origin ?? "-") \(site ?? "-")" }
    }

    static let guardian = BrowserGuard(
        allowedOrigins: ["https://app.example", "http://localhost:3000"],
        acceptedHosts: BrowserGuard.loopbackNames(and: ["proxy.internal", "*.dev.example", "[fd00::1]"]))

    private static func refusal(_ row: Row, by guardian: BrowserGuard = guardian) -> ProxyError.Code? {
        do throws(ProxyError) {
            try guardian.check(
                host: row.host, origins: row.origin.map { [$0] } ?? [], fetchSites: row.site.map { [$0] } ?? [])
            return nil
        } catch { return error.code }
    }

    static let hosts: [(String?, ProxyError.Code?)] = [
        (nil, nil), ("localhost", nil), ("localhost:8080", nil), ("LOCALHOST:8080", nil), ("localhost.", nil),
        ("Localhost.:80", nil), ("api.localhost", nil), ("a.b.localhost:1", nil), ("127.0.0.1", nil),
        ("127.0.0.1:65535", nil), ("[::1]", nil), ("[::1]:8080", nil), ("proxy.internal:8080", nil),
        ("x.dev.example", nil), ("X.DEV.EXAMPLE.", nil), ("[FD00::1]:8080", nil),
        ("", .malformedRequest), ("evil.example", .hostNotAccepted), ("evil.example:8080", .hostNotAccepted),
        ("localhost.evil.example", .hostNotAccepted), ("xlocalhost", .hostNotAccepted),
        (".localhost", .malformedRequest),
        ("localhost..", .malformedRequest), ("127.0.0.1.evil.example", .hostNotAccepted),
        ("127.0.0.2", nil), ("127.255.255.254:80", nil), ("[0:0:0:0:0:0:0:1]", nil), ("[::ffff:127.0.0.1]:1", nil),
        ("[::2]", .hostNotAccepted), ("128.0.0.1", .hostNotAccepted), ("dev.example", .hostNotAccepted),
        ("127.1", .hostNotAccepted), ("::1", .malformedRequest), ("[::1", .malformedRequest),
        ("localhost@evil.example", .malformedRequest), ("evil.example@localhost", .malformedRequest),
        ("localhost/x", .malformedRequest), ("localhost:0", .malformedRequest), ("localhost:65536", .malformedRequest),
        ("localhost:", .malformedRequest), ("localhost, evil.example", .malformedRequest),
        ("local host", .malformedRequest), ("a%00", .malformedRequest),
    ]

    @Test("A listener answers to its own names only", arguments: hosts)
    func names(_ host: String?, _ refusal: ProxyError.Code?) {
        #expect(Self.refusal(Row(host: host, refusal: refusal)) == refusal)
    }

    @Test("Where any name will do, it has to be one still", arguments: hosts)
    func anyName(_ host: String?, _ refusal: ProxyError.Code?) {
        let wanted = host != "" && refusal == .malformedRequest ? refusal : nil
        #expect(Self.refusal(Row(host: host, refusal: nil), by: BrowserGuard()) == wanted)
    }

    @Test("A field that stands there twice is no way around: each value counts")
    func several() {
        func refusal(_ origins: [String], _ sites: [String]) -> ProxyError.Code? {
            do throws(ProxyError) {
                try Self.guardian.check(host: "localhost:8080", origins: origins, fetchSites: sites)
                return nil
            } catch { return error.code }
        }
        #expect(refusal([], ["none", "cross-site"]) == .crossSite)
        #expect(refusal(["http://localhost:8080", "http://evil.example"], []) == .crossSite)
        #expect(refusal(["http://localhost:8080", "http://evil.example"], ["same-origin"]) == .crossSite)
        #expect(refusal(["https://app.example", "http://evil.example"], ["cross-site"]) == .crossSite)
        #expect(refusal(["https://app.example", "http://localhost:3000"], ["cross-site"]) == nil)
        #expect(refusal(["http://localhost:8080"], ["same-origin", "none"]) == nil)
    }

    static let rows: [Row] = [
        // Programs: neither field.
        Row(refusal: nil), Row(host: nil, refusal: nil),
        // Browsers with fetch metadata: the site counts, the origin need not be there.
        Row(site: "none", refusal: nil), Row(site: "same-origin", refusal: nil), Row(site: "SAME-ORIGIN", refusal: nil),
        Row(site: "cross-site", refusal: .crossSite), Row(site: "same-site", refusal: .crossSite),
        Row(site: "Cross-Site", refusal: .crossSite), Row(site: "", refusal: .crossSite),
        Row(site: "none, cross-site", refusal: .crossSite), Row(site: "null", refusal: .crossSite),
        Row(origin: "http://localhost:8080", site: "same-origin", refusal: nil),
        Row(origin: "http://evil.example", site: "cross-site", refusal: .crossSite),
        Row(origin: "http://localhost:8080", site: "cross-site", refusal: .crossSite),
        Row(origin: "http://localhost:8081", site: "same-site", refusal: .crossSite),
        Row(origin: "null", site: "cross-site", refusal: .crossSite),
        // Browsers without: the origin counts.
        Row(origin: "http://localhost:8080", refusal: nil), Row(origin: "https://localhost:8080", refusal: nil),
        Row(origin: "HTTP://LOCALHOST:8080", refusal: nil),
        Row(host: "[::1]:8080", origin: "http://[::1]:8080", refusal: nil),
        Row(host: "localhost.:8080", origin: "http://localhost.:8080", refusal: nil),
        Row(host: "localhost", origin: "http://localhost", refusal: nil),
        Row(origin: "http://localhost", refusal: .crossSite), Row(origin: "http://localhost:8081", refusal: .crossSite),
        Row(origin: "http://localhost.:8080", refusal: .crossSite),
        Row(host: "[::1]:8080", origin: "http://[::1]", refusal: .crossSite),
        Row(host: "[::1]:8080", origin: "http://127.0.0.1:8080", refusal: .crossSite),
        Row(origin: "http://evil.example", refusal: .crossSite), Row(origin: "null", refusal: .crossSite),
        Row(origin: "", refusal: .crossSite), Row(origin: "localhost:8080", refusal: .crossSite),
        Row(origin: "ftp://localhost:8080", refusal: .crossSite),
        Row(origin: "http://localhost:8080/", refusal: .crossSite),
        Row(origin: "http://localhost:8080.evil.example", refusal: .crossSite),
        Row(origin: "http://localhost:8080@evil.example", refusal: .crossSite),
        Row(host: nil, origin: "http://localhost:8080", refusal: .crossSite),
        // Origins that are allowed, whatever else the browser says.
        Row(origin: "https://app.example", refusal: nil),
        Row(origin: "https://app.example", site: "cross-site", refusal: nil),
        Row(origin: "HTTPS://App.Example", site: "cross-site", refusal: nil),
        Row(origin: "http://localhost:3000", site: "same-site", refusal: nil),
        Row(origin: "http://app.example", site: "cross-site", refusal: .crossSite),
        Row(origin: "https://app.example:443", site: "cross-site", refusal: .crossSite),
        Row(origin: "https://app.example.evil", refusal: .crossSite),
        Row(origin: "https://x.app.example", refusal: .crossSite),
        // A name that is not the listener's is wrong even for an origin that is allowed.
        Row(host: "evil.example", origin: "https://app.example", refusal: .hostNotAccepted),
        Row(
            host: "evil.example:8080", origin: "http://evil.example:8080", site: "same-origin",
            refusal: .hostNotAccepted),
    ]

    @Test("Pages of other origins are refused, everything else is served", arguments: rows)
    func sites(_ row: Row) { #expect(Self.refusal(row) == row.refusal) }

    @Test("What is said of a refused origin holds no password of its")
    func detail() {
        let error = #expect(throws: ProxyError.self) {
            try Self.guardian.check(host: "localhost", origins: ["http://user:hunter22@evil.example"])
        }
        #expect(error?.detail.contains("evil.example") == true)
        #expect(error?.detail.contains("hunter22") == false)
    }
}
