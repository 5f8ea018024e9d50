import NIOCore

@testable import HTTPWire

/// What came of bytes that were handed to a parser piece by piece.
enum Outcome<Value> {
    case value(Value, left: Int)
    case fault(WireFault)
    /// More bytes are wanted.
    case more
}

/// Hands bytes to a parser as a connection does: what came, and what was left of what came before.
func feed<Value>(
    _ pieces: [ArraySlice<UInt8>], to next: (inout ByteBuffer) throws(WireFault) -> Value?
) -> Outcome<Value> {
    var inbox = ByteBuffer()
    for (index, piece) in pieces.enumerated() {
        inbox.writeBytes(piece)
        do throws(WireFault) {
            guard let value = try next(&inbox) else { continue }
            return .value(value, left: inbox.readableBytes + pieces[(index + 1)...].map(\.count).reduce(0, +))
        } catch {
            return .fault(error)
        }
    }
    return .more
}

/// Every way to part bytes in two, the whole, and byte for byte.
func splits(_ text: String) -> [[ArraySlice<UInt8>]] {
    let bytes = Array(text.utf8)
    return [[bytes[...]], bytes.indices.map { bytes[$0...$0] }]
        + bytes.indices.dropFirst().map { [bytes[..<$0], bytes[$0...]] }
}

func parsedRequest(_ pieces: [ArraySlice<UInt8>], limits: HeadLimits = HeadLimits()) -> Outcome<RequestHead> {
    var parser = RequestParser(limits: limits)
    return feed(pieces) { (inbox: inout ByteBuffer) throws(WireFault) -> RequestHead? in
        guard inbox.readableBytes > 0 else { return nil }
        return try parser.next(&inbox)
    }
}

func parsedResponse(_ pieces: [ArraySlice<UInt8>]) -> Outcome<ResponseHead> {
    var parser = ResponseParser()
    return feed(pieces) { (inbox: inout ByteBuffer) throws(WireFault) -> ResponseHead? in try parser.next(&inbox) }
}

/// A body, whole, and its trailers.
struct Body: Equatable {
    var bytes: [UInt8] = []
    var trailers: [String]?
}

func readBody(
    _ pieces: [ArraySlice<UInt8>], _ framing: BodyFraming, limits: HeadLimits = HeadLimits()
) -> Outcome<Body> {
    var (reader, body) = (BodyReader(framing, limits: limits), Body())
    return feed(pieces) { (inbox: inout ByteBuffer) throws(WireFault) -> Body? in
        while true {
            switch try reader.next(&inbox) {
            case .more: return nil
            case .bytes(let bytes): body.bytes += bytes.readableBytesView
            case .end(let trailers):
                body.trailers = trailers?.lines
                return body
            }
        }
    }
}

extension FieldBlock {
    var lines: [String] { spans.map { "\(name($0)): \(text($0))" } }
}

extension Outcome {
    var fault: WireFault.Kind? {
        guard case .fault(let fault) = self else { return nil }
        return fault.kind
    }

    var value: Value? {
        guard case .value(let value, _) = self else { return nil }
        return value
    }

    var left: Int? {
        guard case .value(_, let left) = self else { return nil }
        return left
    }
}
