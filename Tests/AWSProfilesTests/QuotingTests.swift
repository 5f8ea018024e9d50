import Testing

@testable import AWSProfiles

@Suite("Names and values in messages")
struct QuotingTests {
    @Test(
        "A name becomes one word of the shell",
        arguments: [
            ("dev", "dev"), ("a.b-c_d@e:f/g", "a.b-c_d@e:f/g"), ("my profile", "'my profile'"), ("", "''"),
            ("it's", #"'it'\''s'"#), ("$(rm)", "'$(rm)'"), ("-x", "'-x'"), ("a;b", "'a;b'"), ("é", "'é'"),
        ])
    func word(name: String, word: String) { #expect(name.asShellWord == word) }

    @Test(
        "A text of several lines becomes one",
        arguments: [("a", "a"), ("a\nb", "a b"), ("a\r\n\nb\n", "a b"), ("a\u{2028}b", "a b"), ("\n", ""), ("", "")])
    func oneLine(text: String, line: String) {
        #expect(text.oneLine() == line)
        let error = SharedConfigError(message: text, remedy: text)
        #expect(error.message == line && error.remedy == line)
    }

    @Test("A quoted value is cut to 200 characters")
    func excerpt() {
        #expect(String(repeating: "x", count: 201).excerpt == String(repeating: "x", count: 200) + "…")
        #expect(String(repeating: "x", count: 200).excerpt == String(repeating: "x", count: 200))
    }

    @Test("A shared file's lines and sections print no value")
    func redacted() {
        let line = ConfigLine(Array("aws_secret_access_key = marker-secret".utf8)[...])
        let text = ConfigLine(Array("marker-secret".utf8)[...])
        let sections = ConfigSections(Array("[default]\nk = marker-secret\nb =\n c = marker-secret\n".utf8))
        let holders: [Any] = [line as Any, text as Any, sections, Array(sections.byHeader.values)]
        for holder in holders {
            var dumped = ""
            dump(holder, to: &dumped)
            for way in [String(describing: holder), String(reflecting: holder), dumped] {
                #expect(!way.contains("marker-secret"), "\(way)")
            }
        }
    }
}
