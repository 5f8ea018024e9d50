import Foundation
import ProxyCore
import Testing

@testable import Exports

/// The format as its specification has it: a member that is missing or of another type does not decode.
private struct Archive: Decodable {
    struct Log: Decodable {
        let version: String
        let creator: Creator
        let entries: [Entry]
        let comment: String
    }
    struct Creator: Decodable {
        let name: String
        let version: String
    }
    struct Entry: Decodable {
        let startedDateTime: Date
        let time: Double
        let request: Request
        let response: Response
        let cache: [String: String]
        let timings: Timings
        let _jotop: Own
    }
    struct Pair: Decodable, Equatable {
        let name: String
        let value: String
    }
    struct Request: Decodable {
        let method: String
        let url: URL
        let httpVersion: String
        let cookies: [Pair]
        let headers: [Pair]
        let queryString: [Pair]
        let headersSize: Int
        let bodySize: Int
    }
    struct Response: Decodable {
        let status: Int
        let statusText: String
        let httpVersion: String
        let cookies: [Pair]
        let headers: [Pair]
        let content: Content
        let redirectURL: String
        let headersSize: Int
        let bodySize: Int
    }
    struct Content: Decodable {
        let size: Int
        let mimeType: String
        let text: String?
    }
    struct Timings: Decodable {
        let blocked, dns, connect, send, wait, receive, ssl: Double
    }
    struct Own: Decodable {
        let handle: String
        let print: String
        let audience: [String]
        let leftWhenSent: Double
        let tokenMs: Double?
        let cause: String
        let hideLevel: Int
    }

    let log: Log

    init(text: String) throws {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .custom { decoder in
            let text = try decoder.singleValueContainer().decode(String.self)
            return try Date(text, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true))
        }
        self = try decoder.decode(Archive.self, from: Data(text.utf8))
    }
}

@Suite("Flows as an HTTP archive")
struct ArchiveTests {
    private func archive(_ flows: [ExportedFlow], level: Int = 0) throws -> (Archive, String) {
        let text = HTTPArchive.text(
            flows, through: Samples.proxy, at: Samples.time, version: "0.1.0", StubVeil(level: level))
        return (try Archive(text: text), text)
    }

    @Test("It has every member that the format asks for, and ours beside them")
    func complete() throws {
        let (archive, _) = try archive([Samples.flow()])
        #expect(archive.log.version == "1.2")
        #expect((archive.log.creator.name, archive.log.creator.version) == ("jotop", "0.1.0"))
        let entry = try #require(archive.log.entries.first)
        #expect(entry.request.url.absoluteString == "https://billing.example.net/v2/invoices?limit=5&q=caf%C3%A9")
        #expect(entry.request.queryString.map(\.name) == ["limit", "q"])
        #expect(entry.response.status == 401)
        #expect(entry.response.statusText == "Unauthorized")
        #expect(entry.response.content.text == "{\"error\":\"unauthorized\"}")
        #expect(entry.response.content.mimeType == "application/json")
        #expect((entry._jotop.handle, entry._jotop.print, entry._jotop.cause) == ("B1", "9c41e7", "audience"))
        #expect((entry._jotop.leftWhenSent, entry._jotop.tokenMs) == (3_147_623, 1))
        #expect(entry._jotop.audience == ["https://billing.example.net"])
    }

    @Test(
        "It names the version of HTTP that was spoken to the upstream; to the client, where none was asked",
        arguments: [
            ("HTTP/1.1", "HTTP/2", "HTTP/2"), ("HTTP/2", "HTTP/1.1", "HTTP/1.1"), ("HTTP/2", nil, "HTTP/2"),
            (nil, nil, "HTTP/1.1"),
        ] as [(String?, String?, String)])
    func versions(client: String?, upstream: String?, told: String) throws {
        let base = Samples.flow()
        var end = try #require(base.end)
        (end.clientVersion, end.upstreamVersion) = (client, upstream)
        let flow = ExportedFlow(start: base.start, end: end, cause: "x")
        let entry = try #require(try archive([flow]).0.log.entries.first)
        #expect(entry.request.httpVersion == told)
        #expect(entry.response.httpVersion == told)
    }

    @Test("The parts of the time that apply add up to it")
    func timings() throws {
        for durations in [
            FlowDurations(
                token: .milliseconds(1), connect: .milliseconds(4), wait: .milliseconds(20),
                receive: .microseconds(500), total: .microseconds(25_500)),
            FlowDurations(
                accept: .microseconds(200), token: .milliseconds(1), connect: .milliseconds(4), send: .milliseconds(3),
                wait: .milliseconds(20), receive: .microseconds(500), total: .microseconds(28_700)),
            FlowDurations(token: .milliseconds(120), total: .milliseconds(121)), FlowDurations(),
        ] {
            let base = Samples.flow()
            var end = try #require(base.end)
            end.durations = durations
            let entry = try #require(
                try archive([ExportedFlow(start: base.start, end: end, cause: "x")]).0.log.entries.first)
            let parts = entry.timings
            let applying = [parts.blocked, parts.dns, parts.connect, parts.send, parts.wait, parts.receive].filter {
                $0 >= 0
            }
            #expect(abs(applying.reduce(0, +) - entry.time) < 0.001)
            #expect(parts.send == (durations.send == nil ? 0 : 3))
        }
    }

    @Test("No credential is in it, whoever's: the token is a name, a length and a print")
    func redacted() throws {
        let (archive, text) = try archive([Samples.flow()])
        let headers = try #require(archive.log.entries.first).request.headers
        #expect(headers.first { $0.name == "Authorization" }?.value == "Bearer B1  1214 B  sha256:9c41e7")
        #expect(!headers.contains { $0.name == "X-Upstream-Host" })
        #expect(!text.contains("412"))
    }

    @Test("What is still in flight is left out, and counted")
    func inFlight() throws {
        let (archive, _) = try archive([Samples.flow(), Samples.running])
        #expect(archive.log.entries.count == 1)
        #expect(archive.log.comment.contains("without 1 in flight"))
    }

    @Test("The hide level is applied everywhere, and printed")
    func hidden() throws {
        let text = try archive([Samples.flow()], level: 3).1
        #expect(text.contains("hide level 3") && text.contains("\"hideLevel\": 3"))
        for name in ["billing", "invoices", "limit", "caf", "unauthorized", "invalid_token"] {
            #expect(!text.contains(name), "\(name)")
        }
    }
}
