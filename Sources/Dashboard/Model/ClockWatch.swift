import ProxyCore

/// Which measurements of the clock are news: one that differs much from the last told, and one that is right again.
struct ClockWatch: Sendable {
    private static let step = Duration.seconds(30)

    private var told = Duration.zero

    /// - Returns: whether it is to be told.
    mutating func measured(_ clock: ClockMeasured) -> Bool {
        let change = clock.offset - told
        let isFarOff = change >= Self.step || change <= .zero - Self.step
        let isRightAgain =
            ClockOffset(clock.offset).judgement == .fine && ClockOffset(told).judgement != .fine
        guard isFarOff || isRightAgain else { return false }
        told = clock.offset
        return true
    }
}
