import JotopTestSupport
import Testing

@testable import JotopApp

@Suite("The rotation of an issuer's keys", .timeLimit(.minutes(5)))
struct KeyRotationTests {
    private let time = ManualTime()
    private let orders = AsyncStream.makeStream(of: Void.self)
    private let rotations = AsyncStream.makeStream(of: Void.self)

    /// Starts it; what it does afterwards is told by ``rotations``.
    private func start(pace: Duration?) -> Task<Void, Never> {
        let rotated = rotations.continuation
        let rotation = KeyRotation(orders: orders.stream, pace: pace, time: time.source) { rotated.yield() }
        return Task { await rotation.run() }
    }

    /// Ends it.
    ///
    /// - Returns: how many rotations nobody has waited for.
    private func end(_ running: Task<Void, Never>) async -> Int {
        running.cancel()
        await running.value
        rotations.continuation.finish()
        return await rotations.stream.reduce(into: 0) { count, _ in count += 1 }
    }

    private func rotated() async { for await _ in rotations.stream { return } }

    @Test("It happens whenever the pace is over, and not after the end")
    func pace() async {
        let running = start(pace: .seconds(300))
        for _ in 1...3 {
            await time.sleepers(atLeast: 1)
            time.advance(by: .seconds(299))
            time.advance(by: .seconds(1))
            await rotated()
        }
        await time.sleepers(atLeast: 1)
        #expect(await end(running) == 0)
    }

    @Test("It happens at each order, also between two others", arguments: [nil, Duration.seconds(300)])
    func orders(_ pace: Duration?) async {
        let running = start(pace: pace)
        for _ in 1...2 {
            orders.continuation.yield()
            await rotated()
        }
        time.advance(by: .seconds(60))
        #expect(await end(running) == 0)
    }
}
