import NIOCore
import ProxyCore

/// The events of one event loop on their way to whoever listens: gathered for a moment, and handed over together. Waking a
/// listener for each of them would cost more than the request did.
final class LoopEvents {
    /// Far less than anybody sees, and many requests where there are many.
    private static let pace = TimeAmount.milliseconds(10)
    /// The most that are gathered.
    private static let limit = 512

    private let hub: EventHub
    private let eventLoop: any EventLoop
    private var gathered: [ProxyEvent] = []
    private var isScheduled = false

    init(hub: EventHub, eventLoop: any EventLoop) {
        self.hub = hub
        self.eventLoop = eventLoop
    }

    func tell(_ event: ProxyEvent) {
        guard hub.hasSubscribers else { return }
        if gathered.isEmpty { gathered.reserveCapacity(32) }
        gathered.append(event)
        if gathered.count >= Self.limit { flush() } else { schedule() }
    }

    /// Hands over what has been told until now.
    func flush() {
        guard !gathered.isEmpty else { return }
        let events = gathered
        gathered = []
        hub.publish(events)
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
