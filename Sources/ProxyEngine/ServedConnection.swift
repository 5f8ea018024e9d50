import NIOCore
import NIOSSL

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A client's connection as its event loop sees it, whichever version of HTTP it speaks.
protocol ServedConnection: AnyObject {
    /// Looks whether the client has kept its connection waiting for too long. Called now and then, for all of a loop.
    func checkTime(_ now: ContinuousClock.Instant)

    /// Breaks the connection at once.
    func abort()
}

extension ChannelHandlerContext {
    /// Breaks a connection at once. TLS takes no leave: an answer that is cut short must not look complete.
    ///
    /// - Parameter isTold: whether the other side can only tell from a reset that it was cut short (RFC 9293, section 3.10.7).
    func breakOff(resetting isTold: Bool = false) {
        let tls = try? pipeline.syncOperations.context(handlerType: NIOSSLServerHandler.self)
        if isTold, let socket = channel as? any SocketOptionProvider {
            socket.setSoLinger(linger(l_onoff: 1, l_linger: 0)).whenComplete { _ in }
        }
        (tls ?? self).close(promise: nil)
    }
}
