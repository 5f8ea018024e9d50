import NIOCore
import NIOSSL

/// A client's connection as its event loop sees it, whichever version of HTTP it speaks.
protocol ServedConnection: AnyObject {
    /// Looks whether the client has kept its connection waiting for too long. Called now and then, for all of a loop.
    func checkTime(_ now: ContinuousClock.Instant)

    /// Breaks the connection at once.
    func abort()
}

extension ChannelHandlerContext {
    /// Breaks a connection at once. TLS takes no leave: an answer that is cut short must not look complete.
    func breakOff() {
        let tls = try? pipeline.syncOperations.context(handlerType: NIOSSLServerHandler.self)
        (tls ?? self).close(promise: nil)
    }
}
