import HTTPWire
import NIOCore
package import ProxyCore

/// A request as it can be sent once more. It never leaves the process: unlike a capture, it holds what the application sent.
///
/// An inbound `Authorization` is not in it, nor whatever belongs to the client's connection: it is copied as it went upstream, and
/// the token stands beside it.
package struct KeptRequest: Sendable {
    /// Why a request cannot be sent again.
    package enum Obstacle: String, Sendable, Hashable, CaseIterable {
        case largeBody = "its body is larger than 64 KiB, and was not kept"
        case incompleteBody = "its body did not come whole"
        case trailers = "it had fields after its body, which were not kept"
        case upgrade = "it asked for another protocol than HTTP"
        case fault = "it was faulted by you: one that was not can be sent again"
    }

    package let flow: FlowID
    package let method: String
    package let target: UpstreamTarget
    package let audiences: AudienceSet
    /// The token that went out with it, byte for byte; nil where none did.
    package let token: Token?
    /// What its upstream answered; nil if it did not.
    package let status: Int?
    package let obstacle: Obstacle?
    let head: RequestHead
    let body: KeptBody

    init(_ record: borrowing ExchangeRecord, to route: Route, body: KeptBody) {
        flow = record.id
        method = record.head.methodText
        target = route.target
        audiences = route.audiences
        token = record.sent == nil ? nil : record.grant?.token
        status = record.answered == nil ? nil : record.status
        obstacle =
            route.fault != nil ? .fault : ProtocolUpgrade.asked(record.head) == nil ? body.obstacle : .upgrade
        head = record.head.forwarded(to: record.path, without: .expect)
        self.body = body
    }

    /// Whether it asks for nothing to be changed, as far as its method says (RFC 9110, section 9.2.1) and no field names
    /// another.
    package var isSafe: Bool {
        guard head.method == .get || head.method == .head else { return false }
        return !head.fields.spans.contains { span in
            Self.overrides.contains { head.fields.isNamed(span, $0) }
        }
    }

    private static let overrides = SafeRequest.overridingFields.map { Array($0.utf8) }

    /// About the memory that it takes, in bytes.
    var weight: Int {
        512 + head.fields.bytes.readableBytes + head.fields.spans.count * MemoryLayout<FieldSpan>.stride
            + (body.bytes?.readableBytes ?? 0) + (token?.facts.length ?? 0)
    }
}

extension KeptRequest: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "KeptRequest(\(flow))" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: ["flow": flow]) }
}
