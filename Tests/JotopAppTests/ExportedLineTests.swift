import Exports
import Foundation
import ProxyCore
import Recordings
import Testing

@testable import JotopApp

@Suite("Exported lines and the event stream")
struct ExportedLineTests {
    private struct Open: Concealment {
        let level = 0
        func text(_ text: String) -> String { text }
        func foreign(_ text: String) -> String { text }
        func host(_ host: String) -> String { host }
        func path(_ path: String) -> String { path }
        func keyID(_ id: String) -> String { id }
        func reference(_ id: String) -> String { id }
    }

    @Test("A flow has the same members with the same values in both", arguments: [true, false])
    func same(isFailure: Bool) throws {
        let start = FlowStart(
            id: FlowID(7), time: WallTime(milliseconds: 1_795_271_528_377), method: "GET", host: "a.example",
            path: "/x?y=1", audiences: AudienceSet(["urn:a", "urn:b"]),
            replay: FlowReplay(of: FlowID(5), step: .noToken))
        var end = FlowEnd(start: start, time: start.time.advanced(by: .milliseconds(31)))
        (end.status, end.use, end.mintedFor) = (isFailure ? 502 : 401, .waited, FlowID(6))
        end.token = SentToken(
            id: TokenID(handle: TokenHandle(index: 1), generation: 2), print: "9c41e7", length: 1214,
            lifeLeft: .milliseconds(3_147_623), age: .seconds(8))
        end.durations = FlowDurations(
            token: .microseconds(1_234), connect: .milliseconds(3), wait: .milliseconds(20), receive: .milliseconds(6),
            total: .milliseconds(31))
        (end.settled, end.fault) = (.milliseconds(1_999), .tampered)
        (end.clientVersion, end.upstreamVersion) = ("HTTP/1.1", "HTTP/2")
        if isFailure {
            var error = ProxyError(.upstreamAborted, "broke off")
            error.backOff = .milliseconds(3_141)
            end.error = error
        }
        let event = EventJSON.line(isFailure ? .flowFailed(end) : .flowCompleted(end))
        let line = FlowLines.text([ExportedFlow(start: start, end: end)], at: start.time, Open())
            .split(separator: "\n")[1]
        let decoder = JSONDecoder()
        #expect(
            try decoder.decode(JSONValue.self, from: Data(line.utf8))
                == decoder.decode(JSONValue.self, from: Data(event.utf8)))
    }
}
