import ProxyCore
import Testing

@testable import Recordings

@Suite("Reading a recording")
struct RecordingReaderTests {
    private static let good = EventJSON.line(.flowStarted(Samples.start), detailed: true)

    @Test("It comes out the same in whatever pieces it is read", arguments: [1, 7, 100, 1 << 20])
    func pieces(_ piece: Int) throws {
        let events = Samples.flows + Samples.tokens
        let text = events.map { EventJSON.line($0, detailed: true) }.joined(separator: "\r\n") + "\n\n"
        var reader = RecordingReader(text: text, piece: piece)
        #expect(try reader.rest().count == events.count)
        #expect(!reader.isCut && reader.skipped == 0 && reader.header == nil)
    }

    @Test("A type that is not known is passed over and counted")
    func unknown() throws {
        let other = #"{"time":"2026-11-21T14:31:50.377Z","type":"moon.phase","is":1}"#
        var reader = RecordingReader(text: [other, Self.good, other].joined(separator: "\n") + "\n")
        #expect(try reader.rest().count == 1)
        #expect(reader.skipped == 2)
    }

    @Test("A last line that is cut is told, and one that only lacks its end is not", arguments: [1, 20, 100])
    func cut(_ missing: Int) throws {
        var reader = RecordingReader(text: Self.good + "\n" + Self.good.dropLast(missing))
        #expect(try reader.rest().count == 1)
        #expect(reader.isCut)
        var whole = RecordingReader(text: Self.good + "\n" + Self.good)
        #expect(try whole.rest().count == 2)
        #expect(!whole.isCut)
    }

    @Test(
        "A malformed line is named with its number, and what is wrong with it",
        arguments: [
            ("nonsense", "no JSON: a value expected at byte 1"), ("[]", "no JSON object"),
            (#"{"type":"dropped","count":1}"#, #""time" is missing or not what it should be: a time"#),
            (
                #"{"time":"2026-11-21T14:31:50Z","type":"dropped","count":-1}"#,
                #""count" is missing or not what it should be: a whole number"#
            ),
            (
                #"{"time":"2026-11-21T14:31:50Z","type":"flow.started","flow":1,"method":"GET","path":2}"#,
                #""path" is missing or not what it should be: a string"#
            ),
        ])
    func malformed(_ line: String, _ reason: String) {
        var reader = RecordingReader(text: Self.good + "\n\n" + line + "\n" + Self.good + "\n")
        #expect(throws: RecordingError.malformed(line: 3, reason: reason)) { try reader.rest() }
    }

    @Test("What a later version writes differently is passed over and counted")
    func later() throws {
        var header = RecordingHeader(start: Samples.time)
        header.version = RecordingHeader.currentVersion + 1
        let other = #"{"time":"2026-11-21T14:31:50Z","type":"flow.started","stream":1}"#
        var reader = RecordingReader(text: [header.line, other, Self.good].joined(separator: "\n"))
        #expect(try reader.rest().count == 1)
        #expect(reader.isOfLaterVersion && reader.skipped == 1)
    }

    @Test("A line without an end is given up")
    func endless() {
        var reader = RecordingReader { Array(repeating: 0x20, count: 1 << 20) }
        #expect(throws: RecordingError.malformed(line: 1, reason: "longer than 8 MiB")) { try reader.next() }
    }
}

@Suite("JSON, read strictly")
struct JSONTextTests {
    @Test(
        "What is JSON is read",
        arguments: [
            ("null", JSONValue.null), (" true ", .bool(true)), ("-0", .integer(0)), ("1e3", .integer(1000)),
            ("9223372036854775807", .integer(.max)), ("0.5", .number(0.5)), ("1.0", .integer(1)), ("[]", .array([])),
            ("{}", .object([:])),
            (#"[1, {"a" : [false]}]"#, .array([.integer(1), .object(["a": .array([.bool(false)])])])),
            (#""\u00e9\ud83d\ude00\/\b\f\n\r\t\"\\""#, .string("é😀/\u{8}\u{C}\n\r\t\"\\")), ("\"漢\"", .string("漢")),
        ])
    func good(_ text: String, _ value: JSONValue) throws {
        #expect(try JSONText.value(Array(text.utf8)[...]) == value)
    }

    @Test(
        "What is none is refused",
        arguments: [
            "", " ", "nul", "01", "-", "1.", "1e", "+1", ".5", "[1,]", "{\"a\"}", "{\"a\":1,}", "{a:1}", "\"",
            "\"\u{1}\"",
            #""\x""#, #""\ud800""#, #""\ud800\u0041""#, #""\u12g4""#, "1 2", "[1", "{\"a\":1", "1e999", "NaN", "'a'",
            String(repeating: "[", count: 65),
        ])
    func bad(_ text: String) { #expect(throws: JSONText.Fault.self) { try JSONText.value(Array(text.utf8)[...]) } }

    @Test("Bytes that are no UTF-8 are refused, and random ones break nothing", arguments: 1...200)
    func noise(_ seed: Int) {
        #expect(throws: JSONText.Fault.self) { try JSONText.value([0x22, 0xFF, 0x22]) }
        var state = UInt64(seed)
        let alphabet = Array(#"{}[]",:\u0123eE+-. truefalsn"#.utf8) + [0xC3, 0xA9, 0x00, 0xFF]
        let bytes = (0..<60).map { _ -> UInt8 in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return alphabet[Int(state >> 33) % alphabet.count]
        }
        if let value = try? JSONText.value(bytes[...]) {
            let again = try? JSONText.value(Array(value.description.utf8)[...])
            #expect(again == value)
        }
    }
}
