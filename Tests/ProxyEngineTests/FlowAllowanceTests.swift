import Testing

@testable import ProxyEngine

@Suite("How many flows are told of")
struct FlowAllowanceTests {
    private let start = ContinuousClock.now

    @Test(
        "A burst is told of whole, then so many a second; a rest fills the bucket and no more",
        arguments: [
            // After so many milliseconds, so many ask: so many are told of.
            [(0, 12, 10)],
            [(0, 10, 10), (1, 5, 0), (1000, 9, 4)],
            [(0, 10, 10), (250, 2, 1), (500, 2, 1), (749, 2, 0), (750, 2, 1)],
            [(0, 4, 4), (10, 10, 6), (60_000, 30, 10)],
        ])
    func steady(_ steps: [(after: Int, asks: Int, told: Int)]) {
        var (one, several) = (FlowAllowance(rate: 4, burst: 10), FlowAllowance(rate: 4, burst: 10))
        for step in steps {
            let now = start.advanced(by: .milliseconds(step.after))
            let told = (0..<step.asks).reduce(0) { sum, _ in sum + one.take(at: now) }
            let together = several.take(step.asks, at: now)
            #expect(told == step.told && together == step.told, "after \(step.after) ms")
        }
    }

    @Test("One loop may have all of it, and another what is left")
    func shared() {
        let source = SharedAllowance(FlowAllowance(rate: 4, burst: 100))
        var (busy, late) = (FlowPortion(of: source), FlowPortion(of: source))
        func taken(_ portion: inout FlowPortion, _ wanted: Int, at now: ContinuousClock.Instant) -> Int {
            (0..<wanted).reduce(0) { sum, _ in sum + (portion.take(at: now) ? 1 : 0) }
        }
        let all = taken(&busy, 200, at: start)
        let rest = taken(&late, 1, at: start)
        #expect(all == 100 && rest == 0)
        let now = start.advanced(by: .seconds(1))
        let other = taken(&late, 9, at: now)
        let own = taken(&busy, 1, at: now)
        #expect(other == 4 && own == 0)
    }

    @Test("Permits are not asked for again at once where there were none")
    func pause() {
        let source = SharedAllowance(FlowAllowance(rate: 1_000, burst: 1))
        var portion = FlowPortion(of: source)
        let moments = [.zero, .zero, FlowPortion.pause - .milliseconds(1), FlowPortion.pause]
        let taken = moments.map { portion.take(at: start.advanced(by: $0)) }
        #expect(taken == [true, false, false, true])
    }
}
