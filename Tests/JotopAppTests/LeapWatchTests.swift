import Dashboard
import ProxyCore
import Testing

@testable import JotopApp

@Suite("Sleep and clocks that are set")
struct LeapWatchTests {
    private static let start = (
        wall: WallTime(seconds: 1_795_262_400), continuous: ContinuousClock.now, awake: SuspendingClock.now
    )

    private static func reading(wall: Duration, continuous: Duration, awake: Duration) -> LeapWatch.Reading {
        LeapWatch.Reading(
            wall: start.wall.advanced(by: wall), continuous: start.continuous.advanced(by: continuous),
            awake: start.awake.advanced(by: awake))
    }

    struct Case: Sendable {
        let wall: Int64
        let continuous: Int64
        let awake: Int64
        let leaps: [ClockLeap]
    }

    @Test(
        "Three clocks tell sleep from a clock that was set, and both from time that goes by",
        arguments: [
            Case(wall: 3_600, continuous: 3_600, awake: 3_600, leaps: []),
            Case(wall: 2_460, continuous: 2_460, awake: 0, leaps: [.slept(.seconds(2_460))]),
            Case(wall: 4, continuous: 4, awake: 0, leaps: []),
            Case(wall: 3_601, continuous: 1, awake: 1, leaps: [.set(by: .seconds(3_600))]),
            Case(wall: -299, continuous: 1, awake: 1, leaps: [.set(by: .seconds(-300))]),
            Case(wall: 2, continuous: 1, awake: 1, leaps: []),
            Case(
                wall: 160, continuous: 100, awake: 10,
                leaps: [.slept(.seconds(90)), .set(by: .seconds(60))]),
        ])
    func leaps(_ moment: Case) {
        var watch = LeapWatch()
        #expect(watch.saw(Self.reading(wall: .zero, continuous: .zero, awake: .zero)).isEmpty)
        let next = Self.reading(
            wall: .seconds(moment.wall), continuous: .seconds(moment.continuous), awake: .seconds(moment.awake))
        #expect(watch.saw(next) == moment.leaps)
        #expect(watch.saw(next).isEmpty, "each is told once")
    }
}
