import Foundation
import ProxyCore
import Testing

@testable import Exports

@Suite("Heads, claims and lines")
struct TextTests {
    @Test("Heads are those on the wire, credentials described")
    func heads() {
        #expect(
            HeaderText.text(Samples.flow(), StubVeil()) == """
                # #1187 2026-11-21T14:31:50.377Z, jotop, hide level 0
                > GET /v2/invoices?limit=5&q=caf%C3%A9 HTTP/1.1
                > Host: billing.example.net
                > Authorization: Bearer B1  1214 B  sha256:9c41e7

                < HTTP/1.1 401 Unauthorized
                < WWW-Authenticate: Bearer error="invalid_token"
                < Content-Type: application/json

                """)
    }

    @Test("Claims are the token's own JSON, with what jotop knows of it beside them, and no signature")
    func claims() throws {
        let text = ClaimsJSON.text(Samples.facts, StubVeil())
        let document = try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
        #expect(document["claims"] == Samples.facts.claims)
        #expect(document["header"] == Samples.facts.header)
        #expect(document["_jotop"]?["hideLevel"] == .integer(0))
        #expect(document["_jotop"]?["verified"] == .bool(false))
        let hidden = ClaimsJSON.text(Samples.facts, StubVeil(level: 2))
        for secret in ["billing", "dev-api", "f38d1e9a", "c01d88aa7e"] { #expect(!hidden.contains(secret)) }
    }

    @Test(
        "One claim is a string without quotes, or JSON",
        arguments: [
            ("sub", JSONValue.string("me"), "me"), ("iat", .integer(5), "5"),
            ("aud", .array([.string("a"), .string("b")]), "[\"a\",\"b\"]"),
        ])
    func claim(name: String, value: JSONValue, text: String) {
        #expect(ClaimsJSON.text(of: value, named: name, StubVeil()) == text)
    }

    @Test("Lines are JSON objects each, the first says what they are")
    func lines() throws {
        let text = FlowLines.text([Samples.flow(), Samples.running], at: Samples.time, StubVeil())
        let lines = try text.split(separator: "\n").map {
            try JSONDecoder().decode(JSONValue.self, from: Data($0.utf8))
        }
        #expect(lines.count == 3)
        #expect(lines[0]["type"] == .string("export") && lines[0]["hide"] == .integer(0))
        #expect(lines[1]["type"] == .string("flow.completed") && lines[1]["status"] == .integer(401))
        #expect(lines[1]["durations"]?["total"] == .number(25.5))
        #expect(lines[2]["type"] == .string("flow.started") && lines[2]["status"] == nil)
    }

    @Test("A line tells what became of the client's credential, what the upstream asked for, and its clock")
    func facts() throws {
        let base = Samples.flow()
        let flow = ExportedFlow(
            start: base.start, end: base.end,
            challenge: .init(scheme: "Bearer", error: "invalid_token", description: nil),
            dateSkew: .milliseconds(-2_500))
        let line = FlowLines.text([flow], at: Samples.time, StubVeil()).split(separator: "\n")[1]
        let value = try JSONDecoder().decode(JSONValue.self, from: Data(line.utf8))
        #expect(value["inbound_auth"] == .string("replaced"))
        #expect(value["www_auth"] == .object(["scheme": .string("Bearer"), "error": .string("invalid_token")]))
        #expect(value["date_skew"] == .integer(-2_500))
        let hidden = FlowLines.text([flow], at: Samples.time, StubVeil(level: 2))
        #expect(!hidden.contains("invalid_token"))
    }

    @Test(
        "The client's credential is told as what the proxy did with it",
        arguments: [(CapturedField.Change.added, "none"), (.replaced(was: "Basic x"), "replaced"), (.kept, "kept")])
    func inboundAuth(change: CapturedField.Change, told: String) {
        let base = Samples.flow()
        var end = base.end
        end?.request = MessageCapture(
            startLine: "GET / HTTP/1.1",
            fields: [CapturedField(name: "authorization", value: "Bearer B1", change: change)])
        let text = FlowLines.text([ExportedFlow(start: base.start, end: end)], at: Samples.time, StubVeil())
        #expect(text.contains("\"inbound_auth\":\"\(told)\""))
    }

    @Test("No line holds a character that moves a cursor, whatever is in it")
    func clean() {
        let hostile = "/\u{1B}[2J\u{202E}\u{9B}"
        let text = FlowLines.text([Samples.flow("GET", hostile, host: hostile)], at: Samples.time, StubVeil())
        let archive = HTTPArchive.text(
            [Samples.flow("GET", hostile)], through: Samples.proxy, at: Samples.time, version: "1", StubVeil())
        for scalar in (text + archive).unicodeScalars where scalar != "\n" {
            #expect(scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value) && scalar != "\u{202E}")
        }
    }
}
