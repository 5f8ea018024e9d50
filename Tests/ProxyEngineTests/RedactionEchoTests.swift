import HTTPWire
import JotopTestSupport
import ProxyCore
import Testing

@testable import ProxyEngine

@Suite("What is echoed")
struct RedactionEchoTests {
    @Test("An echo of the whole token names its owner, once")
    func echo() {
        let open = SampleToken.compact.dropLast(FakeTokens.signature.count)
        let text = Redaction(sent: SampleToken.token()).text("a \(SampleToken.compact) b")
        #expect(text == "a \(open)<signature of B3> b")
    }

    @Test(
        "Nothing is left of a secret that another is part of",
        arguments: [["hunter", "hunter-and-more"], ["hunter-and-more", "hunter"]])
    func overlapping(_ secrets: [String]) {
        let redaction = Redaction(sent: nil, secrets: secrets)
        for secret in secrets { #expect(redaction.text("x \(secret) y") == "x <redacted> y") }
    }

    @Test(
        "What stands before an unknown token does not hide its signature",
        arguments: ["eyJ.", "eyJ.eyJ.", "eyJ.x.", "eyJa.eyJb."])
    func misaligned(_ before: String) {
        #expect(!Redaction(sent: nil).text(before + SampleToken.compact).contains(FakeTokens.signature))
    }

    @Test("Each cookie's value is looked for by itself")
    func cookies() {
        let cookies = "a=1; sid=hushhush; theme=dark-mode"
        let head = RequestHead("GET", "/", .http1_1, [("Cookie", cookies)])
        #expect(FieldCapture.secrets(in: head).contains("hushhush"))
    }

    @Test(
        "URIs in other fields are shown without their credentials",
        arguments: ["Link", "Refresh", "X-Forwarded-Uri", "Destination"])
    func uris(_ name: String) {
        #expect(!FieldCapture.shown(name, "<https://h/?access_token=hushhush>").contains("hushhush"))
    }

    @Test("A combining character hides no credential", arguments: ["?token=\u{301}hushhush", "?\u{301}token=hushhush"])
    func combining(_ uri: String) { #expect(!Redaction.path(uri).contains("hushhush")) }

    @Test("Fields with a password by a short name are credentials", arguments: ["X-Pass", "X-Pwd"])
    func shortNames(_ name: String) {
        #expect(!FieldCapture.shown(name, "hushhush").contains("hushhush"))
        let head = RequestHead("GET", "/", .http1_1, [(name, "hushhush")])
        #expect(FieldCapture.secrets(in: head).contains("hushhush"))
        #expect(PlainText.mayHoldSecrets(head))
    }
}
