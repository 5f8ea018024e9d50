import JotopSettings
import ProxyCore
import ServiceLifecycle
import TokenService

/// What goes wrong from the beginning on (`--fault`): in force before the first request is taken, but for expired
/// tokens, which have to expire first.
struct OpeningFaults: Service {
    private let orders: FaultOrders
    private let events: EventHub
    private let time: TimeSource
    private let random: @Sendable () -> Double
    /// What is in force already, and nobody has been told of.
    private let done: [FaultNotice.Happening]
    /// The hosts whose tokens have to expire first.
    private let pending: [String]

    /// - Parameter random: a number from 0 to 1, for the back-off's jitter.
    /// - Throws: ``UsageError`` for the first that cannot be done here.
    init(
        _ lines: [FaultLine], _ orders: FaultOrders, events: EventHub, time: TimeSource,
        random: @escaping @Sendable () -> Double = { .random(in: 0...1) }
    ) throws(UsageError) {
        self.orders = orders
        self.events = events
        self.time = time
        self.random = random
        var done: [FaultNotice.Happening] = []
        var pending: [String] = []
        for line in lines {
            switch line.order {
            case .inject(.expired, let host?) where orders.audiences(of: host) != nil:
                orders.awaitExpiry(host: host)
                pending.append(host)
            case .inject(let fault, let host): done.append(try Self.accepted(orders.inject(fault, host: host), line))
            case .clock(let step): done.append(orders.putClockForward(step))
            case .clear: break
            }
        }
        self.done = done
        self.pending = pending
    }

    private static func accepted(
        _ happening: FaultNotice.Happening, _ line: FaultLine
    ) throws(UsageError) -> FaultNotice.Happening {
        guard case .refused(let reason) = happening else { return happening }
        throw UsageError(flag: "fault", value: line.text, remedy: reason)
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

    /// Has a token minted for a host, whether or not a request needs one, and waits until it is over or nobody wants it
    /// any more. As long as there is none it is asked for again, ever less often; the first failure is told.
    private func expire(_ host: String) async {
        guard let audiences = orders.audiences(of: host) else { return }
        var (attempts, hasTold) = (0, false)
        while !Task.isCancelled {
            switch orders.expire(host) {
            case .withdrawn: return
            case .set(let happening): return tell(happening)
            case .waits: break
            }
            if !hasTold, let failure = orders.tokens.failure(for: audiences) {
                hasTold = true
                tell(.refused(reason: Self.waiting(host, audiences, failure)))
            }
            let wait: Duration
            if let next = orders.tokens.nextExpiry(for: audiences) {
                wait = max(.milliseconds(10), time.wall().duration(to: next.at))
            } else {
                attempts += 1
                orders.tokens.refresh(audiences)
                wait = Backoff.unavailable.delay(attempt: attempts, random: random())
            }
            guard await time.waited(for: wait) else { return }
        }
    }

    private static func waiting(_ host: String, _ audiences: AudienceSet, _ failure: MintFailure) -> String {
        "expired host:\(host) waits: there is no token for \(audiences) to expire (\(failure.code)); STS is asked again"
    }
}
