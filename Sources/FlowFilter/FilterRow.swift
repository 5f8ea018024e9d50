package import ProxyCore

/// What a filter asks of a row. A row builds nothing to answer: it lends what it has.
package protocol FilterRow {
    /// Whether `test` holds for any of the texts that a key is about; a row without such a text says no.
    func contains(_ key: FilterKey, where test: (String) -> Bool) -> Bool
    /// The same for the texts that a bare word looks through.
    func containsWord(where test: (String) -> Bool) -> Bool
    /// A whole number, or a span in microseconds; nil where the row has none.
    func number(_ key: FilterKey) -> Int64?
    func has(_ trait: FilterTrait) -> Bool
    var time: WallTime { get }
    /// The audience set that its token is for.
    var tokenHandle: TokenHandle? { get }
    var tokenGeneration: Int? { get }
    var tokenUse: TokenUse? { get }
}

/// What the relative words of a filter are reckoned from.
package struct FilterMoment: Sendable, Equatable {
    package let now: WallTime
    /// Seconds east of UTC, for `since:14:22`.
    package let utcOffset: Int

    package init(now: WallTime, utcOffset: Int) {
        self.now = now
        self.utcOffset = utcOffset
    }
}
