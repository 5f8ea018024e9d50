import AWSClient
import NIOCore
import NIOPosix

extension EndpointProbe {
    /// A connection that could be made; it is closed again.
    struct Connection: Sendable {
        let address: SocketAddress
        /// What was found, in words.
        let words: String
    }

    /// Connects to one address after the other until one answers, through the proxy if there is one.
    func connect(to addresses: [SocketAddress]) async throws(PreflightFailure) -> Connection {
        let share = timeout / max(1, min(addresses.count, Self.mostAddresses))
        var faults: [String] = []
        for address in addresses.prefix(Self.mostAddresses) {
            do throws(ConnectFault) {
                let channel = try await open(address, within: share)
                channel.close(promise: nil)
                return Connection(address: address, words: words(address, after: faults))
            } catch {
                // A proxy that answers and refuses will do so by its other addresses too.
                if case .refusedByProxy = error { throw failure(error, at: address, after: faults) }
                faults.append("\(error.words) by \(address.place)")
                if address == addresses.prefix(Self.mostAddresses).last {
                    throw failure(error, at: address, after: faults.dropLast())
                }
            }
        }
        throw PreflightFailure("no address to connect to", remedy: nil)
    }

    /// A name with more addresses than this has other troubles than the rest of them.
    private static let mostAddresses = 4

    /// A connection to the endpoint: with a proxy, a tunnel through it where the traffic is encrypted.
    func open(_ address: SocketAddress, within timeout: Duration) async throws(ConnectFault) -> any Channel {
        let channel: any Channel
        do {
            channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .connectTimeout(TimeAmount(timeout))
                .connect(to: address).get()
        } catch {
            throw ConnectFault(error)
        }
        guard let proxy = route.proxy, route.isEncrypted else { return channel }
        do {
            try await ProxyTunnel.open(
                channel, to: route.tunnelTarget, authorization: proxy.authorization, within: timeout)
            return channel
        } catch {
            channel.close(promise: nil)
            throw ConnectFault(error)
        }
    }

    private func words(_ address: SocketAddress, after faults: [String]) -> String {
        let before = faults.isEmpty ? "" : "; before that, " + faults.joined(separator: ", ")
        guard route.proxy != nil else { return address.place + before }
        let tunnel = route.isEncrypted ? ", which opened \(route.tunnelTarget)" : ""
        return "proxy \(address.place)\(tunnel)\(before)"
    }

    private func failure(
        _ fault: ConnectFault, at address: SocketAddress, after faults: some Sequence<String>
    ) -> PreflightFailure {
        let proxy = route.proxy.map { "the proxy \($0.place) (\($0.origin)), " } ?? ""
        let before = faults.map { ", after \($0)" }.joined()
        let message = "\(fault.words) by \(proxy)\(address.place)\(before)"
        return PreflightFailure(message, remedy: fault.remedy(for: route))
    }
}

extension SocketAddress {
    /// `192.0.2.1:443`, `[2001:db8::1]:443`
    var place: String {
        let address = ipAddress ?? "?"
        return "\(address.contains(":") ? "[\(address)]" : address):\(port ?? 0)"
    }
}
