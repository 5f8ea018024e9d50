import NIOCore
import NIOHTTP1

/// Reads the reason phrases that the decoder after it drops (RFC 9112, section 4), and carries what is no text past it.
///
/// It looks at nothing but the heads of answers, and refuses only control characters in a reason; everything else that is
/// no answer, the decoder refuses.
final class ReasonReader: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private enum Phase {
        /// No answer is due.
        case idle
        /// In a status line.
        case statusLine
        /// In the fields of an interim answer, after which the next status line comes.
        case interimFields
    }

    /// Longer lines are left to the decoder.
    private static let lineLimit = 8192

    private var phase = Phase.idle
    private var line: [UInt8] = []
    private var isAtLineStart = true
    private var found: [HTTPResponseStatus] = []
    private var isNonsense = false
    private var isInHead = false
    /// Whether the head has bytes that are no text, carried as ``RawText``.
    private(set) var isCarried = false
    private var tail: UInt32 = 0

    /// A request goes out, so an answer is due.
    func expectAnswer() {
        phase = .statusLine
        (isInHead, isCarried, tail) = (true, false, 0)
        line.removeAll(keepingCapacity: true)
        found.removeAll(keepingCapacity: true)
    }

    /// The status of the head that the decoder hands on, with the reason as it came.
    func status(of head: HTTPResponseHead) -> HTTPResponseStatus {
        if head.status.code >= 200 || head.status.code == 101 { isInHead = false }
        guard !found.isEmpty else { return head.status }
        let status = found.removeFirst()
        return status.code == head.status.code ? status : head.status
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard isInHead else { return context.fireChannelRead(data) }
        let bytes = unwrapInboundIn(data)
        let carried = RawText.carried(bytes, after: tail)
        tail = RawText.tail(bytes, after: tail)
        if carried != nil { isCarried = true }
        if case .idle = phase {} else { (carried ?? bytes).withUnsafeReadableBytes { scan($0) } }
        guard !isNonsense else { return context.fireErrorCaught(HTTPParserError.invalidConstant) }
        context.fireChannelRead(carried.map { NIOAny($0) } ?? data)
    }

    private func scan(_ bytes: UnsafeRawBufferPointer) {
        for byte in bytes {
            switch phase {
            case .idle: return
            case .statusLine: readStatus(byte)
            case .interimFields: skipFields(byte)
            }
        }
    }

    private func readStatus(_ byte: UInt8) {
        guard byte == UInt8(ascii: "\n") else {
            // An empty line before the status line is passed over, as the decoder does.
            if line.isEmpty, byte == UInt8(ascii: "\r") { return }
            line.append(byte)
            if line.count > Self.lineLimit { phase = .idle }
            return
        }
        guard !line.isEmpty else { return }
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        isNonsense = line.contains { ($0 < 0x20 && $0 != UInt8(ascii: "\t")) || $0 == 0x7F }
        let status = Self.status(line)
        line.removeAll(keepingCapacity: true)
        guard let status else { return phase = .idle }
        found.append(status)
        isAtLineStart = true
        phase = (100..<200).contains(status.code) && status.code != 101 ? .interimFields : .idle
    }

    private func skipFields(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\n"):
            if isAtLineStart { phase = .statusLine }
            isAtLineStart = true
        case UInt8(ascii: "\r"): break
        default: isAtLineStart = false
        }
    }

    /// `HTTP/1.1 200 OK`: the version and the code are the decoder's to judge.
    private static func status(_ line: [UInt8]) -> HTTPResponseStatus? {
        guard line.count >= 12, line[8] == UInt8(ascii: " "), line[9..<12].allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        let code = line[9..<12].reduce(0) { $0 * 10 + Int($1 - 0x30) }
        let known = HTTPResponseStatus(statusCode: code)
        let reason = line.dropFirst(13)
        return known.reasonPhrase.utf8.elementsEqual(reason)
            ? known : .custom(code: UInt(code), reasonPhrase: String(decoding: reason, as: UTF8.self))
    }
}
