import NIOCore
import ProxyCore

/// The events of one event loop on their way to whoever listens: gathered for a moment, and handed over together. Waking a
/// listener for each of them would cost more than the request did.
final class LoopEvents {
    /// Far less than anybody sees, and many requests where there are many. Whoever writes them down takes a processor from the
    /// requests that come meanwhile, so they are not gathered for longer.
    private static let pace = TimeAmount.milliseconds(3)
    /// The most that are gathered.
    private static let limit = 512

    private let hub: EventHub
    private let eventLoop: any EventLoop
    private var gathered: [ProxyEvent] = []
    private var isScheduled = false
    /// Flows that were not told of.
    private var skipped = 0
    private var beginnings: FlowPortion
    /// Problems have an allowance of their own, which no flood of other flows takes from them.
    private var problems: FlowPortion

    init(_ engine: EngineContext, eventLoop: any EventLoop) {
        hub = engine.events
        self.eventLoop = eventLoop
        beginnings = FlowPortion(of: engine.beginnings)
        problems = FlowPortion(of: engine.problems)
    }

    /// Whether a flow that begins now is told of.
    ///
    /// - Parameter route: its route. The first flow of each for a second always is, so that no host goes unseen.
    func admitsBeginning(to route: Route?, at now: ContinuousClock.Instant) -> Bool {
        switch hub.interest {
        case .none: false
        case .some, .problems, .ends:
            hub.wantsSample && (beginnings.take(at: now) || route?.isUnseen(at: now) ?? false)
        case .every: true
        }
    }

    /// Whether a flow is told of that turns out to be a problem.
    func admitsProblem(at now: ContinuousClock.Instant) -> Bool {
        switch hub.interest {
        case .none: false
        case .some: problems.take(at: now)
        case .problems, .ends, .every: true
        }
    }

    /// A flow has gone by untold, which somebody may want to know who looks at others.
    func skip() {
        guard hub.wantsSample else { return }
        skipped += 1
        schedule()
    }

    func tell(_ event: consuming ProxyEvent) {
        guard hub.hasSubscribers else { return }
        if gathered.isEmpty { gathered.reserveCapacity(32) }
        gathered.append(event)
        if gathered.count >= Self.limit { flush() } else { schedule() }
    }

    /// Hands over what has been told until now.
    func flush() {
        guard !gathered.isEmpty || skipped > 0 else { return }
        let (events, count) = (gathered, skipped)
        (gathered, skipped) = ([], 0)
        hub.publish(events, skipped: count)
    }

    private func schedule() {
        guard !isScheduled else { return }
        isScheduled = true
        eventLoop.assumeIsolated().scheduleTask(in: Self.pace) {
            self.isScheduled = false
            self.flush()
        }
    }
}
