import NIOCore
import NIOHTTP1
import Testing

@testable import ProxyEngine

/// Facts in any order: what must not happen does not, whatever comes when.
@Suite("Any order of facts")
struct ExchangeWalkTests {
    @Test(
        "Nothing is answered twice, nothing goes on while a body is outstanding, nothing is forwarded after the close",
        arguments: 0..<20)
    func walk(_ seed: UInt64) {
        var walk = Walk(seed: seed)
        for _ in 0..<5_000 { walk.step() }
        #expect(walk.faults == [])
        #expect(walk.servedHeads > 100)
        #expect(walk.answers > 50)
    }
}

/// A random order of facts, and a plain account of what the machine made of them.
private struct Walk {
    /// What every piece of a body is cut from, so that a walk costs no time.
    private static let upload = ByteBuffer(repeating: 0, count: 600_000)

    private var random: SeededGenerator
    private var state = ClientConnectionState()
    private var isInRequest = false
    private var answersToThisHead = 0
    private var bodyIsOutstanding = false
    private var isClosed = false
    private(set) var servedHeads = 0
    private(set) var answers = 0
    private(set) var faults: [String] = []

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    mutating func step() {
        if isClosed, chance(10) { self = renewed() }
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<20: head()
        case 20..<38: part(.body(piece()))
        case 38..<53: part(.end(nil))
        case 53..<70: ready()
        case 70..<80: started()
        case 80..<90: ended()
        case 90..<94: failed(close: false)
        case 94: failed(close: true)
        case 95: left()
        case 96..<98: _ = state.retried()
        default: _ = state.wantsRead(upstreamIsWritable: chance(50))
        }
    }

    private mutating func piece() -> ByteBuffer {
        let size = Int.random(in: 0...Self.upload.readableBytes, using: &random)
        return Self.upload.getSlice(at: 0, length: size) ?? ByteBuffer()
    }

    private mutating func head() {
        let hasBody = chance(50)
        guard state.headRead(keepAlive: chance(80), hasBody: hasBody) else { return }
        if isClosed { faults.append("a head was served after the close") }
        if isInRequest { faults.append("a head was served before the exchange was over") }
        servedHeads += 1
        (isInRequest, answersToThisHead, bodyIsOutstanding) = (true, 0, hasBody)
    }

    private mutating func part(_ part: ClientConnectionState.Part) {
        if case .end = part, isInRequest { bodyIsOutstanding = false }
        switch state.partRead(part) {
        case .nothing: break
        case .forward(let same):
            if isClosed || !isInRequest { faults.append("a piece was forwarded of a request that is over") }
            if same != part { faults.append("another piece was forwarded") }
        case .finish(let ending): over(ending)
        }
    }

    private mutating func ready() {
        if state.upstreamReady() != nil, !isInRequest { faults.append("a connection was taken by nobody") }
    }

    private mutating func started() {
        if state.responseStarted(keepAlive: chance(80)) != nil { answered() }
    }

    private mutating func ended() {
        guard state.isAnswering else { return }
        over(state.responseEnded())
    }

    private mutating func failed(close: Bool) {
        let isRequest = isInRequest
        switch state.failed(close: close) {
        case .answer:
            if isRequest { answered() }
            over(state.answered())
        case .abort:
            if answersToThisHead == 0 { faults.append("broken off, although nothing was answered") }
            over(.close)
        case .nothing: break
        }
    }

    private mutating func left() {
        _ = state.clientLeft()
        (isInRequest, isClosed) = (false, true)
    }

    private mutating func answered() {
        answers += 1
        answersToThisHead += 1
        if isClosed { faults.append("answered after the close") }
        if answersToThisHead > 1 { faults.append("answered twice") }
    }

    private mutating func over(_ ending: ClientConnectionState.Ending) {
        switch ending {
        case .next:
            if bodyIsOutstanding { faults.append("went on to the next while a body was outstanding") }
            isInRequest = false
        case .drain: if !bodyIsOutstanding { faults.append("drains what has been read") }
        case .close: (isInRequest, isClosed) = (false, true)
        }
    }

    private func renewed() -> Walk {
        var next = self
        next.state = ClientConnectionState()
        (next.isInRequest, next.isClosed, next.bodyIsOutstanding) = (false, false, false)
        return next
    }

    private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }
}
