import Dashboard
import Foundation
import ProxyCore
import Recordings
import Testing

@testable import JotopApp

@Suite("Recordings begun while the proxy runs", .timeLimit(.minutes(5)))
struct RecordingDeskTests {
    private static let start = WallTime(seconds: 1_795_271_000)

    private static func time(_ seconds: Int64) -> WallTime { start.advanced(by: .seconds(seconds)) }

    private static func evicted(_ seconds: Int64) -> EventBatch {
        let handle = TokenHandle(index: 0)
        return EventBatch(events: [
            .tokenEvicted(
                TokenEvicted(
                    time: time(seconds), audiences: AudienceSet("a"), handle: handle, token: nil, reason: .requested))
        ])
    }

    private static let listening = EventBatch(events: [
        .listening(Listening(time: start, address: "127.0.0.1:8080", upstream: "X-Upstream-Host")),
        .credentialsResolved(CredentialsResolved(time: start, source: "environment", expires: time(3_600))),
    ])

    /// A desk, the news it tells, and a folder to write to.
    private static func with(
        events: EventHub = EventHub(),
        _ body: (RecordingDesk, AsyncStream<Dashboard.RecordingNews>, URL) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "recording-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let desk = RecordingDesk(
            events: events, stats: TrafficStats(), header: RecordingHeader(start: start), time: TimeSource.live)
        let told = AsyncStream.makeStream(of: Dashboard.RecordingNews.self)
        async let running: Void = desk.run { told.continuation.yield($0) }
        try await body(desk, told.stream, folder)
        desk.finish()
        await running
    }

    private func next(_ news: AsyncStream<Dashboard.RecordingNews>) async -> Dashboard.RecordingNews? {
        for await piece in news { return piece }
        return nil
    }

    private static func lines(_ file: URL) throws -> [String] {
        try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map(String.init)
    }

    @Test("It begins with what stands, the listener last, goes on with what comes, and can be replayed")
    func records() async throws {
        try await Self.with { desk, news, folder in
            let file = folder.appending(path: "run.jotop")
            desk.saw(Self.listening)
            desk.saw(Self.evicted(1))
            desk.take(.begin(file.path))
            let told = await next(news)
            #expect(told == .began(file: file.path))
            desk.saw(Self.evicted(2))
            desk.saw(Self.evicted(3))
            desk.take(.end)
            let ending = await next(news)
            #expect(ending == .ended(file: file.path))
            let types = try Self.lines(file).map { line in
                line.split(separator: "\"type\":\"").last?.prefix { $0 != "\"" } ?? ""
            }
            #expect(types.prefix(5) == ["recording", "credentials.resolved", "listening", "token.evicted", "totals"])
            #expect(types.filter { $0 == "token.evicted" }.count == 2)
            let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
            #expect(attributes[.posixPermissions] as? Int == 0o600)
            let recording = try RecordingFile(file.path)
            var replayer = try Replayer(recording.reader)
            let opening = try replayer.opening()
            #expect(opening.contains { if case .came(let batch) = $0 { !batch.events.isEmpty } else { false } })
            #expect(replayer.phase == .running)
        }
    }

    @Test("While one is written every flow is told of, and no longer", arguments: [true, false])
    func everyFlow(isAskedToEnd: Bool) async throws {
        let events = EventHub()
        let screen = events.subscribe(interest: .some)
        try await Self.with(events: events) { desk, news, folder in
            let file = folder.appending(path: "run.jotop")
            desk.take(.begin(file.path))
            _ = await next(news)
            #expect(events.interest == .every)
            guard isAskedToEnd else { return }
            desk.take(.end)
            _ = await next(news)
            #expect(events.interest == .some)
        }
        #expect(events.interest == .some)
        screen.finish()
    }

    @Test("No file is written over, and the session goes on without a recording")
    func existing() async throws {
        try await Self.with { desk, news, folder in
            let file = folder.appending(path: "run.jotop")
            try "mine".write(to: file, atomically: true, encoding: .utf8)
            desk.take(.begin(file.path))
            let told = await next(news)
            #expect(told == .refused(file: file.path, reason: "there is a file of that name"))
            #expect(try String(contentsOf: file, encoding: .utf8) == "mine")
        }
    }

    @Test("One at a time")
    func second() async throws {
        try await Self.with { desk, news, folder in
            let file = folder.appending(path: "run.jotop")
            desk.take(.begin(file.path))
            let told = await next(news)
            #expect(told == .began(file: file.path))
            desk.take(.begin(folder.appending(path: "other").path))
            let refusal = await next(news)
            #expect(
                refusal
                    == .refused(
                        file: folder.appending(path: "other").path,
                        reason: "there is a recording already, to \(file.path)"))
        }
    }

    @Test("The end of the dashboard ends what it began, with all that had come")
    func leaving() async throws {
        var left: URL?
        let folder = FileManager.default.temporaryDirectory.appending(path: "recording-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try await Self.with { desk, news, _ in
            let file = folder.appending(path: "run.jotop")
            desk.take(.begin(file.path))
            let told = await next(news)
            #expect(told == .began(file: file.path))
            desk.saw(Self.evicted(2))
            left = file
        }
        let lines = try Self.lines(try #require(left))
        #expect(lines.contains { $0.contains("token.evicted") })
        #expect(lines.last?.contains("\"type\":\"totals\"") == true)
    }

    @Test("A recording from the start is ended by name, and is not ended with the dashboard")
    func program() async throws {
        let ends = AsyncStream.makeStream(of: Void.self)
        try await Self.with { desk, news, _ in
            desk.took(over: "start.jotop") { ends.continuation.yield() }
            desk.take(.end)
            var iterator = ends.stream.makeAsyncIterator()
            await iterator.next()
            desk.ended("start.jotop", lost: nil)
            let told = await next(news)
            #expect(told == .ended(file: "start.jotop"))
            desk.took(over: "again.jotop") { Issue.record("the dashboard's end has ended it") }
        }
    }

    @Test("A queue that nobody empties loses what comes, and counts it")
    func queue() async {
        let queue = BatchQueue()
        for number in 0..<20 { queue.put(Self.evicted(Int64(number))) }
        queue.finish()
        var events = 0
        for await batch in queue.batches { events += batch.events.count }
        #expect(events == 16)
        let again = BatchQueue()
        for number in 0..<17 { again.put(Self.evicted(Int64(number))) }
        var iterator = again.batches.makeAsyncIterator()
        _ = await iterator.next()
        again.put(Self.evicted(18))
        again.finish()
        var dropped = 0
        while let batch = await iterator.next() { dropped += batch.dropped }
        #expect(dropped == 1)
    }
}
