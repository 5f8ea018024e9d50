import Foundation
import ProxyCore
import Testing

@Suite("JSON values")
struct JSONValueTests {
    static let samples: [(String, JSONValue)] = [
        ("null", .null), ("true", .bool(true)), ("false", .bool(false)), ("0", .integer(0)), ("1", .integer(1)),
        ("-9223372036854775808", .integer(.min)), ("9223372036854775807", .integer(.max)), ("1.5", .number(1.5)),
        ("\"\"", .string("")),
        (#""a\"b\\c\n\r\t\u0001""#, .string("a\"b\\c\n\r\t\u{1}")), ("\"1\"", .string("1")), ("[]", .array([])),
        (#"[1,"a",[null]]"#, .array([.integer(1), .string("a"), .array([.null])])), ("{}", .object([:])),
        (#"{"a":{"b":[true]},"c":2}"#, .object(["a": .object(["b": .array([.bool(true)])]), "c": .integer(2)])),
        ("\"é漢\u{1F600}\"", .string("é漢\u{1F600}")),
    ]

    @Test("Text, value and text again are the same", arguments: samples)
    func roundTrip(text: String, value: JSONValue) throws {
        #expect(try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8)) == value)
        #expect(value.description == text)
        #expect(try JSONDecoder().decode(JSONValue.self, from: try JSONEncoder().encode(value)) == value)
    }

    @Test("A number is no boolean, and a boolean no number")
    func kinds() throws {
        let decoded = try JSONDecoder().decode(
            [JSONValue].self, from: Data("[1,true,1.0,1e3,12345678901234567890]".utf8))
        #expect(
            decoded == [.integer(1), .bool(true), .integer(1), .integer(1000), .number(12_345_678_901_234_567_168)])
    }

    @Test("Members and kinds are asked for by name")
    func access() {
        let value = JSONValue.object(["a": .string("x"), "n": .number(3.7), "i": .integer(4)])
        #expect(value["a"]?.string == "x")
        #expect(value["a"]?.integer == nil)
        #expect(value["n"]?.integer == 3)
        #expect(value["i"]?.integer == 4)
        #expect(value["b"] == nil)
        #expect(JSONValue.string("x")["a"] == nil)
        #expect(JSONValue.number(.infinity).integer == nil)
        #expect(JSONValue.number(.nan).description == "null")
    }

    @Test(
        "Everything that a terminal might obey is escaped",
        arguments: ["\u{1B}", "\u{7F}", "\u{9B}", "\u{0}", "\u{85}"])
    func escapes(text: String) {
        let quoted = JSONValue.quote(text)
        #expect(quoted.hasPrefix("\"\\u00"))
        #expect(quoted.unicodeScalars.allSatisfy { (0x20..<0x7F).contains($0.value) })
    }
}
