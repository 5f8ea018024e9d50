import Testing

@testable import TokenDecoding

@Suite("Base64URL")
struct Base64URLTests {
    @Test(
        "The test vectors of RFC 4648, without padding",
        arguments: [
            ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("fooba", "Zm9vYmE"),
            ("foobar", "Zm9vYmFy"), ("\u{3}\u{3F}\u{7F}~", "Az9_fg"),
        ])
    func vectors(plain: String, encoded: String) {
        #expect(Base64URL.encode(Array(plain.utf8)) == encoded)
        #expect(Base64URL.decode(encoded.utf8) == Array(plain.utf8))
    }

    @Test("Every byte survives, at every offset")
    func roundTrip() {
        let bytes = (0...255).map { UInt8($0) }
        for length in 0...256 {
            #expect(Base64URL.decode(Base64URL.encode(bytes.prefix(length)).utf8) == Array(bytes.prefix(length)))
        }
    }

    @Test(
        "Padding, other alphabets, single characters and stray bits are refused",
        arguments: [
            "Zg==", "Zm8=", "+/+/", "Z", "Zm9vZ", "Zh", "Zm9", "Z g", "Zg\n", "Zé",
        ])
    func refused(text: String) {
        #expect(Base64URL.decode(text.utf8) == nil)
    }
}
