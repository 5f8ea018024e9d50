import NIOCore
import NIOHTTP1
import Testing

@testable import ProxyEngine

/// Every fact in every phase.
@Suite("The state of a client's connection")
struct ClientConnectionStateTests {
    typealias State = ClientConnectionState

    /// What is left to the connection's owner to ask, in each phase.
    struct Row: Sendable, CustomTestStringConvertible {
        let point: ConnectionPoint
        /// Whether it wants more of the request with an upstream that takes it, and with one that does not.
        let reads: [Bool]
        let onBody: State.PartAction
        let onEnd: State.PartAction
        let onFailure: State.Refusal
        let onNonsense: State.Refusal
        let onDeparture: State.Departure
        var testDescription: String { "\(point)" }
    }

    static let body = State.Part.body(ByteBuffer(string: "piece"))
    static let end = State.Part.end(nil)

    /// Requests whose body is still outstanding, but for the last two rows.
    static let rows: [Row] = [
        Row(
            point: .idle, reads: [true, true], onBody: .nothing, onEnd: .nothing, onFailure: .nothing,
            onNonsense: .answer(close: true), onDeparture: .nothing),
        Row(
            point: .waiting, reads: [false, false], onBody: .nothing, onEnd: .nothing,
            onFailure: .answer(close: true), onNonsense: .answer(close: true), onDeparture: .cancel),
        Row(
            point: .relaying, reads: [true, false], onBody: .forward(body), onEnd: .forward(end),
            onFailure: .answer(close: true), onNonsense: .answer(close: true), onDeparture: .cancel),
        Row(
            point: .answering, reads: [true, false], onBody: .forward(body), onEnd: .forward(end),
            onFailure: .abort, onNonsense: .abort, onDeparture: .cancel),
        Row(
            point: .draining, reads: [true, true], onBody: .nothing, onEnd: .finish(.next), onFailure: .nothing,
            onNonsense: .nothing, onDeparture: .nothing),
        Row(
            point: .lingering, reads: [true, true], onBody: .nothing, onEnd: .nothing, onFailure: .nothing,
            onNonsense: .nothing, onDeparture: .nothing),
        Row(
            point: .closed, reads: [false, false], onBody: .nothing, onEnd: .nothing, onFailure: .nothing,
            onNonsense: .nothing, onDeparture: .nothing),
    ]

    @Test("The table has every phase")
    func complete() { #expect(Self.rows.map(\.point) == ConnectionPoint.allCases) }

    @Test("Each phase wants more of the request, or not", arguments: rows)
    func wantsRead(_ row: Row) {
        let state = row.point.state()
        #expect([true, false].map { state.wantsRead(upstreamIsWritable: $0) } == row.reads)
    }

    @Test("Each phase knows what to do with a piece of the body, and with its end", arguments: rows)
    func parts(_ row: Row) {
        var (state, other) = (row.point.state(), row.point.state())
        #expect(state.partRead(Self.body) == row.onBody)
        #expect(other.partRead(Self.end) == row.onEnd)
    }

    @Test("A head is served between requests, and in no other phase", arguments: rows)
    func heads(_ row: Row) {
        var state = row.point.state()
        #expect(state.headRead(keepAlive: true, hasBody: false) == (row.point == .idle))
    }

    @Test("A connection is of use to who waits for it, and an answer to whose request is on its way", arguments: rows)
    func upstreamFacts(_ row: Row) {
        var (ready, started) = (row.point.state(), row.point.state())
        #expect((ready.upstreamReady() != nil) == (row.point == .waiting))
        #expect((started.responseStarted(keepAlive: true) != nil) == (row.point == .relaying))
        #expect(row.point.state().isAnswering == (row.point == .answering))
    }

    @Test("An end of an answer that nobody saw begin closes, and changes nothing", arguments: rows)
    func strayEnd(_ row: Row) {
        guard row.point != .answering else { return }
        var state = row.point.state()
        #expect(state.responseEnded() == .close)
        #expect([true, false].map { state.wantsRead(upstreamIsWritable: $0) } == row.reads)
    }

    @Test("Each phase has its refusal for an exchange that failed", arguments: rows)
    func failures(_ row: Row) {
        var (state, other) = (row.point.state(), row.point.state())
        #expect(state.failed() == row.onFailure)
        #expect(other.failed(close: true) == row.onNonsense)
    }

    @Test("A client that leaves ends what is under way, and nothing is wanted of it any more", arguments: rows)
    func departures(_ row: Row) {
        var state = row.point.state()
        #expect(state.clientLeft() == row.onDeparture)
        #expect(state.clientLeft() == .nothing)
        #expect(!state.wantsRead(upstreamIsWritable: true))
        #expect(state.headRead(keepAlive: true, hasBody: false) == false)
        #expect(state.upstreamReady() == nil)
        #expect(state.partRead(Self.body) == .nothing)
        #expect(state.failed(close: true) == .nothing)
    }

    @Test("What makes no sense is the last that is read", arguments: rows.prefix(4))
    func nonsenseIsLast(_ row: Row) {
        var state = row.point.state()
        if case .answer = state.failed(close: true) { #expect(state.answered() == .close) }
        #expect(!state.wantsRead(upstreamIsWritable: true))
        #expect(state.headRead(keepAlive: true, hasBody: false) == false)
        #expect(state.partRead(Self.body) == .nothing)
        #expect(state.failed() == .nothing)
    }
}

/// A place in the course of an exchange.
enum ConnectionPoint: CaseIterable, Sendable {
    case idle, waiting, relaying, answering, draining, lingering, closed

    /// A connection that has come there, with a request whose body is outstanding, wherever there is one.
    func state() -> ClientConnectionState {
        var state = ClientConnectionState()
        switch self {
        case .idle: return state
        case .closed:
            _ = state.clientLeft()
            return state
        case .lingering:
            _ = state.headRead(keepAlive: false, hasBody: false)
            _ = state.failed()
            _ = state.answered()
            return state
        case .waiting, .relaying, .answering, .draining: break
        }
        _ = state.headRead(keepAlive: true, hasBody: true)
        if self != .waiting { _ = state.upstreamReady() }
        if self == .answering || self == .draining { _ = state.responseStarted(keepAlive: true) }
        if self == .draining { _ = state.responseEnded() }
        return state
    }
}
