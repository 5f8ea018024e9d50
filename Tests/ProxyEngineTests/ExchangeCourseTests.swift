import NIOCore
import NIOHTTP1
import Testing

@testable import ProxyEngine

/// Facts one after another, as exchanges bring them.
@Suite("The course of an exchange")
struct ExchangeCourseTests {
    typealias State = ClientConnectionState

    private static func piece(_ text: String) -> State.Part { .body(ByteBuffer(string: text)) }

    // MARK: What is held back

    @Test("What came of a body before the connection was ready is handed over in order, once")
    func heldBack() {
        var state = ConnectionPoint.waiting.state()
        let parts = [Self.piece("one"), Self.piece("two"), .end(["X-Sum": "3"])]
        for part in parts { #expect(state.partRead(part) == .nothing) }
        #expect(state.upstreamReady() == parts)
        #expect(state.upstreamReady() == nil)
        #expect(!state.wantsRead(upstreamIsWritable: true))
    }

    @Test("What comes after the connection was ready goes on as it comes")
    func forwarded() {
        var state = ConnectionPoint.waiting.state()
        #expect(state.partRead(Self.piece("early")) == .nothing)
        #expect(state.upstreamReady() == [Self.piece("early")])
        #expect(state.partRead(Self.piece("late")) == .forward(Self.piece("late")))
        #expect(state.partRead(.end(nil)) == .forward(.end(nil)))
        #expect(!state.wantsRead(upstreamIsWritable: true))
    }

    @Test("A new request begins with nothing held, and with its end unread")
    func nextIsFresh() {
        var state = ConnectionPoint.answering.state()
        _ = state.partRead(.end(nil))
        #expect(state.responseEnded() == .next)
        #expect(state.headRead(keepAlive: true, hasBody: true) == true)
        #expect(state.upstreamReady() == [])
        #expect(state.wantsRead(upstreamIsWritable: true))
        #expect(!state.isAnswering)
    }

    // MARK: Draining

    @Test(
        "An unwanted body is read up to a limit, and not beyond",
        arguments: [
            ([State.drainLimit], State.PartAction.nothing), ([State.drainLimit + 1], .finish(.close)),
            ([State.drainLimit / 2, State.drainLimit / 2], .nothing),
            ([State.drainLimit / 2, State.drainLimit / 2, 1], .finish(.close)), ([0, 0], .nothing),
        ])
    func draining(_ sizes: [Int], _ last: State.PartAction) {
        var state = ConnectionPoint.draining.state()
        for size in sizes.dropLast() {
            #expect(state.partRead(.body(ByteBuffer(repeating: 0, count: size))) == .nothing)
        }
        #expect(state.partRead(.body(ByteBuffer(repeating: 0, count: sizes.last ?? 0))) == last)
        #expect(state.partRead(.end(nil)) == (last == .nothing ? .finish(.next) : .nothing))
    }

    @Test("After a body beyond the limit no other request is served, but what still comes is read")
    func overTheLimit() {
        var state = ConnectionPoint.draining.state()
        #expect(state.partRead(.body(ByteBuffer(repeating: 0, count: State.drainLimit + 1))) == .finish(.close))
        #expect(state.partRead(Self.piece("more")) == .nothing)
        #expect(state.wantsRead(upstreamIsWritable: false))
        #expect(state.headRead(keepAlive: true, hasBody: false) == false)
    }

    @Test("An answer that is complete before its request lets the rest of it be read, and then does as announced")
    func earlyAnswer() {
        for keepAlive in [true, false] {
            var state = State()
            _ = state.headRead(keepAlive: keepAlive, hasBody: true)
            _ = state.upstreamReady()
            #expect(state.responseStarted(keepAlive: true) == !keepAlive)
            #expect(state.responseEnded() == .drain)
            #expect(state.partRead(Self.piece("rest")) == .nothing)
            #expect(state.partRead(.end(nil)) == .finish(keepAlive ? .next : .close))
        }
    }

    // MARK: Keeping a connection

    struct Wish: Sendable, CustomTestStringConvertible {
        let client: Bool
        let framing: Bool
        let tellsToClose: Bool
        let ending: State.Ending
        var testDescription: String { "client \(client), framing \(framing)" }
    }

    @Test(
        "A connection stays open if the client wishes it and the answer's framing allows it",
        arguments: [
            Wish(client: true, framing: true, tellsToClose: false, ending: .next),
            Wish(client: true, framing: false, tellsToClose: true, ending: .close),
            Wish(client: false, framing: true, tellsToClose: true, ending: .close),
            Wish(client: false, framing: false, tellsToClose: true, ending: .close),
        ])
    func keepAlive(_ wish: Wish) {
        var state = State()
        _ = state.headRead(keepAlive: wish.client, hasBody: false)
        _ = state.upstreamReady()
        #expect(state.responseStarted(keepAlive: wish.framing) == wish.tellsToClose)
        #expect(state.responseEnded() == wish.ending)
    }

    struct Refused: Sendable, CustomTestStringConvertible {
        let keepAlive: Bool
        let hasBody: Bool
        let isRead: Bool
        let refusal: State.Refusal
        let ending: State.Ending
        var testDescription: String { "keep alive \(keepAlive), body \(hasBody), read \(isRead)" }
    }

    static let refusals = [
        Refused(keepAlive: true, hasBody: false, isRead: false, refusal: .answer(close: false), ending: .next),
        Refused(keepAlive: true, hasBody: false, isRead: true, refusal: .answer(close: false), ending: .next),
        Refused(keepAlive: true, hasBody: true, isRead: true, refusal: .answer(close: false), ending: .next),
        Refused(keepAlive: true, hasBody: true, isRead: false, refusal: .answer(close: true), ending: .drain),
        Refused(keepAlive: false, hasBody: false, isRead: true, refusal: .answer(close: true), ending: .close),
        Refused(keepAlive: false, hasBody: true, isRead: false, refusal: .answer(close: true), ending: .drain),
    ]

    @Test(
        "A refused request costs its connection only where the client closes anyway or a body is outstanding",
        arguments: refusals, [ConnectionPoint.waiting, .relaying])
    func refused(_ row: Refused, _ point: ConnectionPoint) {
        var state = State()
        _ = state.headRead(keepAlive: row.keepAlive, hasBody: row.hasBody)
        if row.isRead { _ = state.partRead(.end(nil)) }
        if point == .relaying { _ = state.upstreamReady() }
        #expect(state.failed() == row.refusal)
        #expect(state.answered() == row.ending)
        if row.ending == .drain { #expect(state.partRead(.end(nil)) == .finish(.close)) }
        #expect(state.headRead(keepAlive: true, hasBody: false) == (row.ending == .next))
    }

    // MARK: Trying again

    @Test("A whole request of which nothing was answered can be sent anew, with its end, until its answer begins")
    func retried() {
        var state = ConnectionPoint.relaying.state()
        _ = state.partRead(.end(["X-Sum": "3"]))
        #expect(state.retried() == true)
        #expect(state.retried() == false)
        #expect(state.upstreamReady() == [.end(nil)])
        #expect(state.responseStarted(keepAlive: true) == false)
        #expect(state.retried() == false)
    }

    @Test("A request without a body can be sent anew before its end was read; the end follows by itself")
    func retriedEarly() {
        var state = State()
        _ = state.headRead(keepAlive: true, hasBody: false)
        _ = state.upstreamReady()
        #expect(state.retried() == true)
        #expect(state.partRead(.end(nil)) == .nothing)
        #expect(state.upstreamReady() == [.end(nil)])
    }

    @Test(
        "Nothing is sent anew where a body is outstanding, or nothing is on its way",
        arguments: ConnectionPoint.allCases)
    func notRetried(_ point: ConnectionPoint) {
        var state = point.state()
        #expect(state.retried() == false)
    }
}
