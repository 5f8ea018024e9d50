import SeededNumbers
import Testing

@testable import ProxyEngine

/// Facts in any order: what must not happen does not, whatever comes when.
@Suite("Any order of facts")
struct ExchangeWalkTests {
    @Test(
        "Nothing is answered twice, nothing goes on while a body is outstanding, nothing is taken after the close",
        arguments: 0..<20)
    func walk(_ seed: UInt64) {
        var walk = Walk(seed: seed)
        for _ in 0..<5_000 { walk.step() }
        #expect(walk.faults == [])
        #expect(walk.served > 100)
        #expect(walk.answers > 50)
    }
}

/// A random order of facts, told to a connection's machine and to those of its exchanges as the handlers do, and a plain
/// account of what becomes of them.
private struct Walk {
    private var random: SeededGenerator
    private var wire = ClientWireState()
    private var exchange: ExchangeState?
    private var answersToThis = 0
    private var bodyIsOutstanding = false
    private var isClosed = false
    private(set) var served = 0
    private(set) var answers = 0
    private(set) var faults: [String] = []

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    mutating func step() {
        if isClosed, chance(10) { (wire, exchange, isClosed) = (ClientWireState(), nil, false) }
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<20: head()
        case 20..<36: piece()
        case 36..<52: end()
        case 52..<70:
            if exchange?.upstreamReady() == true, isClosed { faults.append("a connection was taken by nobody") }
        case 70..<82:
            if exchange?.responseStarted() == true { answered(closes: wire.answerStarted(keepAlive: chance(80))) }
        case 82..<91: if exchange?.responseEnded() == true { over() }
        case 91..<94: failed(isLast: chance(20))
        case 94: nonsense()
        case 95: left()
        default: _ = exchange?.retried()
        }
    }

    private mutating func head() {
        guard wire.appetite == .head else { return }
        if isClosed { faults.append("a head was taken after the close") }
        if exchange != nil { faults.append("a head was taken before the exchange was over") }
        let hasBody = chance(50)
        wire.headRead(keepAlive: chance(80), hasBody: hasBody)
        exchange = ExchangeState(isRequestComplete: !hasBody)
        (answersToThis, bodyIsOutstanding) = (0, hasBody)
        served += 1
    }

    private mutating func piece() {
        switch wire.appetite {
        case .body: if exchange?.takesBody == true, isClosed { faults.append("a piece was taken after the close") }
        case .leftover: if wire.discarded(Int.random(in: 0...600_000, using: &random)) { closed() }
        default: break
        }
    }

    private mutating func end() {
        guard [.body, .leftover].contains(wire.appetite) else { return }
        // As a connection does: a body whose exchange is not ready for it stays where it is.
        guard wire.appetite == .leftover || exchange?.takesBody == true else { return }
        bodyIsOutstanding = false
        if let ending = wire.bodyEnded() { return conclude(ending) }
        exchange?.requestEnded()
    }

    private mutating func failed(isLast: Bool) {
        switch exchange?.failed() {
        case .answer:
            answered(closes: wire.refused(isLast: isLast))
            over()
        case .abort:
            if answersToThis == 0 { faults.append("broken off, although nothing was answered") }
            closed()
        case .nothing, nil: break
        }
    }

    private mutating func nonsense() {
        let isRequest = exchange != nil
        switch wire.broke() {
        case .answer:
            if isRequest { faults.append("a request was answered as if it were none") }
            exchange = ExchangeState(isRequestComplete: true)
            answersToThis = 0
            failed(isLast: true)
        case .exchange: failed(isLast: true)
        case .nobody: break
        }
    }

    private mutating func left() {
        wire.closed()
        _ = exchange?.clientLeft()
        closed()
    }

    private mutating func answered(closes: Bool) {
        answers += 1
        answersToThis += 1
        if isClosed { faults.append("answered after the close") }
        if answersToThis > 1 { faults.append("answered twice") }
    }

    private mutating func over() {
        exchange = nil
        conclude(wire.answered())
    }

    private mutating func conclude(_ ending: ClientWireState.Ending) {
        switch ending {
        case .next: if bodyIsOutstanding { faults.append("went on to the next while a body was outstanding") }
        case .drain: if !bodyIsOutstanding { faults.append("drains what has been read") }
        case .close: closed()
        }
    }

    private mutating func closed() {
        wire.closed()
        (exchange, isClosed, bodyIsOutstanding) = (nil, true, false)
    }

    private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }
}
