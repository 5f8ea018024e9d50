import HTTPWire
import NIOCore
import Testing

@testable import ProxyEngine

/// The fields of a request on their way upstream.
@Suite("Header rules for requests")
struct HeaderRulesTests {
    typealias Fields = [(String, String)]

    private static func passed(_ fields: Fields, hostHeader: String? = "X-Upstream-Host") -> [String] {
        var head = RequestHead("GET", "/", .http1_1, fields)
        HeaderRules(hostHeader: hostHeader).mark(&head.fields)
        return head.fields.kept
    }

    @Test("Fields keep their order, spelling and number")
    func order() {
        let fields = [
            ("X-Trace", "one"), ("accept", "*/*"), ("x-TRACE", "two"), ("Cookie", "a=1"), ("X-trace", "one"),
            ("Content-Length", "12"), ("X-Empty", ""),
        ]
        #expect(Self.passed(fields) == fields.map { "\($0): \($1)" })
    }

    @Test(
        "What belongs to the client's connection stays behind, however it is spelt",
        arguments: [
            "Connection", "Keep-Alive", "Proxy-Connection", "Upgrade", "Proxy-Authenticate", "Proxy-Authorization",
            "Transfer-Encoding", "Host", "Authorization", "X-Upstream-Host",
        ])
    func dropped(_ name: String) {
        for spelling in [name, name.lowercased(), name.uppercased()] {
            #expect(Self.passed([(spelling, "value"), ("X-Kept", "1"), (spelling, "other")]) == ["X-Kept: 1"])
        }
    }

    @Test(
        "A name that merely resembles one of them passes",
        arguments: [
            "Connections", "X-Connection", "Keep_Alive", "Upgrade-Insecure-Requests", "Hosts", "X-Authorization",
            "X-Upstream-Host2", "Transfer-Encodings", "@onnection", "Proxy-Status",
        ])
    func resembling(_ name: String) { #expect(Self.passed([(name, "v")]) == ["\(name): v"]) }

    @Test("What Connection lists stays behind, from one field or several, in any case and spacing")
    func listed() {
        let fields = [
            ("Connection", "X-One ,\tx-TWO"), ("connection", "close,, x-three"), ("X-One", "1"), ("x-Two", "2"),
            ("X-THREE", "3"), ("X-Four", "4"), ("Close", "kept"),
        ]
        #expect(Self.passed(fields) == ["X-Four: 4", "Close: kept"])
    }

    @Test("Thousands of listed names cost no more than there are fields and names", .timeLimit(.minutes(1)))
    func longList() {
        let names = (0..<9000).map { "x\($0)" }
        let fields = [("Connection", names.joined(separator: ","))] + (8100..<9100).map { ("X\($0)", "1") }
        for _ in 0..<20 { #expect(Self.passed(fields).count == 100) }
    }

    @Test(
        "Connection cannot take away what frames, routes or authorises a request",
        arguments: [
            "host", "authorization", "content-length", "Authorization, Host, Content-Length", "transfer-encoding",
        ])
    func listedInVain(_ value: String) {
        let fields = [
            ("Connection", value), ("Host", "client.example"), ("Authorization", "Basic x"), ("Content-Length", "5"),
        ]
        #expect(Self.passed(fields) == ["Content-Length: 5"])
    }

    @Test(
        "Of TE only trailers go on",
        arguments: [
            (["trailers"], ["TE: trailers"]), (["Trailers"], ["TE: Trailers"]), (["gzip"], []),
            (["trailers, gzip"], ["TE: trailers"]), (["deflate;q=0.5, Trailers ;q=1"], ["TE: trailers"]),
            (["gzip", "trailers"], ["TE: trailers"]), ([""], []), (["xtrailers, gzip"], []),
            (["gzip", "deflate, trailers"], ["TE: trailers"]),
        ])
    func te(_ values: [String], _ wanted: [String]) {
        #expect(Self.passed(values.map { ("TE", $0) }) == wanted)
        #expect(Self.passed([("Connection", "TE")] + values.map { ("TE", $0) }) == wanted)
    }

    @Test("The field that names the upstream stays behind whichever it is, and passes where an upstream is pinned")
    func hostHeader() {
        let fields = [("x-target", "a"), ("X-TARGET", "b"), ("X-Upstream-Host", "c")]
        #expect(Self.passed(fields, hostHeader: "X-Target") == ["X-Upstream-Host: c"])
        #expect(Self.passed(fields, hostHeader: nil) == fields.map { "\($0): \($1)" })
        #expect(Self.passed([("HOST", "x")], hostHeader: "Host") == [])
    }

    @Test(
        "Trailers may not route, frame, authorise or say anything of connections",
        arguments: [
            "Host", "authorization", "X-UPSTREAM-HOST", "Content-Length", "transfer-encoding", "Connection", "cookie",
            "Keep-Alive", "Upgrade", "Proxy-Authorization",
        ])
    func trailers(_ name: String) {
        let sent = HeaderRules(hostHeader: "X-Upstream-Host")
            .trailers(FieldBlock([("X-Sum", "1"), (name, "v"), ("x-sum", "2")]))
        #expect(sent.kept == ["X-Sum: 1", "x-sum: 2"])
    }
}
