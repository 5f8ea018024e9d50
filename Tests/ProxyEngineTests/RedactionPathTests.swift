import JotopTestSupport
import SeededNumbers
import Testing

@testable import ProxyEngine

/// Credentials in URIs.
@Suite("Redaction of URIs")
struct RedactionPathTests {
    @Test(
        "The value of a parameter that carries a credential by its name is taken out",
        arguments: [
            ("/a?token=x", "/a?token=<redacted>"), ("/a?access_token=x&b=1", "/a?access_token=<redacted>&b=1"),
            ("/a?b=1&API_KEY=x", "/a?b=1&API_KEY=<redacted>"), ("/a?b=1;secret=x;c=2", "/a?b=1;secret=<redacted>;c=2"),
            ("/cb?code=x&state=y", "/cb?code=<redacted>&state=y"), ("/b?sig=x&se=2026", "/b?sig=<redacted>&se=2026"),
            ("/a?X-Amz-Signature=x", "/a?X-Amz-Signature=<redacted>"),
            ("/a?X-Amz-Credential=x/y", "/a?X-Amz-Credential=<redacted>"),
            ("/a#access_token=x&b=1", "/a#access_token=<redacted>&b=1"),
            ("/a?b=1#id_token=x", "/a?b=1#id_token=<redacted>"),
            ("/a?b?token=x", "/a?b?token=<redacted>"), ("/a?token=x=y=z", "/a?token=<redacted>"),
            ("/a?token=", "/a?token=<redacted>"), ("/a?password=x%26y", "/a?password=<redacted>"),
            ("/a?token=x&token=y", "/a?token=<redacted>&token=<redacted>"),
            ("/a;jsessionid=x", "/a;jsessionid=<redacted>"), ("/a;jsessionid=x/b?c", "/a;jsessionid=<redacted>/b?c"),
            ("/a?tok%65n=x", "/a?tok%65n=<redacted>"), ("/a?tok%2565n=x", "/a?tok%2565n=<redacted>"),
            ("/a?pass=x", "/a?pass=<redacted>"), ("/a?pwd=x", "/a?pwd=<redacted>"), ("/a?otp=x", "/a?otp=<redacted>"),
            ("/a?pin=x&userPin=y", "/a?pin=<redacted>&userPin=<redacted>"),
            ("/a?bypassToken=x&by_pass=y", "/a?bypassToken=<redacted>&by_pass=<redacted>"),
            ("/a?authorization=x&AUTHOR_KEY=y", "/a?authorization=<redacted>&AUTHOR_KEY=<redacted>"),
            ("/a?toKen=x&dbpass=y", "/a?toKen=<redacted>&dbpass=<redacted>"),
            ("?sessionid=x", "?sessionid=<redacted>"), ("/a?client_assertion=x", "/a?client_assertion=<redacted>"),
        ])
    func parameters(_ path: String, _ wanted: String) { #expect(Redaction.path(path) == wanted) }

    @Test(
        "Everything else stays as it is",
        arguments: [
            "/", "", "*", "/token/x", "/a?b=1&c", "/a?token", "/a?token&b=1", "/a?", "/a??&&;;##", "/a?postcode=1",
            "/a?design=1&sign=2", "/a?q=token", "/a?q=token%3Dx", "/a;v=1?b", "/user@host/x", "/a?mail=me@host",
            "/a?shipping=1", "/a?ping=1&opinion=2", "/a;b/token=x", "/a?bypass=1&cacheBypass=2&BYPASS_CACHE=3",
            "/a?author=ann&sort-author=x&keyword=b", "/a?by%70ass=1",
        ])
    func kept(_ path: String) { #expect(Redaction.path(path) == path) }

    @Test(
        "User information is taken out of absolute URIs and authorities",
        arguments: [
            ("http://user:pw@host/a", "http://<redacted>@host/a"), ("https://user@host", "https://<redacted>@host"),
            ("http://u:p@q@host/", "http://<redacted>@host/"), ("user:pw@host:443", "<redacted>@host:443"),
            ("http://u:p@host?token=x", "http://<redacted>@host?token=<redacted>"),
            ("http://host/a@b", "http://host/a@b"), ("http://host?a@b", "http://host?a@b"),
            ("http://@host/", "http://<redacted>@host/"), ("http://u:p@[::1]:80/", "http://<redacted>@[::1]:80/"),
        ])
    func userInformation(_ uri: String, _ wanted: String) { #expect(Redaction.path(uri) == wanted) }

    @Test("A token in a path or in a parameter of any name loses its signature")
    func tokens() {
        for path in ["/t/\(SampleToken.compact)/x", "/a?q=\(SampleToken.compact)&r=1", "/a#\(SampleToken.compact)"] {
            let clean = Redaction.path(path)
            #expect(clean == path.replacing(FakeTokens.signature, with: "<signature>"))
        }
    }

    @Test(
        "The secrets of a URI are those that would be taken out of it",
        arguments: [
            ("/a?token=one&b=2#secret=three", ["one", "three"]), ("http://user:pw@host/?key=k", ["k", "pw"]),
            ("http://user@host/", ["user"]), ("/a?token=a=b", ["a=b"]), ("/a?b=2", []), ("/token=x", []), ("", []),
            ("/a;token=x", ["x"]), ("/a;jsessionid=one/b?pin=two", ["one", "two"]), ("/?tok%65n=x", ["x"]),
        ])
    func secrets(_ uri: String, _ wanted: [String]) { #expect(Redaction.secrets(in: uri) == wanted) }

    @Test(
        "Targets with the name of a credential, however it is written, are not plain",
        arguments: ["/a;jsessionid=x", "/?tok%65n=x", "/?tok%2565n=x", "/?pass=x", "/?pwd=x", "/?otp=x", "/?pin=x"])
    func notPlain(_ target: String) { #expect(!Self.isPlain(target)) }

    @Test("Others are", arguments: ["/", "/token/x", "/a?b=1", "/a?q=a%20b%2Fc", "/a;v=1", "/%65?b"])
    func plain(_ target: String) { #expect(Self.isPlain(target)) }

    private static func isPlain(_ target: String) -> Bool {
        Array(target.utf8).withUnsafeBytes { PlainText.isPlain(target: $0) }
    }

    @Test("Wherever it stands among other parameters, no secret is left", arguments: 0..<20)
    func random(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let names = ["token", "Access_Token", "x-api-key", "client_secret", "code", "sig", "PASSWORD", "authToken"]
        let pieces = ["a=1", "b", "=", "q=eyJ", "c=%26", "d=ä", "e=x@y", "f=.", "g=a.b.c"]
        let delimiters = ["&", ";", "&&", "#", "?"]
        for _ in 0..<200 {
            let secret = random.base64URL(8...40)
            let name = random.text(of: names, count: 1...1)
            var uri = random.text(of: ["/", "/a", "http://h/", "http://u@h/p"], count: 1...1) + "?"
            for _ in 0..<Int.random(in: 0...4, using: &random) {
                uri += random.text(of: pieces, count: 1...1) + random.text(of: delimiters, count: 1...1)
            }
            uri += "\(name)=\(secret)"
            for _ in 0..<Int.random(in: 0...4, using: &random) {
                uri += random.text(of: delimiters, count: 1...1) + random.text(of: pieces, count: 1...1)
            }
            #expect(!Redaction.path(uri).contains(secret), "\(uri)")
            #expect(Redaction.secrets(in: uri).contains(secret), "\(uri)")
        }
    }
}
