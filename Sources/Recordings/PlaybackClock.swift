package import ProxyCore

/// The virtual time of a playback, as real time passes.
package struct PlaybackClock: Sendable {
    /// Virtual seconds in a real one; infinite for as fast as it goes.
    package let speed: Double
    private var anchor: (real: ContinuousClock.Instant, moment: WallTime)
    package private(set) var isStopped = false

    package init(at moment: WallTime, real: ContinuousClock.Instant, speed: Double) {
        self.speed = speed
        anchor = (real, moment)
    }

    package mutating func stop(at moment: WallTime) {
        isStopped = true
        anchor.moment = moment
    }

    package mutating func goOn(at real: ContinuousClock.Instant) {
        guard isStopped else { return }
        isStopped = false
        anchor.real = real
    }

    package func now(at real: ContinuousClock.Instant) -> WallTime {
        guard !isStopped else { return anchor.moment }
        // Whatever the speed, far enough ahead is as good as the end of time.
        let farthest = 1e14
        let elapsed = max(0, Double(anchor.real.duration(to: real).milliseconds))
        let ahead = speed.isInfinite ? farthest : min(elapsed * speed, farthest)
        return WallTime(milliseconds: anchor.moment.milliseconds + Int64(ahead))
    }

    /// When a moment will have come, if nobody stops the clock.
    package func real(of moment: WallTime) -> ContinuousClock.Instant {
        let ahead = Double(moment.milliseconds - anchor.moment.milliseconds) / speed
        return anchor.real.advanced(by: .milliseconds(Int64(ahead.rounded(.up))))
    }
}
