import HTTPWire
import JotopTestSupport
import NIOCore
import ProxyCore
import Testing

@testable import ProxyEngine

@Suite("The bounds of redaction")
struct RedactionBoundsTests {
    private static func cookies(_ count: Int) -> RequestHead {
        let pairs = (0..<count).map { "a=\(100_000 + $0)" }
        return RequestHead("GET", "/", .http1_1, [("Cookie", pairs.joined(separator: "; "))])
    }

    @Test("Who sends more credentials than are looked for is shown nothing of what comes back")
    func tooMany() {
        let redaction = Redaction(sent: SampleToken.token(), secrets: FieldCapture.secrets(in: Self.cookies(1_200)))
        #expect(redaction.text("got 100007") == Redaction.refusal)
        #expect(redaction.bytes(Array("nothing at all".utf8)) == Array(Redaction.refusal.utf8))
        let head = ResponseHead(401, reason: "got 100007", (0..<700).map { ("X-\($0)", "got 100007") })
        let capture = HeadCapture.response(head, redaction)
        #expect(capture.startLine == "401 \(Redaction.refusal)")
        #expect(capture.fields.allSatisfy { $0.value == Redaction.refusal })
    }

    @Test("One that is sent often counts once")
    func repeated() {
        let few = FieldCapture.secrets(in: Self.cookies(60))
        let redaction = Redaction(sent: nil, secrets: few + few + few)
        #expect(redaction.text("got 100007, not 200007") == "got <redacted>, not 200007")
    }

    private static func shown(_ body: String, pieces: Int = .max) throws -> String {
        var record = ExchangeRecord(id: FlowID(1), head: RequestHead("GET", "/", .http1_1, []), began: .now)
        record.grant = TokenGrant(token: SampleToken.token(), use: .hit)
        record.status = 401
        record.response = MessageCapture(startLine: "401 Unauthorized", fields: [])
        var rest = ByteBuffer(string: body)
        while let piece = rest.readSlice(length: min(pieces, rest.readableBytes)), piece.readableBytes > 0 {
            record.keepPrefix(of: piece)
        }
        let end = record.end(at: .now, wall: WallTime(seconds: 0), error: nil)
        return String(decoding: try #require(end.response).bodyPrefix, as: UTF8.self)
    }

    @Test(
        "However a body is made of signatures, no part of one that was cut off is shown",
        arguments: [1, 7, 4_096, 40_000])
    func cutOff(_ pieces: Int) throws {
        for padding in [0, 1, 287, 4_060, 4_070, 4_090, 4_095, 4_096, 8_160, 8_190] {
            for signature in [FakeTokens.signature, SampleToken.compact] {
                let body = String(repeating: "x", count: padding) + String(repeating: signature, count: 1_200)
                let shown = try Self.shown(body, pieces: pieces)
                #expect(shown.utf8.count <= ExchangeRecord.bodyPrefixLimit)
                for start in 0...(FakeTokens.signature.utf8.count - 16) {
                    let part = FakeTokens.signature.dropFirst(start).prefix(16)
                    #expect(!shown.contains(part), "\(padding), \(start)")
                }
            }
        }
    }

    @Test("Without a secret the beginning of a body is shown whole")
    func whole() throws {
        let body = String(repeating: "a b ", count: 3_000)
        #expect(try Self.shown(body) == String(body.prefix(ExchangeRecord.bodyPrefixLimit)))
    }

    @Test(
        "An echo that was altered is found",
        arguments: ["\u{200B}", "\0", "\u{1B}", " "])
    func altered(_ between: String) throws {
        let signature = FakeTokens.signature
        let text = "got \(signature.prefix(9))\(between)\(signature.dropFirst(9)) and \(signature.dropLast(3))"
        #expect(try Self.shown(text) == "got <signature of B3> and <signature of B3>")
        let head = Array("X-Echo: \(text)".utf8)
        #expect(head.withUnsafeBytes { TokenTraces().mayEcho(SampleToken.token(), $0) })
    }

    @Test(
        "An application's credentials are found in each notation",
        arguments: ["abc%2FS3+x%2B", "abc/S3+x+", "abc/S3 x+"])
    func notations(_ echo: String) {
        for head in [
            RequestHead("GET", "/?api_key=abc%2FS3+x%2B", .http1_1, []),
            RequestHead("GET", "/", .http1_1, [("Cookie", "sid=abc%2FS3+x%2B; a=1")]),
        ] {
            let redaction = Redaction(sent: nil, secrets: FieldCapture.secrets(in: head))
            #expect(redaction.text("key <\(echo)> is unknown") == "key <<redacted>> is unknown")
        }
    }
}
