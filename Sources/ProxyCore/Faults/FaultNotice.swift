/// What came of an order about faults, or about the cache's clock.
package struct FaultNotice: Sendable, Hashable {
    package enum Happening: Sendable, Hashable {
        case set(Fault, host: String?)
        case cleared(FaultScope)
        /// It was not done, and why.
        case refused(reason: String)
        /// The cache's clock is ahead by that much in all; zero: it goes right again.
        case clockMoved(ahead: Duration)
    }

    package let time: WallTime
    package let happening: Happening

    package init(time: WallTime, _ happening: Happening) {
        self.time = time
        self.happening = happening
    }
}

extension FaultState {
    /// The state after a notice.
    package mutating func absorb(_ notice: FaultNotice) {
        switch notice.happening {
        case .set(let fault, let host): set(fault, host: host)
        case .cleared(let scope): _ = clear(scope)
        case .refused: break
        case .clockMoved(let ahead): clock = ahead
        }
    }

    /// What tells somebody of this state who knows of none.
    package func notices(at now: WallTime) -> [FaultNotice] {
        var happenings = hosts.sorted { $0.key < $1.key }.map { FaultNotice.Happening.set($1, host: $0) }
        let others = [everyHost, sts, areKeysRotated ? .keysRotated : nil].compactMap(\.self)
        happenings += others.map { .set($0, host: nil) }
        if clock != .zero { happenings.append(.clockMoved(ahead: clock)) }
        return happenings.map { FaultNotice(time: now, $0) }
    }
}
