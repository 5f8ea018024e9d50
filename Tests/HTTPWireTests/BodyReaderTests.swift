import NIOCore
import Testing

@testable import HTTPWire

/// Bodies (RFC 9112, sections 6 and 7): each in every split.
@Suite("Bodies")
struct BodyReaderTests {
    @Test(
        "A chunk that is none is refused",
        arguments: [
            "5 \r\nhello\r\n", "0x5\r\nhello\r\n", "+5\r\nhello\r\n", "-5\r\nhello\r\n", " 5\r\nhello\r\n",
            "\r\nhello\r\n",
            "g\r\n", "5\nhello\r\n", "5\r\nhello\n", "5\r\nhelloX\r\n", "5\r\nhello\rX", "5\rX\nhello\r\n", "\n",
            "FFFFFFFFFFFFFFFFF\r\nhello", "1000000000000000\r\n", "5;\u{1}\r\nhello\r\n", "5;a\nhello\r\n",
            "5;a\rb\r\nhello\r\n", "5 \r\n", "5;a \r\n", "5;a= \r\n", "5; \r\n", "5 ; =a\r\n", "5,a\r\n", "0\r\n\n",
            "0\n\r\n", "0\r\nX : a\r\n\r\n",
            "0\r\nX: a\nb\r\n\r\n",
            "0\r\nX: a\u{0}\r\n\r\n", "0\r\n X: a\r\n\r\n", "0\r\nContent-Length: 3\r\n\r\n",
            "0\r\nTransfer-Encoding: chunked\r\n\r\n", "3\r\none\r\nzz\r\n",
        ])
    func refused(_ text: String) {
        for pieces in splits(text) { #expect(readBody(pieces, .chunked).fault == .malformed) }
    }

    @Test(
        "Chunks are put together, their extensions dropped, their trailers kept",
        arguments: [
            ("0\r\n\r\n", "", [String]?.none), ("5\r\nhello\r\n0\r\n\r\n", "hello", nil),
            ("00005\r\nhello\r\n0000\r\n\r\n", "hello", nil),
            ("a\r\n0123456789\r\n1\r\n\n\r\n0\r\n\r\n", "0123456789\n", nil),
            ("2;a;b=c;d=\"e f\"\r\nhi\r\n0;x\r\n\r\n", "hi", nil),
            ("2 ;\ta = b\t; c=\t\"d\"\r\nhi\r\n0 ;x\r\n\r\n", "hi", nil),
            ("0\r\nX-Sum: 1\r\ny:\r\n\r\n", "", ["X-Sum: 1", "y: "]),
            ("3\r\n\r\n\r\r\n0\r\n\r\n", "\r\n\r", nil),
        ])
    func chunked(_ text: String, _ body: String, _ trailers: [String]?) {
        for pieces in splits(text + "rest") {
            let outcome = readBody(pieces, .chunked)
            #expect(outcome.value == Body(bytes: Array(body.utf8), trailers: trailers))
            #expect(outcome.left == 4)
        }
    }

    @Test("A length is as long as it says, and what follows is left")
    func length() {
        for pieces in splits("hellorest") {
            let outcome = readBody(pieces, .length(5))
            #expect(outcome.value == Body(bytes: Array("hello".utf8)) && outcome.left == 4)
        }
        #expect(readBody([[]], .none).value == Body())
    }

    @Test("A body that ends with its connection takes everything, and never ends by itself")
    func untilClose() {
        var reader = BodyReader(.untilClose, limits: HeadLimits())
        #expect(reader.endsWithConnection)
        var inbox = ByteBuffer(string: "hello")
        guard case .bytes(let bytes)? = try? reader.next(&inbox) else { Issue.record("no bytes"); return }
        #expect(String(buffer: bytes) == "hello")
        guard case .more? = try? reader.next(&inbox) else { Issue.record("an end"); return }
        #expect(!BodyReader(.chunked, limits: HeadLimits()).endsWithConnection)
    }

    @Test("One line of extensions may be long, but not without end")
    func longLine() {
        let fits = "1;" + String(repeating: "a", count: 4_000) + "\r\nx\r\n0\r\n\r\n"
        #expect(readBody([Array(fits.utf8)[...]], .chunked).value?.bytes == Array("x".utf8))
        let endless = "1;" + String(repeating: "a", count: 5_000)
        for size in [1, 100, 5_002] {
            let bytes = Array(endless.utf8)
            let pieces = stride(from: 0, to: bytes.count, by: size).map { bytes[$0..<min($0 + size, bytes.count)] }
            #expect(readBody(pieces, .chunked).fault == .malformed)
        }
    }

    @Test("Many lines of extensions around hardly any data are refused, and around data they are not")
    func overhead() {
        let extensions = ";" + String(repeating: "a", count: 1_000)
        let thin = String(repeating: "1\(extensions)\r\nx\r\n", count: 20) + "0\r\n\r\n"
        #expect(readBody([Array(thin.utf8)[...]], .chunked).fault == .malformed)
        let data = String(repeating: "x", count: 1_000)
        let thick = String(repeating: "3e8\(extensions)\r\n\(data)\r\n", count: 200) + "0\r\n\r\n"
        #expect(readBody([Array(thick.utf8)[...]], .chunked).value?.bytes.count == 200_000)
        let plain = String(repeating: "1\r\nx\r\n", count: 20_000) + "0\r\n\r\n"
        #expect(readBody([Array(plain.utf8)[...]], .chunked).value?.bytes.count == 20_000)
    }

    @Test("Trailers have the limits of heads")
    func trailerLimits() {
        let text = "0\r\n" + String(repeating: "X: y\r\n", count: 4) + "\r\n"
        let bytes = Array(text.utf8)[...]
        #expect(readBody([bytes], .chunked, limits: HeadLimits(fieldCount: 3)).fault == .headTooLarge)
        #expect(readBody([bytes], .chunked, limits: HeadLimits(size: 20)).fault == .headTooLarge)
        #expect(readBody([bytes], .chunked, limits: HeadLimits(size: 26, fieldCount: 4)).value?.trailers?.count == 4)
    }
}
