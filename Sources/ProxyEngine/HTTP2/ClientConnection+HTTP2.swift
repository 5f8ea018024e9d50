import NIOCore
import NIOHTTP2

/// What becomes of a connection whose client has chosen HTTP/2 (RFC 7301).
extension ClientConnection {
    /// Leaves the connection to those who speak HTTP/2, before its first byte has come.
    func makeWay(_ context: ChannelHandlerContext) {
        let successor = HTTP2ClientConnection(loop: loop, isSurplus: isSurplus)
        do {
            try successor.install(in: context.channel, after: self)
            loop.replace(self, by: successor)
            context.pipeline.syncOperations.removeHandler(self, promise: nil)
            // Whoever asks for frames asks its own stream; the connection has to hear of windows and resets at any time.
            try context.channel.syncOptions?.setOption(.autoRead, value: true)
        } catch {
            context.close(promise: nil)
        }
    }
}

extension HTTP2ClientConnection {
    /// Puts the handlers of HTTP/2 into a connection: framing and streams, the way out, and this.
    fileprivate func install(in channel: any Channel, after handler: ClientConnection) throws {
        // Its own timers are not used: one timer a loop sees to all connections.
        let departure = NIOHTTP2ServerConnectionManagementHandler(
            eventLoop: channel.eventLoop,
            configuration: .init(maxIdleTime: nil, maxAge: nil, maxGraceTime: nil, keepalive: nil))
        let me = NIOLoopBound(self, eventLoop: channel.eventLoop)
        let settings = NIOHTTP2Handler.Configuration.serving(loop.headLimits)
        let framing = NIOHTTP2Handler(
            mode: .server, eventLoop: channel.eventLoop, connectionConfiguration: settings.connection,
            streamConfiguration: settings.stream, streamDelegate: departure.http2StreamDelegate
        ) { stream in
            stream.eventLoop.makeCompletedFuture {
                try stream.syncOptions?.setOption(.autoRead, value: false)
                try stream.pipeline.syncOperations.addHandler(HTTP2ClientStream(me.value))
            }
        }
        // Innermost first: the framing speaks as soon as it stands.
        let pipeline = channel.pipeline.syncOperations
        try pipeline.addHandler(self, position: .after(handler))
        try pipeline.addHandler(departure, position: .after(handler))
        try pipeline.addHandler(framing, position: .after(handler))
    }
}
