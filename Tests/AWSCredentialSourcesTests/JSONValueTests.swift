import Testing

@testable import AWSCredentialSources

@Suite("JSON that anybody may have written", .timeLimit(.minutes(5)))
struct JSONValueTests {
    @Test(
        "What RFC 8259 allows is read, and written in one form",
        arguments: [
            ("null", "null"), (" [ true , false ] ", "[true,false]"), (#"{"b":1,"a":{}}"#, #"{"a":{},"b":1}"#),
            ("-0", "-0"), ("1.50e+010", "1.50e+010"), ("12345678901234567890123", "12345678901234567890123"),
            (#""\u0041\/\ud83d\ude00\n\u001f""#, "\"A/\u{1F600}\\n\\u001f\""), (#"{"a":1,"a":2}"#, #"{"a":2}"#),
            ("\u{FEFF}{}", "{}"), (#"["\\","\""]"#, #"["\\","\""]"#), ("[]", "[]"),
        ])
    func good(text: String, written: String) throws {
        let value = try #require(JSONValue(parsing: Array(text.utf8)))
        let bytes = try value.encoded()
        #expect(String(decoding: bytes, as: UTF8.self) == written)
    }

    @Test(
        "What it forbids is not",
        arguments: [
            "", " ", "{", "[", "[1,]", "{,}", #"{"a"}"#, #"{"a":}"#, "{a:1}", "01", "1.", ".5", "+1", "1e", "-", "NaN",
            "nul", "truee", "1 2", "\"", "\"\n\"", #""\x""#, #""\ud83d""#, #""\ude00""#, #""\ud83dx""#, #""\u00g0""#,
            "'a'", "[1 2]", "//", #"{"a":1 "b":2}"#, "\"a\"b",
        ])
    func bad(text: String) {
        #expect(JSONValue(parsing: Array(text.utf8)) == nil)
    }

    @Test("Bytes that are no UTF-8 are refused")
    func bytes() {
        #expect(JSONValue(parsing: [0x22, 0xFF, 0x22]) == nil)
        #expect(JSONValue(parsing: [0x22, 0xC3, 0x22]) == nil)
    }

    @Test("Sixteen levels are read, and no more", arguments: ["[", "{\"a\":"])
    func depth(opening: String) {
        let closing = opening == "[" ? "]" : "}"
        func nested(_ depth: Int) -> [UInt8] {
            let inner = opening == "[" ? "[]" : "{}"
            return Array(
                (String(repeating: opening, count: depth - 1) + inner + String(repeating: closing, count: depth - 1))
                    .utf8)
        }
        #expect(JSONValue(parsing: nested(16)) != nil)
        #expect(JSONValue(parsing: nested(17)) == nil)
        #expect(JSONValue(parsing: Array(String(repeating: opening, count: 10_000).utf8)) == nil)
    }

    @Test("64 KiB are read, and no more; what could not be read again is not written")
    func size() throws {
        let text = "\"" + String(repeating: "x", count: JSONValue.limit - 2) + "\""
        let value = try #require(JSONValue(parsing: Array(text.utf8)))
        #expect(JSONValue(parsing: Array((text + " ").utf8)) == nil)
        #expect(throws: JSONValue.TooLarge.self) { try JSONValue.array([value]).encoded() }
    }
}
