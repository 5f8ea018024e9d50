import NIOCore
import OutboundProxies
import ProxyCore
import Synchronization

/// Where this proxy listens. A request that is sent there comes back, and is sent again, without end.
///
/// Safe from any thread.
final class OwnAddress: Sendable {
    private let listener = Mutex<SocketAddress?>(nil)

    func listens(at address: SocketAddress?) { listener.withLock { $0 = address } }

    /// Judges an address that is about to be connected to.
    ///
    /// - Throws: `invalidUpstream`.
    func check(_ address: SocketAddress) throws(ProxyError) {
        guard let own = listener.withLock({ $0 }), address.port == own.port, Self.leads(address, to: own) else {
            return
        }
        throw ProxyError(
            .invalidUpstream, "\(address.listening) is jotop's own address: the request would come back without end")
    }

    private static func leads(_ address: SocketAddress, to own: SocketAddress) -> Bool {
        guard let place = IPAddress(address), let listener = IPAddress(own) else { return false }
        // Whoever connects to no address in particular reaches this machine.
        guard listener.isUnspecified else { return place == listener || place.isUnspecified && listener.isLoopback }
        if place.isLoopback || place.isUnspecified { return true }
        let devices = (try? System.enumerateDevices()) ?? []
        return devices.contains { $0.address.flatMap { IPAddress($0) } == place }
    }
}

extension IPAddress {
    fileprivate init?(_ address: SocketAddress) {
        guard let text = address.ipAddress else { return nil }
        self.init(text)
    }

    /// `0.0.0.0` or `::`.
    fileprivate var isUnspecified: Bool { bytes.allSatisfy { $0 == 0 } || self == IPAddress("0.0.0.0") }
}
