import Synchronization

#if canImport(FoundationEssentials)
    package import FoundationEssentials
#else
    package import Foundation
#endif

/// What a client has learnt of the service's clock; shared by its calls, and by whoever judges lifetimes.
package final class ServiceClock: Sendable {
    private struct Reading {
        let offset: Duration
        let received: Date
        let uptime: Duration
    }

    private struct State {
        var reading: Reading?
        var told: Duration?
    }

    private let state = Mutex(State())
    private let onChange: @Sendable (Duration) -> Void

    /// - Parameter onChange: told the first measured offset, and each that differs by a second or more from the last told.
    package init(onChange: @escaping @Sendable (Duration) -> Void = { _ in }) {
        self.onChange = onChange
    }

    /// How far the service's clock is ahead of ours, by the last answer; nil before the first one.
    ///
    /// A `Date` has whole seconds: one or two mean nothing.
    package var offset: Duration? { state.withLock { $0.reading?.offset } }

    /// - Parameters:
    ///   - received: our wall clock when the answer was there.
    ///   - uptime: the clock that never jumps, at the same moment.
    func measured(_ offset: Duration, received: Date, uptime: Duration) {
        let isNews = state.withLock { state in
            state.reading = Reading(offset: offset, received: received, uptime: uptime)
            if let told = state.told, max(told - offset, offset - told) < .seconds(1) { return false }
            state.told = offset
            return true
        }
        if isNews { onChange(offset) }
    }

    /// The service's time now, to judge lifetimes by: from the last answer, counted on by the clock that never jumps.
    ///
    /// Without an answer it is our own time. An offset that is noise does not lengthen a lifetime.
    package func now(_ environment: STSClient.Environment) -> Date {
        guard let reading = state.withLock({ $0.reading }) else { return environment.now() }
        let isNoise = reading.offset > .seconds(-2) && reading.offset < .zero
        let since = environment.uptime() - reading.uptime + (isNoise ? .zero : reading.offset)
        return reading.received.addingTimeInterval(since / .seconds(1))
    }
}
