import Testing

@testable import ProxyEngine

/// Every fact in every phase.
@Suite("The state of an exchange")
struct ExchangeStateTests {
    typealias State = ExchangeState

    /// A place in the course of an exchange whose request has a body that is outstanding.
    enum Point: CaseIterable, Sendable {
        case waiting, relaying, answering, over, tunnelling, halfTunnelling

        func state() -> State {
            var state = State(isRequestComplete: self == .tunnelling || self == .halfTunnelling)
            if self != .waiting { _ = state.upstreamReady() }
            switch self {
            case .waiting, .relaying: break
            case .answering: _ = state.responseStarted()
            case .over: _ = state.failed()
            case .tunnelling: _ = state.switched()
            case .halfTunnelling:
                _ = state.switched()
                _ = state.tunnelEnded(.fromClient)
            }
            return state
        }
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let point: Point
        /// Whether it wants more of the request with an upstream that takes it, and with one that does not.
        let wants: [Bool]
        let takes: Bool
        let onFailure: State.Refusal
        let onDeparture: State.Departure
        var testDescription: String { "\(point)" }
    }

    static let rows: [Row] = [
        Row(point: .waiting, wants: [false, false], takes: false, onFailure: .answer, onDeparture: .cancel),
        Row(point: .relaying, wants: [true, false], takes: true, onFailure: .answer, onDeparture: .cancel),
        Row(point: .answering, wants: [true, false], takes: true, onFailure: .abort, onDeparture: .cancel),
        Row(point: .over, wants: [false, false], takes: false, onFailure: .nothing, onDeparture: .nothing),
        Row(point: .tunnelling, wants: [true, false], takes: true, onFailure: .abort, onDeparture: .cancel),
        Row(point: .halfTunnelling, wants: [false, false], takes: true, onFailure: .abort, onDeparture: .cancel),
    ]

    @Test("The table has every phase")
    func complete() { #expect(Self.rows.map(\.point) == Point.allCases) }

    @Test("Each phase wants more of the request, or not, and takes it, or not", arguments: rows)
    func body(_ row: Row) {
        let state = row.point.state()
        #expect([true, false].map { state.wantsBody(upstreamIsWritable: $0) } == row.wants)
        #expect(state.takesBody == row.takes)
    }

    @Test("A connection is of use to who waits for it, and an answer to whose request is on its way", arguments: rows)
    func upstreamFacts(_ row: Row) {
        var (ready, started, ended) = (row.point.state(), row.point.state(), row.point.state())
        #expect(ready.upstreamReady() == (row.point == .waiting))
        #expect(started.responseStarted() == (row.point == .relaying))
        #expect(ended.responseEnded() == (row.point == .answering))
        #expect(row.point.state().awaitsResponse == (row.point == .relaying))
        #expect(row.point.state().isTunnelling == [.tunnelling, .halfTunnelling].contains(row.point))
    }

    @Test("Each phase has its refusal for an exchange that failed, once", arguments: rows)
    func failures(_ row: Row) {
        var state = row.point.state()
        #expect(state.failed() == row.onFailure)
        #expect(state.failed() == .nothing)
    }

    @Test("A client that leaves ends what is under way, and nothing is wanted of it any more", arguments: rows)
    func departures(_ row: Row) {
        var state = row.point.state()
        #expect(state.clientLeft() == row.onDeparture)
        #expect(state.clientLeft() == .nothing)
        #expect(!state.wantsBody(upstreamIsWritable: true) && !state.takesBody)
        #expect(state.upstreamReady() == false)
        #expect(state.responseStarted() == false)
        #expect(state.retried() == false)
    }

    @Test("A whole request of which nothing was answered can be sent anew, until its answer begins")
    func retried() {
        var state = State(isRequestComplete: true)
        #expect(state.retried() == false)
        _ = state.upstreamReady()
        #expect(state.retried() == true)
        #expect(state.retried() == false)
        #expect(state.upstreamReady() == true)
        #expect(state.responseStarted() == true)
        #expect(state.retried() == false)
    }

    @Test("Nothing is sent anew where a body is outstanding, or nothing is on its way", arguments: Point.allCases)
    func notRetried(_ point: Point) {
        var state = point.state()
        #expect(state.retried() == false)
    }

    @Test("HTTP is left only for a whole request of which nothing has been answered", arguments: Point.allCases)
    func switching(_ point: Point) {
        var state = point.state()
        #expect(state.switched() == false)
        var whole = State(isRequestComplete: true)
        #expect(whole.switched() == false)
        _ = whole.upstreamReady()
        #expect(whole.switched() == true)
        #expect(whole.switched() == false)
    }

    @Test("A tunnel is over when both directions have ended, in either order")
    func tunnel() {
        for order in [[State.Direction.fromClient, .fromUpstream], [.fromUpstream, .fromClient]] {
            var state = Point.tunnelling.state()
            for _ in 1...2 { #expect(state.tunnelEnded(order[0]) == false) }
            #expect(state.isTunnelDraining == (order[0] == .fromClient))
            #expect(state.tunnelEnded(order[1]) == true)
            #expect(state.clientLeft() == .nothing)
        }
        var state = Point.tunnelling.state()
        _ = state.tunnelEnded(.fromUpstream)
        #expect(state.clientLeft() == .complete)
    }

    @Test("A request's end is the last of its body")
    func requestEnds() {
        var state = Point.relaying.state()
        state.requestEnded()
        #expect(!state.takesBody && !state.wantsBody(upstreamIsWritable: true))
    }
}
