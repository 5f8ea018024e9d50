import Testing

@testable import SecretSearch

@Suite("The search for secrets")
struct SecretIndexTests {
    private static let long = "Zm9yLW5vYm9keS10by1zZWUtYW55d2hlcmUtZXZlcg"

    private func hidden(_ text: String, _ secrets: [String]) -> String {
        let bytes = Array(text.utf8)
        let index = SecretIndex(secrets.map { (Array($0.utf8), "*") })
        return String(decoding: bytes.hiding(index.matches(in: bytes).merged), as: UTF8.self)
    }

    @Test(
        "Short secrets are found whole, words of five bytes are none",
        arguments: [
            ("hunter22hunter22 short", "** short"), ("hunter2", "hunter2"), ("xhunter22y", "x*y"), ("a/b+c=", "*"),
            ("fifteen-bytes-x", "*"), ("fifteen-bytes-", "fifteen-bytes-"), ("", ""),
        ])
    func short(_ text: String, _ wanted: String) {
        #expect(hidden(text, ["hunter22", "short", "a/b+c=", "fifteen-bytes-x"]) == wanted)
    }

    @Test("A part of 16 bytes of a longer one is found wherever it begins, and one of 15 is none")
    func parts() {
        for start in 0...(Self.long.utf8.count - 16) {
            let part = String(Self.long.dropFirst(start).prefix(16))
            #expect(hidden("<\(part)>", [Self.long]) == "<*>")
            #expect(hidden("<\(part.dropLast())>", [Self.long]) == "<\(part.dropLast())>")
        }
    }

    @Test(
        "What is put between its letters does not hide it",
        arguments: ["\u{200B}", "\0", "\u{1B}", "\n", "\u{2060}", " ", "\u{FEFF}", "."])
    func altered(_ between: String) {
        for place in 1..<Self.long.utf8.count {
            let text = Self.long.prefix(place) + between + Self.long.dropFirst(place)
            #expect(hidden("a \(text) b", [Self.long]) == "a * b")
        }
        #expect(hidden(Self.long.map(String.init).joined(separator: between), [Self.long]) == "*")
    }

    @Test("One that has lost its end is found, with the padding of one that has not")
    func lost() {
        #expect(hidden("<\(Self.long.dropLast(3))>", [Self.long]) == "<*>")
        #expect(hidden("<\(Self.long)==>", [Self.long + "=="]) == "<*>")
    }

    @Test("Of secrets that overlap nothing is left")
    func overlapping() {
        let other = String(Self.long.suffix(12)) + "-and-more-of-the-other"
        let text = Self.long + other.dropFirst(12)
        for secrets in [[Self.long, other], [other, Self.long]] { #expect(hidden(text, secrets) == "*") }
    }

    @Test(
        "The work is linear in the text, whatever the secrets repeat",
        arguments: [
            Array(repeating: String(repeating: "a", count: 8_000), count: 1),
            (0..<64).map { String(repeating: "a", count: 1_000 + $0) },
            (0..<1_200).map { "000000\($0)" }, (0..<64).map { String(repeating: "aaaaaaa\($0)", count: 30) },
            (16..<80).map { String(repeating: "a", count: 8) + "b" + String(repeating: "a", count: $0) },
        ])
    func work(_ secrets: [String]) {
        let index = SecretIndex(secrets.map { (Array($0.utf8), "*") })
        for piece in ["a", "0", "aaaaaaa1", "aaaaaaab"] {
            let text = Array(String(repeating: piece, count: 20_000 / piece.utf8.count).utf8)
            // Four places a window, and a run of 16 bytes each way that leads to nothing.
            #expect(index.search(text).compared <= 4 * 40 * text.count)
        }
    }

    @Test("Whether a secret may be there is never denied where one is found")
    func quick() {
        let index = SecretIndex([(Array(Self.long.utf8), "*"), (Array("hunter22".utf8), "*")])
        for text in [Self.long, "x\(Self.long.prefix(16))", "a hunter22 b", Self.long.map { "\($0)." }.joined()] {
            #expect(Array(text.utf8).withUnsafeBytes { index.mayBe(in: $0) })
        }
        for text in ["", "hunter2", "eyJhbGciOi", "Wed, 21 Oct 2026 07:28:00 GMT"] {
            #expect(Array(text.utf8).withUnsafeBytes { !index.mayBe(in: $0) })
        }
    }

    @Test("Nothing of what stands behind a limit is shown, however much is replaced before it")
    func limited() {
        let bytes = Array("xxxx\(Self.long)yyyy\(Self.long)zzzz".utf8)
        let index = SecretIndex([(Array(Self.long.utf8), "*")])
        let matches = index.matches(in: bytes).merged
        for limit in 0...bytes.count {
            let shown = bytes.hiding(matches, before: limit)
            #expect(Array("xxxx*yyyy*zzzz".utf8).starts(with: shown))
            #expect(shown.count <= limit + 1)
        }
    }
}
