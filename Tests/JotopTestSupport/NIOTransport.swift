package import AWSClient
import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOPosix

/// A client for plain HTTP, a connection for each request: enough for tests, and independent of the app's own client.
package struct NIOTransport: HTTPTransport {
    private let port: Int?
    private let patience: Int

    /// - Parameters:
    ///   - port: of one loopback server that stands for every host; nil for the hosts themselves.
    ///   - patience: how many times longer it waits than it is asked to: what is not about time has plenty of it where many
    ///     tests share two cores.
    package init(port: Int? = nil, patience: Int = 1) { (self.port, self.patience) = (port, patience) }

    package func send(_ request: TransportRequest, timeout: Duration) async throws(TransportError) -> TransportResponse
    {
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let response = loop.makePromise(of: TransportResponse.self)
        let limit = TimeAmount(timeout * patience)
        let timer = loop.scheduleTask(in: limit) { response.fail(TransportError.timeout) }
        defer { timer.cancel() }
        do {
            let channel = try await connect(to: request.head.authority ?? "", on: loop, response, request)
            return try await withTaskCancellationHandler {
                defer { channel.close(promise: nil) }
                return try await response.futureResult.get()
            } onCancel: {
                response.fail(TransportError.cancelled)
            }
        } catch let error as TransportError {
            throw error
        } catch {
            response.fail(error)
            throw .connectionFailed(reason: String(describing: type(of: error)))
        }
    }

    private func connect(
        to authority: String, on loop: any EventLoop, _ response: EventLoopPromise<TransportResponse>,
        _ request: TransportRequest
    ) async throws -> any Channel {
        let place = Authority(authority)
        let channel = try await ClientBootstrap(group: loop)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHTTPClientHandlers()
                    try channel.pipeline.syncOperations.addHandler(
                        ResponseCollector(response, limit: request.maximumBodySize))
                }
            }
            .connect(host: port == nil ? place.host : "127.0.0.1", port: port ?? place.port ?? 80).get()
        try await write(request, to: channel)
        return channel
    }

    private func write(_ request: TransportRequest, to channel: any Channel) async throws {
        var head = HTTPRequestHead(
            version: .http1_1, method: .init(rawValue: request.head.method.rawValue), uri: request.head.path ?? "/")
        head.headers.add(name: "Host", value: request.head.authority ?? "")
        head.headers.add(name: "Content-Length", value: String(request.body.count))
        for field in request.head.headerFields { head.headers.add(name: field.name.rawName, value: field.value) }
        channel.write(HTTPClientRequestPart.head(head), promise: nil)
        channel.write(HTTPClientRequestPart.body(.byteBuffer(ByteBuffer(bytes: request.body))), promise: nil)
        try await channel.writeAndFlush(HTTPClientRequestPart.end(nil)).get()
    }
}

/// Puts one response together.
private final class ResponseCollector: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart

    private let promise: EventLoopPromise<TransportResponse>
    private let limit: Int
    private var response: TransportResponse?

    init(_ promise: EventLoopPromise<TransportResponse>, limit: Int) {
        self.promise = promise
        self.limit = limit
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            var fields = HTTPFields()
            for (name, value) in head.headers {
                if let name = HTTPField.Name(name) { fields.append(HTTPField(name: name, value: value)) }
            }
            let status = HTTPResponse.Status(code: Int(head.status.code))
            response = TransportResponse(head: HTTPResponse(status: status, headerFields: fields))
        case .body(let bytes):
            response?.body += bytes.readableBytesView
            if let response, response.body.count > limit { promise.fail(TransportError.bodyTooLarge) }
        case .end:
            if let response { promise.succeed(response) }
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        promise.fail(TransportError.connectionFailed(reason: "closed"))
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        promise.fail(TransportError.connectionFailed(reason: String(describing: type(of: error))))
        context.close(promise: nil)
    }
}
