import JotopTestSupport
import ProxyCore
import SeededNumbers
import Testing

@testable import ProxyEngine

/// Tokens in text, in whatever surroundings.
@Suite("Redaction")
struct RedactionTests {
    static let compact = SampleToken.compact
    /// Header and payload, with the dots.
    static let open = compact.dropLast(FakeTokens.signature.count)

    static let surroundings: [(String, String)] = [
        ("", ""), ("Bearer ", ""), ("token=", "&next=1"), ("{\"token\":\"", "\"}"), ("<pre>", "</pre>"), ("'", "'"),
        ("a\n", "\nb"), ("x", " x"), ("eyJ ", " eyJ"), ("...", "..."), ("/", "/"), ("%22", "%22"), ("\\\"", "\\\""),
        ("ünïcödé ", " ☃"), ("\u{0}", "\u{0}"), ("Bearer\t", "\r\n"), ("=", ","), ("abc.def.", "."),
    ]

    @Test("The signature of the token that was sent is taken out, its owner is named", arguments: surroundings)
    func sent(_ before: String, _ after: String) {
        let redaction = Redaction(sent: SampleToken.token())
        #expect(redaction.text(before + FakeTokens.signature + after) == before + "<signature of B3>" + after)
    }

    @Test("So is that of a token which nobody knows", arguments: surroundings)
    func unknown(_ before: String, _ after: String) {
        #expect(Redaction(sent: nil).text(before + Self.compact + after) == before + Self.open + "<signature>" + after)
    }

    @Test("Every echo is found, not the first only")
    func several() {
        let text = [Self.compact, Self.compact, FakeTokens.signature, Self.compact].joined(separator: " ")
        let clean = Redaction(sent: SampleToken.token()).text(text)
        #expect(!clean.contains(FakeTokens.signature))
        #expect(clean.contains(Self.open))
    }

    @Test("A token that was cut off loses what is left of its signature")
    func cut() {
        for length in 1..<FakeTokens.signature.count {
            let text = "echo: " + Self.compact.dropLast(length)
            #expect(Redaction(sent: nil).text(text) == "echo: " + Self.open + "<signature>")
        }
    }

    @Test("A token that was cut off before its signature has no secret in it, and stays")
    func cutEarly() {
        let parts = Self.compact.split(separator: ".")
        for length in 3...(parts[0].count + 1 + parts[1].count) {
            let text = "echo: " + Self.compact.prefix(length)
            #expect(Redaction(sent: SampleToken.token()).text(text) == text)
        }
    }

    @Test(
        "What only looks like a token stays as it is",
        arguments: [
            "", "e", "eyJ", "eyJ.", "eyJ..", "eyJhbGciOi", "eyJhbGciOi.eyJzdWIi", "a.b.c", "example.com.", "1.2.3",
            "fooJ.bar.baz", "EYJhbGci.payload.signature", "ey.J.x", "eyJ hello.world.again", "eyJhbGciOi payload.sig",
            "www.example.co.uk/path", "heyJude", "eyJa/eyJb.c",
        ])
    func lookAlikes(_ text: String) {
        let clean = Redaction(sent: SampleToken.token()).text(text)
        // An empty signature may be marked, but nothing that was there may go.
        #expect(clean.replacing("<signature>", with: "") == text)
    }

    @Test("What the application sent of its own is taken out, short words are left alone")
    func applicationSecrets() {
        let redaction = Redaction(sent: nil, secrets: ["hunter22", "short", "", "pass/word+="])
        #expect(redaction.text("hunter22hunter22 short") == "<redacted><redacted> short")
        #expect(redaction.text("?q=pass/word+=&r=hunter2") == "?q=<redacted>&r=hunter2")
        #expect(redaction.text("hunter22") == "<redacted>")
    }

    @Test("Text that is no UTF-8 is searched like any other")
    func noText() {
        let bytes = [0xFF, 0xFE] + Array(Self.compact.utf8) + [0xFF]
        let clean = Redaction(sent: SampleToken.token()).bytes(bytes)
        #expect(clean.firstRange(of: Array(FakeTokens.signature.utf8)) == nil)
        #expect(clean.prefix(2) == [0xFF, 0xFE])
        #expect(clean.last == 0xFF)
    }

    @Test("Whatever stands around it, no secret is left", arguments: 0..<20)
    func random(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let pieces = [
            ".", "..", "eyJ", "eyJ.", "=", " ", "a", "-", "_", "é", "\u{301}", "&", "?", "\n", "<signature>", "Bearer ",
            "eyJhbGciOi.",
        ]
        for _ in 0..<200 {
            let signature = random.base64URL(20...90)
            let compact = "eyJ\(random.base64URL(0...30)).\(random.base64URL(0...60)).\(signature)"
            let (password, key) = (random.base64URL(6...20), random.base64URL(8...24))
            let secrets = [signature, password, key]
            let redaction = Redaction(sent: SampleToken.token(compact), secrets: [password, key])
            var text = ""
            for secret in [compact, password, key, compact, signature] {
                text += random.text(of: pieces, count: 0...5) + secret
            }
            text += random.text(of: pieces, count: 0...5)
            let clean = redaction.text(text)
            #expect(!secrets.contains { clean.contains($0) }, "\(text)")
        }
    }
}
