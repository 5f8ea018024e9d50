import HTTPWire
import NIOCore
import SeededNumbers

extension FuzzTarget {
    static let wire = [requests, answers]

    private static let grammar = [
        "GET ", "POST ", "HEAD ", " HTTP/1.1\r\n", " HTTP/1.0\r\n", "\r\n\r\n", "Host: a\r\n", "Content-Length: 3\r\n",
        "Content-Length: +3\r\n", "Content-Length: 0x3\r\n", "content-length : 3\r\n", "Transfer-Encoding: chunked\r\n",
        "Transfer-Encoding: gzip, chunked\r\n", "Transfer-Encoding:\tchunked\r\n", "Transfer-Encoding: chunkedX\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "Connection: close\r\n", "3\r\nabc\r\n",
        "0\r\n\r\n", "0\r\nA: b\r\n\r\n", "3;x=y\r\n", "FFFFFFFFFFFFFFFF\r\n", "00000000000000003\r\n",
        "\r\n folded\r\n",
        "HTTP/1.1 200 OK\r\n", "HTTP/1.1 204\r\n", "HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 999 \r\n", "X:\u{B}a\r\n",
    ]

    /// What a client sends: requests one after another, up to the first that is none.
    private static let requests = FuzzTarget(name: "requests", dictionary: grammar) { bytes in
        let whole = Transcript(requests: [bytes])
        for pieces in splits(of: bytes) {
            let split = Transcript(requests: pieces)
            try hold(split == whole, "split as \(pieces.map(\.count)): \(split)\nwhole: \(whole)")
        }
        guard let theirs = Transcript(decodedByNIO: bytes, like: whole) else { return whole.kind }
        try hold(theirs.messages == whole.messages, "NIO reads \(theirs)\nhere: \(whole)")
        return whole.kind + ", as NIO"
    }

    /// What an upstream sends.
    private static let answers = FuzzTarget(name: "responses", dictionary: grammar) { bytes in
        let whole = Transcript(responses: [bytes])
        for pieces in splits(of: bytes) {
            let split = Transcript(responses: pieces)
            try hold(split == whole, "split as \(pieces.map(\.count)): \(split)\nwhole: \(whole)")
        }
        return whole.kind
    }

    /// Byte by byte, and in pieces of ever other lengths.
    private static func splits(of bytes: [UInt8]) -> [[[UInt8]]] {
        var generator = SeededGenerator(seed: UInt64(bytes.count))
        var pieces: [[UInt8]] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            let length = Int.random(in: 1...max(1, min(rest.count, 40)), using: &generator)
            pieces.append(Array(rest.prefix(length)))
            rest = rest.dropFirst(length)
        }
        return (bytes.count <= 600 ? [bytes.map { [$0] }] : []) + [pieces]
    }
}

/// What a sequence of bytes says: messages, and how they end.
struct Transcript: Equatable {
    struct Field: Equatable {
        let name: [UInt8]
        let value: [UInt8]
    }

    struct Message: Equatable {
        var start: String
        var fields: [Field]
        var body: [UInt8] = []
        var trailers: [Field] = []
        var isComplete = false
    }

    var messages: [Message] = []
    /// Why the rest is no message; nil where it is one, or may become one.
    var fault: String?
    /// Whether a head has begun that is not complete.
    var isPending = false
    /// Whether another message may follow on the connection.
    private var staysOpen = true

    init() {}

    init(requests pieces: [[UInt8]]) {
        var parser = RequestParser()
        read(pieces) { buffer throws(WireFault) in
            guard let head = try parser.next(&buffer) else { return nil }
            return (Self.message(head), try head.framing(), head.persists)
        }
    }

    init(responses pieces: [[UInt8]]) {
        var parser = ResponseParser()
        read(pieces) { buffer throws(WireFault) in
            guard let head = try parser.next(&buffer) else { return nil }
            let message = Message(
                start: "\(head.version.rawValue) \(head.status) \(head.reason)", fields: Self.fields(head.fields))
            return (
                message, try head.fields.responseFraming(head.version, status: head.status, answersHead: false), true
            )
        }
    }

    private mutating func read(
        _ pieces: [[UInt8]], _ next: (inout ByteBuffer) throws(WireFault) -> (Message, BodyFraming, persists: Bool)?
    ) {
        var buffer = ByteBuffer()
        var body: BodyReader?
        for piece in pieces {
            buffer.writeBytes(piece)
            do throws(WireFault) {
                while try step(&buffer, &body, next) {}
            } catch {
                fault = error.words
                return
            }
        }
        isPending = staysOpen && body == nil && buffer.readableBytes > 0
    }

    /// - Returns: whether there may be more in the buffer.
    private mutating func step(
        _ buffer: inout ByteBuffer, _ body: inout BodyReader?,
        _ next: (inout ByteBuffer) throws(WireFault) -> (Message, BodyFraming, persists: Bool)?
    ) throws(WireFault) -> Bool {
        guard body != nil else {
            guard staysOpen, let (message, framing, persists) = try next(&buffer) else { return false }
            messages.append(message)
            staysOpen = persists
            body = BodyReader(framing, limits: HeadLimits())
            return true
        }
        switch try body?.next(&buffer) {
        case .bytes(let bytes)?: messages[messages.count - 1].body += bytes.readableBytesView
        case .end(let trailers)?:
            messages[messages.count - 1].trailers = trailers.map { Self.fields($0) } ?? []
            messages[messages.count - 1].isComplete = true
            body = nil
        case .more?, nil: return false
        }
        return true
    }

    private static func message(_ head: RequestHead) -> Message {
        Message(start: "\(head.methodText) \(head.targetText) \(head.version.rawValue)", fields: fields(head.fields))
    }

    private static func fields(_ block: FieldBlock) -> [Field] {
        let bytes = Array(block.bytes.readableBytesView)
        return block.spans.map { Field(name: Array(bytes[$0.nameRange]), value: Array(bytes[$0.valueRange])) }
    }

    /// In a word.
    var kind: String {
        fault ?? (isPending ? "a head that has begun" : messages.last?.isComplete == false ? "a body" : "messages")
    }
}

extension Transcript: CustomStringConvertible {
    var description: String {
        let told = messages.map { message in
            let fields = message.fields.map { "\(text($0.name)): \(text($0.value))" }
            let trailers = message.trailers.map { "\(text($0.name)): \(text($0.value))" }
            return "[\(message.start) \(fields) \(text(message.body)) \(trailers) \(message.isComplete)]"
        }
        return "\(told.joined(separator: " ")) \(fault ?? "-") \(isPending)"
    }

    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self).debugDescription }
}
