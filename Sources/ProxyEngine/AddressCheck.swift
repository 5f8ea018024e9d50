import NIOCore
import ProxyCore

/// Stands before a socket while it connects, and lets it connect only to addresses that the rule lets pass and that are not the
/// proxy's own: whatever name they come from, and whoever resolved it.
final class AddressCheck: ChannelOutboundHandler, RemovableChannelHandler {
    typealias OutboundIn = Never

    private let rule: AddressRule
    private let own: OwnAddress
    private let host: String

    init(_ rule: AddressRule, own: OwnAddress, host: String) {
        self.rule = rule
        self.own = own
        self.host = host
    }

    func connect(context: ChannelHandlerContext, to address: SocketAddress, promise: EventLoopPromise<Void>?) {
        do throws(ProxyError) {
            try rule.check(address: address.ipAddress ?? "", of: host)
            try own.check(address)
            context.connect(to: address, promise: promise)
            // Nothing is left to do, and every write would have to pass.
            context.pipeline.syncOperations.removeHandler(self, promise: nil)
        } catch {
            promise?.fail(error)
        }
    }
}
