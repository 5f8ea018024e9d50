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
        var allowance = FlowAllowance(rate: 4, burst: 10)
        for step in steps {
            let now = start.advanced(by: .milliseconds(step.after))
            let told = (0..<step.asks).count { _ in allowance.take(at: now) }
            #expect(told == step.told, "after \(step.after) ms")
        }
    }

    @Test("Loops share it, and none is left without", arguments: [(1, 10), (3, 3), (100, 1)])
    func shared(_ loops: Int, _ burst: Int) {
        var allowance = FlowAllowance(rate: 4, burst: 10).share(of: loops)
        #expect((0..<20).count { _ in allowance.take(at: start) } == burst)
    }
}
