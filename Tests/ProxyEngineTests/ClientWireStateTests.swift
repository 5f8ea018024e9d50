import Testing

@testable import ProxyEngine

/// Every fact in every phase.
@Suite("The state of a client's connection in HTTP/1")
struct ClientWireStateTests {
    typealias State = ClientWireState

    /// A place in the life of a connection, with a request whose body is outstanding, wherever there is one.
    enum Point: CaseIterable, Sendable {
        case idle, serving, served, draining, tunnelling, lingering, closed

        func state() -> State {
            var state = State()
            switch self {
            case .idle: break
            case .serving, .served: state.headRead(keepAlive: true, hasBody: self == .serving)
            case .draining:
                state.headRead(keepAlive: true, hasBody: true)
                _ = state.answered()
            case .tunnelling:
                state.headRead(keepAlive: true, hasBody: false)
                state.switched()
            case .lingering:
                state.headRead(keepAlive: false, hasBody: false)
                _ = state.answered()
            case .closed: state.closed()
            }
            return state
        }
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let point: Point
        let appetite: State.Appetite
        let onNonsense: State.Complaint
        let onEnd: State.Ending?
        let isEnding: Bool
        var testDescription: String { "\(point)" }
    }

    static let rows: [Row] = [
        Row(point: .idle, appetite: .head, onNonsense: .answer, onEnd: nil, isEnding: false),
        Row(point: .serving, appetite: .body, onNonsense: .exchange, onEnd: nil, isEnding: false),
        Row(point: .served, appetite: .later, onNonsense: .exchange, onEnd: nil, isEnding: false),
        Row(point: .draining, appetite: .leftover, onNonsense: .nobody, onEnd: .next, isEnding: true),
        Row(point: .tunnelling, appetite: .tunnel, onNonsense: .nobody, onEnd: nil, isEnding: false),
        Row(point: .lingering, appetite: .anything, onNonsense: .nobody, onEnd: nil, isEnding: true),
        Row(point: .closed, appetite: .nothing, onNonsense: .nobody, onEnd: nil, isEnding: true),
    ]

    @Test("The table has every phase")
    func complete() { #expect(Self.rows.map(\.point) == Point.allCases) }

    @Test("Each phase knows what the bytes are that come next", arguments: rows)
    func appetite(_ row: Row) {
        var (state, ended) = (row.point.state(), row.point.state())
        #expect(state.appetite == row.appetite && state.isEnding == row.isEnding)
        #expect(state.isIdle == (row.point == .idle))
        #expect(ended.bodyEnded() == row.onEnd)
        #expect(state.discarded(State.drainLimit + 1) == (row.point == .draining))
    }

    @Test("What makes no sense is told to whom it concerns, and is the last that is read", arguments: rows)
    func nonsense(_ row: Row) {
        var state = row.point.state()
        #expect(state.broke() == row.onNonsense)
        #expect(state.appetite == .nothing)
        #expect(state.answerStarted(keepAlive: true) == true)
        #expect(state.answered() == .close)
    }

    @Test(
        "A connection stays open if the client wishes it and the answer's framing allows it",
        arguments: [true, false], [true, false])
    func keepAlive(_ client: Bool, _ framing: Bool) {
        var state = State()
        state.headRead(keepAlive: client, hasBody: false)
        #expect(state.answerStarted(keepAlive: framing) == !(client && framing))
        #expect(state.answered() == (client && framing ? .next : .close))
        #expect(state.appetite == (client && framing ? .head : .anything))
    }

    @Test("An answer that is complete before its request lets the rest of it be read, and then does as announced")
    func early() {
        for keepAlive in [true, false] {
            var state = State()
            state.headRead(keepAlive: keepAlive, hasBody: true)
            #expect(state.answerStarted(keepAlive: true) == !keepAlive)
            #expect(state.answered() == .drain)
            #expect(state.discarded(State.drainLimit) == false)
            #expect(state.bodyEnded() == (keepAlive ? .next : .close))
        }
    }

    @Test("A refusal costs the connection where a body is outstanding, or nothing that follows can be trusted")
    func refused() {
        for (hasBody, isLast, closes) in [
            (false, false, false), (true, false, true), (false, true, true), (true, true, true),
        ] {
            var state = State()
            state.headRead(keepAlive: true, hasBody: hasBody)
            #expect(state.refused(isLast: isLast) == closes)
            #expect(state.answered() == (hasBody ? .drain : isLast ? .close : .next))
        }
        var whole = State()
        whole.headRead(keepAlive: true, hasBody: true)
        #expect(whole.bodyEnded() == nil)
        #expect(whole.refused(isLast: false) == false)
    }

    @Test("An unwanted body is read up to a limit, and not beyond")
    func limit() {
        var state = Point.draining.state()
        #expect(state.discarded(State.drainLimit) == false)
        #expect(state.discarded(0) == false)
        #expect(state.discarded(1) == true)
        #expect(state.appetite == .anything)
        #expect(state.bodyEnded() == nil)
    }

    @Test("At shutdown an idle connection closes, and any other takes no further request", arguments: rows)
    func quiesced(_ row: Row) {
        var state = row.point.state()
        #expect(state.quiesced() == (row.point == .idle))
        #expect(state.answerStarted(keepAlive: true) == true)
        #expect(state.answered() != .next)
    }
}
