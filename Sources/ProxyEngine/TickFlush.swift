import NIOCore

/// Somebody with bytes for a socket.
protocol Flushable: AnyObject {
    /// Whether it will be told to flush at the end of the round. For ``TickFlush`` alone to change.
    var awaitsFlush: Bool { get set }

    /// Hands over what has gathered, if there is anything.
    func flushNow()
}

/// Lets what has been written go out at the end of the event loop's round, all of it together.
///
/// The first write wakes whoever reads on the other side, and one that is awake finds what follows by itself. Written as soon
/// as there is something, each piece would find its reader asleep again, and waking it costs more than the writing.
final class TickFlush {
    private let eventLoop: any EventLoop
    private var waiting: [any Flushable] = []
    /// The memory of the round before.
    private var spare: [any Flushable] = []

    init(eventLoop: any EventLoop) { self.eventLoop = eventLoop }

    func add(_ member: some Flushable) {
        guard !member.awaitsFlush else { return }
        member.awaitsFlush = true
        if waiting.isEmpty { eventLoop.assumeIsolated().execute { self.flush() } }
        waiting.append(member)
    }

    private func flush() {
        swap(&waiting, &spare)
        for member in spare {
            member.awaitsFlush = false
            member.flushNow()
        }
        spare.removeAll(keepingCapacity: true)
    }
}
