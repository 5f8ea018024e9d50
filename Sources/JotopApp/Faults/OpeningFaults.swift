import JotopSettings
import ProxyCore
import ServiceLifecycle
import TokenService

/// What goes wrong from the beginning on (`--fault`): in force before the first request is taken, but for expired tokens, which have to
/// expire first.
struct OpeningFaults: Service {
    /// How long before it is looked again whether a token has come that could expire.
    private static let pause = Duration.seconds(1)

    private let orders: FaultOrders
    private let events: EventHub
    private let time: TimeSource
    /// What is in force already, and nobody has been told of.
    private let done: [FaultNotice.Happening]
    /// The hosts whose tokens have to expire first.
    private let pending: [String]

    /// - Throws: ``UsageError`` for the first that cannot be done here.
    init(_ lines: [FaultLine], _ orders: FaultOrders, events: EventHub, time: TimeSource) throws(UsageError) {
        self.orders = orders
        self.events = events
        self.time = time
        var done: [FaultNotice.Happening] = []
        var pending: [String] = []
        for line in lines {
            switch line.order {
            case .inject(.expired, let host?) where orders.audiences(of: host) != nil: pending.append(host)
            case .inject(let fault, let host): done.append(try Self.accepted(orders.inject(fault, host: host), fault))
            case .clock(let step): done.append(orders.putClockForward(step))
            case .clear: break
            }
        }
        self.done = done
        self.pending = pending
    }

    private static func accepted(
        _ happening: FaultNotice.Happening, _ fault: Fault
    ) throws(UsageError) -> FaultNotice.Happening {
        guard case .refused(let reason) = happening else { return happening }
        throw UsageError(flag: "fault", value: fault.description, remedy: reason)
    }

    /// Ends when it is told to shut down.
    func run() async {
        for happening in done { tell(happening) }
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                for host in pending { group.addTask { await expire(host) } }
            }
        }
        try? await gracefulShutdown()
    }

    private func tell(_ happening: FaultNotice.Happening) {
        events.publish(.fault(FaultNotice(time: time.wall(), happening)))
    }

    /// Has a token minted for a host, whether or not a request needs one, and waits until it is over.
    private func expire(_ host: String) async {
        guard let audiences = orders.audiences(of: host) else { return }
        orders.tokens.refresh(audiences)
        while !Task.isCancelled {
            let happening = orders.inject(.expired, host: host)
            guard case .refused = happening else { return tell(happening) }
            let left = orders.tokens.nextExpiry(for: audiences).map { time.wall().duration(to: $0.at) }
            let wait = max(.milliseconds(10), left ?? Self.pause)
            guard (try? await time.sleep(time.now().advanced(by: wait))) != nil else { return }
        }
    }
}
