import NIOCore
import NIOHTTP1

/// A connection that was accepted and is not read from yet. It is closed when nobody is left who would serve it: one that comes as
/// the listener goes belongs to nobody.
///
/// It is wrapped for structured concurrency by whoever serves it, and not before, because a `NIOAsyncChannel` that nobody takes out of
/// the listener's stream stops the whole program.
final class AcceptedConnection: Sendable {
    let channel: any Channel

    init(_ channel: any Channel) { self.channel = channel }

    deinit { channel.close(promise: nil) }

    /// - Throws: `ChannelError` if it has been closed meanwhile.
    func open() async throws -> LoopbackServer.Connection {
        try await channel.eventLoop.submit { [channel] in
            guard channel.isActive else { throw ChannelError.alreadyClosed }
            let connection = try LoopbackServer.Connection(wrappingChannelSynchronously: channel)
            try channel.syncOptions?.setOption(.autoRead, value: true)
            return connection
        }.get()
    }
}
