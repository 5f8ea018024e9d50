package import NIOCore
import NIOHTTP1
import NIOPosix

/// A small HTTP/1.1 server for demonstrations and tests: a connection has one request at a time, and a closure
/// answers it.
package final class LoopbackServer: Sendable {
    typealias Connection = NIOAsyncChannel<HTTPServerRequestPart, HTTPServerResponsePart>

    /// A bound socket that nobody serves yet, so that the handler can be told the port.
    package struct Listener: Sendable {
        let channel: NIOAsyncChannel<AcceptedConnection, Never>
        /// The port in use.
        package let port: Int
    }

    package typealias Handler = @Sendable (LoopbackRequest) async -> LoopbackResponse

    private let channel: any Channel
    private let serving: Task<Void, Never>

    /// - Parameters:
    ///   - host: a numeric address or `localhost`.
    ///   - port: 0 lets the system choose.
    package static func bind(
        host: String = "127.0.0.1", port: Int = 0, on group: any EventLoopGroup
    ) async throws -> Listener {
        let channel = try await ServerBootstrap(group: group)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.autoRead, value: false)
            .bind(host: host, port: port) { channel in
                channel.eventLoop.makeCompletedFuture { try Self.configure(channel) }
            }
        return Listener(channel: channel, port: channel.channel.localAddress?.port ?? port)
    }

    /// Serves until ``shutdown()``.
    ///
    /// - Parameter maximumBodySize: a request with a larger body is answered with 413.
    package init(_ listener: Listener, maximumBodySize: Int = 1 << 20, handler: @escaping Handler) {
        channel = listener.channel.channel
        serving = Task { await Self.serve(listener.channel, maximumBodySize: maximumBodySize, handler: handler) }
    }

    /// Stops listening, ends every connection and every handler, and waits until all are gone.
    package func shutdown() async {
        serving.cancel()
        await serving.value
        try? await channel.closeFuture.get()
    }

    private static func configure(_ channel: any Channel) throws -> AcceptedConnection {
        try channel.pipeline.syncOperations.configureHTTPServerPipeline(withErrorHandling: true)
        return AcceptedConnection(channel)
    }

    @concurrent
    private static func serve(
        _ listener: NIOAsyncChannel<AcceptedConnection, Never>, maximumBodySize: Int, handler: @escaping Handler
    ) async {
        // Whatever ends the listener, its connections end with it; there is nobody to tell.
        try? await listener.executeThenClose { connections in
            await withDiscardingTaskGroup { group in
                do {
                    for try await accepted in connections {
                        group.addTask {
                            guard let connection = try? await accepted.open() else { return }
                            let server = LoopbackConnection(
                                channel: connection, maximumBodySize: maximumBodySize, handler: handler)
                            await server.run()
                        }
                    }
                } catch {}
                group.cancelAll()
            }
        }
    }
}
