import NIOCore
import NIOHPACK
import NIOHTTP2

/// A message as it came over one stream.
struct ReceivedMessage: Sendable {
    var interim: [String] = []
    var head: HPACKHeaders = [:]
    var body = ""
    var trailers: HPACKHeaders?
    /// How the other side gave the stream up, if it did.
    var reset: HTTP2ErrorCode?
    /// Whether the stream ended as it should.
    var isComplete = false

    var status: String? { head.first(name: ":status") }
    subscript(_ name: String) -> String? { head.first(name: name) }

    /// - Returns: whether there is more to come.
    mutating func take(_ payload: HTTP2Frame.FramePayload) -> Bool {
        switch payload {
        case .headers(let block):
            let status = block.headers.first(name: ":status") ?? ""
            if status.hasPrefix("1") {
                interim.append(status)
            } else if head.isEmpty {
                head = block.headers
            } else {
                trailers = block.headers
            }
            isComplete = block.endStream
            return !block.endStream
        case .data(let piece):
            if case .byteBuffer(let bytes) = piece.data { body += String(buffer: bytes) }
            isComplete = piece.endStream
            return !piece.endStream
        case .rstStream(let code):
            reset = code
            return false
        default: return true
        }
    }
}

extension FrameConnection {
    /// Reads a stream to its end, or its reset, or the connection's.
    func message(_ stream: HTTP2StreamID) async -> ReceivedMessage {
        var message = ReceivedMessage()
        while let payload = await next({ $0.streamID == stream ? $0.payload : nil }) {
            guard message.take(payload) else { break }
        }
        return message
    }

    /// Sends a request without a body, and reads its answer.
    func get(_ stream: HTTP2StreamID, _ fields: HPACKHeaders) async throws -> ReceivedMessage {
        try await head(stream, fields, ends: true)
        return await message(stream)
    }

    /// Answers a request with a status and a body.
    func answer(_ stream: HTTP2StreamID, status: String = "200", _ body: String = "ok") async throws {
        try await head(stream, [":status": status, "content-length": "\(body.utf8.count)"])
        try await data(stream, body, ends: true)
    }
}

extension HPACKHeaders {
    /// A request's head, for an upstream that a header names.
    static func request(
        _ method: String = "GET", _ path: String = "/", to upstream: String, _ fields: (String, String)...
    ) -> HPACKHeaders {
        HPACKHeaders(
            [
                (":method", method), (":scheme", "https"), (":authority", "localhost"), (":path", path),
                ("x-upstream-host", upstream),
            ] + fields)
    }
}
