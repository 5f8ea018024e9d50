import NIOCore
import NIOHTTP1

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// One connection of a ``LoopbackServer``: reads requests, asks the handler, writes the answers.
struct LoopbackConnection: Sendable {
    let channel: LoopbackServer.Connection
    let maximumBodySize: Int
    let handler: LoopbackServer.Handler

    private typealias Outbound = NIOAsyncChannelOutboundWriter<HTTPServerResponsePart>

    /// A connection that breaks is the client's affair: its error ends it, and nothing else.
    func run() async {
        try? await channel.executeThenClose { inbound, outbound in
            var assembly: RequestAssembly?
            for try await part in inbound {
                switch part {
                case .head(let head):
                    assembly = RequestAssembly(head)
                    try await invite(head, outbound)
                case .body(let bytes): assembly?.append(bytes, limit: maximumBodySize)
                case .end:
                    guard let request = assembly else { return }
                    assembly = nil
                    guard try await answer(request, outbound) else { return }
                }
            }
        }
    }

    /// Tells a client that asks first to send its body (RFC 9110, section 10.1.1).
    private func invite(_ head: HTTPRequestHead, _ outbound: Outbound) async throws {
        guard head.headers.first(name: "Expect")?.lowercased() == "100-continue" else { return }
        try await outbound.write(.head(HTTPResponseHead(version: .http1_1, status: .continue)))
    }

    /// - Returns: whether the connection stays open.
    private func answer(_ assembly: RequestAssembly, _ outbound: Outbound) async throws -> Bool {
        guard !assembly.isTooLarge else {
            var refusal = LoopbackResponse(status: .payloadTooLarge, type: "text/plain", text: "body too large")
            refusal.headers.add(name: "Connection", value: "close")
            try await write(refusal, to: assembly.head, outbound)
            return false
        }
        var response = await handler(assembly.request)
        switch response.delivery {
        case .hang:
            try await waitForClose()
            return false
        case .reset:
            try await reset()
            return false
        case .whole, .pieces, .cut:
            let keepsOpen = assembly.head.isKeepAlive
            if !keepsOpen { response.headers.replaceOrAdd(name: "Connection", value: "close") }
            try await write(response, to: assembly.head, outbound)
            if case .cut = response.delivery { return false }
            return keepsOpen
        }
    }

    private func write(
        _ response: LoopbackResponse, to request: HTTPRequestHead, _ outbound: Outbound
    ) async throws {
        var head = HTTPResponseHead(version: .http1_1, status: response.status, headers: response.headers)
        let hasBody = response.status.mayHaveResponseBody
        if hasBody { head.headers.replaceOrAdd(name: "Content-Length", value: String(response.body.count)) }
        try await outbound.write(.head(head))
        if hasBody, request.method != .HEAD {
            for piece in ResponsePieces(response) { try await outbound.write(.body(.byteBuffer(piece))) }
        }
        if case .cut = response.delivery { return }
        try await outbound.write(.end(nil))
    }

    private func waitForClose() async throws {
        let channel = channel.channel
        try await withTaskCancellationHandler {
            try await channel.closeFuture.get()
        } onCancel: {
            channel.close(promise: nil)
        }
    }

    /// Closing with a linger time of zero makes the system send RST instead of FIN.
    private func reset() async throws {
        if let options = channel.channel as? any SocketOptionProvider {
            try await options.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
        }
        try await channel.channel.close().get()
    }
}
