import ProxyCore

/// Notices that a role session ends before the next token would: once for one end.
struct CeilingWatch: Sendable {
    /// What the call after a mint will get.
    struct Notice: Sendable, Equatable {
        let time: WallTime
        let handle: TokenHandle
        let forecast: CeilingForecast
    }

    private var told: WallTime?

    /// - Returns: nil where the next call fits, or the end has been told.
    mutating func minted(_ row: TokenRow, at time: WallTime, _ facts: ProcessFacts, _ wish: TokenWish) -> Notice? {
        guard
            let forecast = CeilingForecast(row, at: time, facts, asking: wish.life, isCapping: wish.isCapping),
            forecast.outcome != .fits, forecast.ends != told
        else { return nil }
        told = forecast.ends
        return Notice(time: time, handle: row.handle, forecast: forecast)
    }
}
