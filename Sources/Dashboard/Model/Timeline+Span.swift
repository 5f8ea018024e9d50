import ProxyCore

extension Timeline {
    /// From when to when the tokens in use, and what is known to come, are worth a picture.
    struct Span: Sendable, Equatable {
        /// Where nobody has a token to go by.
        private static let usual = Duration.seconds(3_600)

        private(set) var start: WallTime
        private(set) var end: WallTime

        init(_ rows: [TokenRow], now: WallTime, wall: WallTime?) {
            let newest = rows.compactMap(\.newest)
            let held = rows.compactMap { $0.held(at: now) }
            let life = (held.isEmpty ? newest : held).map(\.life).max() ?? Self.usual
            let births = held.map(\.born) + rows.flatMap(\.refusals)
            // What is older than a whole life has nothing to do with the tokens in use.
            let earliest = now.advanced(by: .zero - life)
            start = min(now, births.filter { $0 >= earliest }.min() ?? now.advanced(by: .zero - life / 2))
            end = held.map(\.dies).max() ?? now.advanced(by: life / 2)
            if let wall, wall > now, wall <= end.advanced(by: start.duration(to: end) / 2) { end = max(end, wall) }
            end = max(end, now)
        }

        var length: Duration { start.duration(to: end) }
    }
}
