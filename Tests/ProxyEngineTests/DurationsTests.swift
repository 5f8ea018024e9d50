import HTTPWire
import JotopTestSupport
import ProxyCore
import Testing

@testable import ProxyEngine

@Suite("Where a flow's time goes")
struct DurationsTests {
    /// Moments of a flow, in milliseconds after its head came.
    struct Course: Sendable {
        var asked: Int?
        var token: Int?
        var connected: Int?
        var isReused = false
        var hasBody = false
        var body: Int?
        var answered: Int?
        let end: Int
        /// accept, token, connect, send, wait, receive
        let parts: [Int?]
    }

    static let courses = [
        Course(end: 3, parts: [nil, nil, nil, nil, nil, nil]),
        Course(asked: 1, token: 9, end: 9, parts: [1, 8, nil, nil, nil, nil]),
        Course(token: 0, connected: 0, isReused: true, answered: 20, end: 25, parts: [nil, 0, nil, nil, 20, 5]),
        Course(
            asked: 2, token: 400, connected: 410, body: 413, answered: 500, end: 501, parts: [2, 398, 10, 3, 87, 1]),
        // The whole body was there before the connection.
        Course(token: 0, connected: 5, body: 4, answered: 9, end: 9, parts: [nil, 0, 5, 0, 4, 0]),
        // The upstream answered before the body had ended.
        Course(token: 0, connected: 5, body: 12, answered: 9, end: 15, parts: [nil, 0, 5, 4, 0, 6]),
        // So it did, and the rest of the body never came.
        Course(token: 0, connected: 5, hasBody: true, answered: 9, end: 15, parts: [nil, 0, 5, 4, 0, 6]),
        // Neither did an answer.
        Course(token: 0, connected: 5, hasBody: true, end: 30, parts: [nil, 0, 5, 25, 0, nil]),
        // No answer ever came.
        Course(token: 0, connected: 5, body: 7, end: 30, parts: [nil, 0, 5, 2, 23, nil]),
    ]

    @Test("Its parts follow one another, and add up to the total wherever an upstream was reached", arguments: courses)
    func parts(course: Course) {
        let began = ContinuousClock.now
        func moment(_ milliseconds: Int?) -> ContinuousClock.Instant? {
            milliseconds.map { began.advanced(by: .milliseconds($0)) }
        }
        var record = ExchangeRecord(
            id: FlowID(1), head: RequestHead("PUT"), hasBody: course.hasBody || course.body != nil, began: began)
        (record.tokenAsked, record.tokenEnded) = (moment(course.asked), moment(course.token))
        (record.connected, record.reusedConnection) = (moment(course.connected), course.isReused)
        (record.bodySent, record.answered) = (moment(course.body), moment(course.answered))
        let end = began.advanced(by: .milliseconds(course.end))
        let durations = record.end(at: end, wall: WallTime(seconds: 0), error: nil).durations
        let parts = [
            durations.accept, durations.token, durations.connect, durations.send, durations.wait, durations.receive,
        ]
        #expect(parts == course.parts.map { $0.map { .milliseconds($0) } })
        #expect(durations.total == .milliseconds(course.end))
        if course.token != nil { #expect(parts.compactMap(\.self).reduce(.zero, +) == durations.total) }
    }

    @Test("A request with a body has a part for it, one that asked for its token too", arguments: ["GET", "PUT"])
    func sent(method: String) async throws {
        let upstream = try await RawServer.start()
        try await RunningProxy.with(tokens: .minted) { proxy in
            let client = try await proxy.connect()
            let length = method == "PUT" ? "Content-Length: 4\r\n" : ""
            try await client.write(
                "\(method) / HTTP/1.1\r\nHost: x\r\nX-Upstream-Host: 127.0.0.1:\(upstream.port)\r\n\(length)\r\n")
            if method == "PUT" { try await client.write("body") }
            let server = try await upstream.accept()
            _ = await server.read(through: method == "PUT" ? "body" : "\r\n\r\n")
            try await server.write("HTTP/1.1 204 No Content\r\n\r\n")
            let durations = try #require(await proxy.probe.first(\.ended)).durations
            #expect((durations.send != nil) == (method == "PUT"))
            #expect(durations.accept != nil)
        }
    }
}
