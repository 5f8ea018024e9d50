import ProxyCore

/// What it means to this screen that the machine's wall clock was set.
extension Dashboard {
    mutating func leapt(_ leap: ClockLeap, at time: WallTime) {
        if case .set(let step) = leap { clockWasSet(by: step) }
        live.leapt(leap, at: time)
        noteChanges()
    }

    /// What is counted from a moment goes on as before: no time has gone by. Rows keep the times that they were told with.
    private mutating func clockWasSet(by step: Duration) {
        now = now.advanced(by: step)
        toast?.clockWasSet(by: step)
        pause?.clockWasSet(by: step)
        columnWatch.clockWasSet(by: step)
        sortedAt = sortedAt.advanced(by: step)
        tokensSortedAt = tokensSortedAt.advanced(by: step)
        pressedAt = pressedAt.advanced(by: step)
        undoable = undoable.mapValues { $0.advanced(by: step) }
        live.clockWasSet(by: step)
    }
}
