import Canvas
import Foundation
import JotopSettings
import ProxyCore
import Recordings

@testable import JotopApp
@testable import ProxyEngine

extension FuzzTarget {
    static let output = [screen, lines, redaction]

    /// Whatever reaches the terminal.
    private static let screen = FuzzTarget(
        name: "screen", dictionary: ["\u{1F468}\u{200D}\u{1F469}", "漢", "é", "\u{FE0F}"]
    ) {
        bytes in
        let plain = Sanitizer.plain(bytes: bytes)
        try holdPrintable(plain)
        try hold(Sanitizer.plain(plain) == plain, "cleaned twice, it is another one: \(plain.debugDescription)")
        let text = String(decoding: bytes, as: UTF8.self)
        for place in [Sanitizer.Place.cell, .detail] {
            let (glyphs, wasCleaned) = Sanitizer.glyphs(text, for: place)
            try hold(glyphs.allSatisfy { (1...2).contains($0.width) }, "a glyph without a width")
            let shown = glyphs.flatMap(\.scalars)
            try holdPrintable(String(String.UnicodeScalarView(shown)))
            try hold(wasCleaned || shown == Array(text.unicodeScalars), "changed without a word")
        }
        return plain.isEmpty ? "empty" : plain.utf8.elementsEqual(bytes) ? "clean" : "cleaned"
    }

    /// The event stream: each line one JSON object, whatever the proxy met.
    private static let lines = FuzzTarget.text(name: "event", dictionary: ["\"", "\\", "\u{2028}", "\",\"type\":\"x"]) {
        text in
        let audiences = AudienceSet(text)
        let time = WallTime(milliseconds: 1_795_271_528_377)
        let start = FlowStart(
            id: FlowID(7), time: time, method: text, host: text, path: text, audiences: audiences)
        var end = FlowEnd(start: start, time: time)
        end.error = ProxyError(.upstreamAborted, text)
        end.request = MessageCapture(startLine: text, fields: [CapturedField(name: text, value: text)])
        end.response = MessageCapture(startLine: text, fields: [], bodyPrefix: Array(text.utf8))
        for event in [ProxyEvent.flowStarted(start), .flowFailed(end)] {
            let line = EventJSON.line(event, detailed: true)
            try holdPrintable(line)
            let object = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            try hold(object?["type"] as? String == event.name, "no event: \(line)")
            try hold((object?["path"] as? String)?.unicodeScalars.elementsEqual(text.unicodeScalars) == true, line)
            guard let words = EventText.line(event, level: .debug, offset: 0) else { continue }
            try holdPrintable(words)
        }
        return text.utf8.allSatisfy { $0 < 0x80 } ? "plain" : "other"
    }

    private static let signature = "c2lnbmF0dXJlLXRoYXQtbm9ib2R5LW1heS1zZWU"
    private static let compact = "eyJhbGciOiJFUzM4NCJ9.eyJhdWQiOiJ4In0.\(signature)"

    /// What an upstream echoes of the token that was sent.
    private static let redaction = FuzzTarget(
        name: "redaction",
        dictionary: [
            compact, signature, "." + signature, "eyJ", ".", "Bearer ", "password1",
            String(signature.dropLast(3)), "\u{200B}", "\0",
        ]
    ) { bytes in
        let redaction = Redaction(sent: token, secrets: ["password1"])
        for secret in [signature, "password1"] {
            let shown = redaction.bytes(bytes)
            try hold(shown.firstRange(of: Array(secret.utf8)) == nil, "\(secret) is still there")
        }
        let text = String(decoding: bytes, as: UTF8.self)
        try hold(!Array(redaction.text(text).utf8).contains(signature), "the signature is still in the text")
        for limit in [0, 16, bytes.count / 2] {
            let shown = redaction.bytes(bytes, before: limit)
            try hold(!shown.contains(String(signature.prefix(16))), "a part of the signature is there")
        }
        return redaction.bytes(bytes) == bytes ? "kept" : "redacted"
    }

    private static let token: Token = {
        let facts = TokenFacts(
            id: TokenID(handle: TokenHandle(index: 1), generation: 3), audiences: AudienceSet("x"), print: "9f86d0",
            length: compact.utf8.count, issuedAt: WallTime(seconds: 1_795_271_528),
            expiresAt: WallTime(seconds: 1_795_275_128), header: .object([:]), claims: .object([:]))
        let born = ContinuousClock.Instant.now
        return Token(
            facts: facts, authorization: Secret("Bearer \(compact)"), born: born,
            dies: born.advanced(by: .seconds(3600)))
    }()
}

extension [UInt8] {
    fileprivate func contains(_ text: String) -> Bool { firstRange(of: Array(text.utf8)) != nil }
}
