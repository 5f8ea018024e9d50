import NIOCore

/// The exchanges under way on one event loop, for what concerns those that last: time-outs, and news for whoever watches.
///
/// One timer a loop instead of one an exchange: nothing is scheduled or cancelled for a request that is answered in time.
final class ExchangeTable {
    private let eventLoop: any EventLoop
    private let now: () -> ContinuousClock.Instant
    private var exchanges: [Exchange] = []
    private var timer: Scheduled<Void>?
    private var timerIsDue: ContinuousClock.Instant?

    init(eventLoop: any EventLoop, now: @escaping () -> ContinuousClock.Instant) {
        self.eventLoop = eventLoop
        self.now = now
    }

    var all: [Exchange] { exchanges }

    func add(_ exchange: Exchange) {
        exchange.slot = exchanges.count
        exchanges.append(exchange)
    }

    func remove(_ exchange: Exchange) {
        guard let slot = exchange.slot, let last = exchanges.popLast() else { return }
        exchange.slot = nil
        guard last !== exchange else { return }
        exchanges[slot] = last
        last.slot = slot
    }

    /// Sees to it that an exchange is told when its deadline has come.
    func watchDeadline(of exchange: Exchange) {
        guard let deadline = exchange.deadline else { return }
        // What is due later than the timer is seen to when that fires.
        guard let timerIsDue, timerIsDue <= deadline else { return schedule(for: deadline) }
    }

    private func schedule(for deadline: ContinuousClock.Instant) {
        timer?.cancel()
        timerIsDue = deadline
        let delay = max(.zero, now().duration(to: deadline))
        timer = eventLoop.assumeIsolated().scheduleTask(in: delay.timeAmount) { self.fired() }
    }

    private func fired() {
        (timer, timerIsDue) = (nil, nil)
        let moment = now()
        for exchange in exchanges where exchange.deadline.map({ $0 <= moment }) == true { exchange.timedOut() }
        if let next = exchanges.compactMap(\.deadline).min() { schedule(for: next) }
    }

    func close() {
        timer?.cancel()
        timer = nil
    }
}
