import ProxyCore
import Testing

@testable import ProxyEngine

@Suite("Idle connections")
struct IdleConnectionsTests {
    private final class Line {}

    private let start = ContinuousClock.Instant.now
    private let first: UpstreamTarget
    private let second: UpstreamTarget

    init() throws {
        first = try #require(UpstreamTarget(scheme: .https, authority: "a.example"))
        second = try #require(UpstreamTarget(scheme: .https, authority: "b.example"))
    }

    private func moment(_ seconds: Int) -> ContinuousClock.Instant { start.advanced(by: .seconds(seconds)) }

    @Test("Beyond the total the oldest goes, whichever upstream it belongs to, and whatever left before counts no more")
    func total() {
        var idle = IdleConnections<Line>(limit: 4, total: 2)
        let lines = [Line(), Line(), Line(), Line(), Line()]
        #expect(idle.put(lines[0], for: first, at: moment(0)) == nil)
        #expect(idle.put(lines[1], for: second, at: moment(1)) == nil)
        #expect(idle.put(lines[2], for: second, at: moment(2)) === lines[0])
        #expect(idle.take(first) == nil)
        idle.remove(lines[1], for: second)
        idle.remove(lines[1], for: second)
        #expect(idle.put(lines[3], for: first, at: moment(3)) == nil)
        #expect(idle.expire(since: moment(2)).count == 1)
        #expect(idle.put(lines[4], for: first, at: moment(4)) == nil)
        #expect(idle.take(first) === lines[4] && idle.take(first) === lines[3] && idle.isEmpty)
    }

    @Test("The one that was used last is taken first, and each once")
    func newestFirst() {
        var idle = IdleConnections<Line>(limit: 4)
        let lines = [Line(), Line(), Line()]
        for (second, line) in lines.enumerated() { #expect(idle.put(line, for: first, at: moment(second)) == nil) }
        #expect(!idle.isEmpty)
        for line in lines.reversed() { #expect(idle.take(first) === line) }
        #expect(idle.take(first) == nil)
        #expect(idle.isEmpty)
    }

    @Test("A connection serves its own upstream only: another scheme, host or port is another upstream")
    func byTarget() throws {
        var idle = IdleConnections<Line>(limit: 4)
        let line = Line()
        _ = idle.put(line, for: first, at: start)
        let others = [(UpstreamTarget.Scheme.http, "a.example:443"), (.https, "a.example:8443"), (.https, "b.example")]
        for (scheme, authority) in others {
            let other = try #require(UpstreamTarget(scheme: scheme, authority: authority))
            #expect(idle.take(other) == nil)
        }
        let same = try #require(UpstreamTarget(scheme: .https, authority: "A.example:443"))
        #expect(idle.take(same) === line)
    }

    @Test("Beyond the limit of an upstream its oldest is given back for closing; others are not touched")
    func limit() {
        var idle = IdleConnections<Line>(limit: 2)
        let lines = [Line(), Line(), Line()]
        let other = Line()
        #expect(idle.put(other, for: second, at: start) == nil)
        #expect(idle.put(lines[0], for: first, at: start) == nil)
        #expect(idle.put(lines[1], for: first, at: start) == nil)
        #expect(idle.put(lines[2], for: first, at: start) === lines[0])
        #expect(idle.take(first) === lines[2])
        #expect(idle.take(first) === lines[1])
        #expect(idle.take(first) == nil)
        #expect(idle.take(second) === other)
    }

    @Test("One that is lost is forgotten; one that is not there changes nothing")
    func remove() {
        var idle = IdleConnections<Line>(limit: 4)
        let (lost, kept) = (Line(), Line())
        _ = idle.put(lost, for: first, at: start)
        _ = idle.put(kept, for: first, at: start)
        idle.remove(lost, for: first)
        idle.remove(lost, for: first)
        idle.remove(kept, for: second)
        #expect(idle.take(first) === kept)
        #expect(idle.take(first) == nil)
        idle.remove(kept, for: first)
        #expect(idle.isEmpty)
    }

    @Test("Those that have waited since a moment or longer expire, and leave nothing behind")
    func expire() {
        var idle = IdleConnections<Line>(limit: 4)
        let lines = [Line(), Line(), Line()]
        _ = idle.put(lines[0], for: first, at: moment(0))
        _ = idle.put(lines[1], for: second, at: moment(10))
        _ = idle.put(lines[2], for: first, at: moment(11))
        #expect(idle.expire(since: moment(-1)).isEmpty)
        let expired = idle.expire(since: moment(10))
        #expect(Set(expired.map { ObjectIdentifier($0) }) == Set(lines.prefix(2).map { ObjectIdentifier($0) }))
        #expect(idle.take(second) == nil)
        #expect(idle.take(first) === lines[2])
        #expect(idle.isEmpty)
    }

    @Test("All of them can be taken out at once")
    func removeAll() {
        var idle = IdleConnections<Line>(limit: 4)
        let lines = [Line(), Line()]
        _ = idle.put(lines[0], for: first, at: start)
        _ = idle.put(lines[1], for: second, at: start)
        let all = idle.removeAll()
        #expect(Set(all.map { ObjectIdentifier($0) }) == Set(lines.map { ObjectIdentifier($0) }))
        #expect(idle.isEmpty)
        #expect(idle.removeAll().isEmpty)
    }
}
