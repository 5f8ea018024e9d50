import ProxyCore

/// What this machine's clocks did while no time went by for anybody who runs on it.
package enum ClockLeap: Sendable, Hashable {
    /// It slept for that long.
    case slept(Duration)
    /// Its wall clock was set, forward or back.
    case set(by: Duration)

    /// In a sentence's beginning, and what follows from it.
    var words: [String] {
        switch self {
        case .slept(let time): ["this machine slept for \(time.phrase)", "tokens and credentials may have run out"]
        case .set(let step) where step < .zero:
            ["this machine's clock was set back by \((.zero - step).phrase)", "earlier rows have the old time"]
        case .set(let step):
            ["this machine's clock was set forward by \(step.phrase)", "earlier rows have the old time"]
        }
    }
}
