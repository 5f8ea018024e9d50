import ProxyCore
import Testing

@testable import Dashboard

@Suite("When flows left the ring")
struct DeparturesTests {
    private static let start = Scenario.time("12:00:00")

    private static func moment(_ seconds: Int) -> WallTime { start.advanced(by: .seconds(seconds)) }

    @Test("Each is known by the second in which it left, and those that have not left by none")
    func exact() {
        var departures = Departures()
        for number in 1...600 { departures.left(FlowID(UInt64(number)), at: Self.moment(number / 3)) }
        #expect(departures[FlowID(1)] == Self.moment(0))
        #expect(departures[FlowID(300)] == Self.moment(100))
        #expect(departures[FlowID(600)] == Self.moment(200))
        #expect(departures[FlowID(601)] == nil)
    }

    @Test("One that was kept for longer than its neighbours has its own moment")
    func stray() {
        var departures = Departures()
        for number in [1, 2, 4, 5] { departures.left(FlowID(UInt64(number)), at: Self.moment(number)) }
        departures.left(FlowID(3), at: Self.moment(500))
        #expect(departures[FlowID(3)] == Self.moment(500))
        #expect(departures[FlowID(4)] == Self.moment(4))
    }

    @Test("Over a day its memory stays small, and what it tells is late by a tenth of its age at most")
    func bounded() throws {
        var departures = Departures()
        let day = 86_400
        for second in stride(from: 20, through: day, by: 20) {
            departures.left(FlowID(UInt64(second)), at: Self.moment(second))
        }
        for second in stride(from: 20, through: day, by: 980) {
            let told = try #require(departures[FlowID(UInt64(second))])
            let late = Self.moment(second).duration(to: told)
            #expect(late >= .zero)
            #expect(late <= .seconds(2 + (day - second) / 10))
        }
        #expect(departures.count <= 256)
    }
}
