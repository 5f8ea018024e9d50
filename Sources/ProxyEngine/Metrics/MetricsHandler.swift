import NIOCore
import NIOHTTP1
import ProxyCore

/// Answers scrapes: GET and HEAD of one path, and nothing else.
final class MetricsHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let path: String
    private let stats: TrafficStats
    private let guardian: BrowserGuard
    /// The request that is being read.
    private var request: HTTPRequestHead?

    init(path: String, stats: TrafficStats, guardian: BrowserGuard = BrowserGuard()) {
        self.guardian = guardian
        self.path = path
        self.stats = stats
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): request = head
        // No scrape has a body, and nobody reads one here.
        case .body: context.close(promise: nil)
        case .end:
            guard let request else { return }
            self.request = nil
            // A scraper reads its answer before it asks again; answers are not held for one that does not.
            guard context.channel.isWritable else { return context.close(promise: nil) }
            answer(request, context)
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is IdleStateHandler.IdleStateEvent { return context.close(promise: nil) }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func answer(_ request: HTTPRequestHead, _ context: ChannelHandlerContext) {
        do throws(ProxyError) {
            try guardian.check(
                host: request.headers.first(name: "Host"), origins: request.headers["Origin"],
                fetchSites: request.headers["Sec-Fetch-Site"])
        } catch {
            return write(
                HTTPResponseStatus(statusCode: error.code.status), error.code.body + "\n", for: request, context)
        }
        guard request.uri.prefix(while: { $0 != "?" }) == path else {
            return write(.notFound, "not found: metrics are at \(path)\n", for: request, context)
        }
        guard request.method == .GET || request.method == .HEAD else {
            return write(.methodNotAllowed, "only GET and HEAD\n", for: request, context)
        }
        write(.ok, stats.metrics().exposition, for: request, context)
    }

    private func write(
        _ status: HTTPResponseStatus, _ body: String, for request: HTTPRequestHead, _ context: ChannelHandlerContext
    ) {
        var headers: HTTPHeaders = [
            "Content-Type": status == .ok ? PrometheusText.contentType : "text/plain; charset=utf-8",
            "Content-Length": String(body.utf8.count), "X-Content-Type-Options": "nosniff",
        ]
        if status == .methodNotAllowed { headers.add(name: "Allow", value: "GET, HEAD") }
        if !request.isKeepAlive { headers.add(name: "Connection", value: "close") }
        context.write(
            wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: status, headers: headers))), promise: nil)
        if request.method != .HEAD {
            context.write(
                wrapOutboundOut(.body(.byteBuffer(context.channel.allocator.buffer(string: body)))), promise: nil)
        }
        let written = context.eventLoop.makePromise(of: Void.self)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: written)
        guard !request.isKeepAlive else { return }
        let channel = context.channel
        written.futureResult.whenComplete { _ in channel.close(promise: nil) }
    }
}
