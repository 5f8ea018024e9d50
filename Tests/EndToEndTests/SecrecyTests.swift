import Canvas
import Dashboard
import Foundation
import JotopSettings
import JotopTestSupport
import ProxyCore
import Recordings
import Testing

@testable import JotopApp

/// What went over the wire is compared with everything that the program can say about it.
@Suite("Secrets stay secret", .timeLimit(.minutes(5)))
struct SecrecyTests {
    @Test("No line, no screen and no dump holds a signature, an inbound credential or an AWS secret")
    func nowhere() async throws {
        let upstream = try await RawServer.start()
        try await EmbeddedWorld.with { world in
            async let answering: String = {
                guard let connection = try? await upstream.accept() else { return "" }
                let head = await connection.read(through: "\r\n\r\n")
                // As debug pages do: it says everything that it got, wherever it can.
                let token = head.split(separator: "Authorization: Bearer ").last?.prefix { !$0.isNewline } ?? ""
                let body = String(repeating: "x", count: 3000) + head + head
                try? await connection.write(
                    "HTTP/1.1 401 bad \(token)\r\nSet-Cookie: upstream-cookie-value\r\nX-Echo: \(token)\r\n"
                        + "WWW-Authenticate: Bearer error=\"invalid_token\", error_description=\"\(token)\"\r\n"
                        + "Location: https://a.example/?access_token=\(token)#id_token=\(token)\r\n"
                        + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
                return head
            }()
            let answer = try await world.application.send(
                "/v1?access_token=inbound-query-value&X-Amz-Signature=inbound-signature-value&page=2",
                to: "127.0.0.1:\(upstream.port)",
                headers: [
                    ("Authorization", "Bearer inbound-credential-value"), ("Cookie", "inbound-cookie-value"),
                    ("X-Api-Key", "inbound-key-value"), ("Proxy-Authorization", "inbound-proxy-value"),
                    ("X-Client-Secret", "inbound-secret-value"), ("DPoP", "inbound-proof-value"),
                    ("Referer", "https://u:inbound-user-value@a.example/?code=inbound-code-value"),
                ])
            #expect(answer.status == 401)
            let head = await answering
            let bearer = try #require(head.split(separator: "\r\n").first { $0.hasPrefix("Authorization: Bearer ") })
            #expect(head.contains("access_token=inbound-query-value"))
            let signature = try #require(bearer.split(separator: ".").last.map(String.init))
            #expect(signature.count > 300)
            var dashboard = Dashboard(Dashboard.Configuration(start: .now()))
            var said = ""
            var isOver = false
            while !isOver, let event = await world.probe.next() {
                said += EventJSON.line(event, detailed: true)
                said += EventText.line(event, level: .debug, offset: 0) ?? ""
                said += "\(event)" + String(reflecting: event)
                dump(event, to: &said)
                _ = dashboard.update(.events(EventBatch(events: [event])))
                isOver = event.ended != nil
            }
            for keys in ["", "\r", "]", "]", "]", "]", "2", "\r", "3"] {
                for key in keys { _ = dashboard.update(.terminal(.key(key == "\r" ? .enter : .character(key)))) }
                for level in 0...3 {
                    said += dashboard.draw().text
                    if level < 3 { _ = dashboard.update(.terminal(.key(.character("H")))) }
                }
                _ = dashboard.update(.terminal(.key(.character("H"))))
            }
            #expect(said.contains("401"))
            let secrets = [
                String(signature.prefix(24)), String(signature.suffix(24)), "inbound-credential-value",
                "inbound-query-value", "inbound-signature-value", "inbound-secret-value", "inbound-proof-value",
                "inbound-user-value", "inbound-code-value", "inbound-cookie-value", "inbound-key-value",
                "inbound-proxy-value", "upstream-cookie-value",
                EmbeddedWorld.secret, "a-session-token",
            ]
            for secret in secrets { #expect(!said.contains(secret), "\(secret.prefix(12))… was said") }
        }
    }
}
