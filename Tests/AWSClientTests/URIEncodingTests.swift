import Testing

@testable import AWSClient

@Suite("Percent-encoding")
struct URIEncodingTests {
    @Test(
        "Everything but the unreserved characters is encoded",
        arguments: [
            ("AZaz09-._~", "AZaz09-._~"), ("a b+c", "a%20b%2Bc"),
            ("https://x/?a=b&c", "https%3A%2F%2Fx%2F%3Fa%3Db%26c"),
            ("例", "%E4%BE%8B"), ("%41", "%2541"), ("", ""),
        ])
    func encode(plain: String, encoded: String) {
        #expect(URIEncoding.encode(plain) == encoded)
        #expect(String(decoding: URIEncoding.decode(encoded.utf8), as: UTF8.self) == plain)
    }

    @Test("A path keeps its slashes")
    func path() {
        #expect(URIEncoding.encode("/a b/c", keepingSlashes: true) == "/a%20b/c")
    }

    @Test("A percent sign without two digits stands for itself", arguments: ["%", "%4", "%G1", "100%"])
    func strayPercent(text: String) {
        #expect(URIEncoding.decode(text.utf8) == Array(text.utf8))
    }

    @Test("A plus sign is a space in a form body only")
    func plus() {
        #expect(URIEncoding.decode("a+b".utf8, plusIsSpace: true) == Array("a b".utf8))
        #expect(URIEncoding.decode("a+b".utf8) == Array("a+b".utf8))
    }
}
