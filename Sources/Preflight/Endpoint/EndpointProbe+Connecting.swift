import AWSClient
import NIOCore
import NIOPosix
import OutboundProxies

extension EndpointProbe {
    /// A connection that could be made; it is closed again.
    struct Connection: Sendable {
        let address: SocketAddress
        /// What was found, in words.
        let words: String
    }

    /// Connects to one address after the other until one answers, through the proxy if there is one.
    func connect(to addresses: [SocketAddress]) async throws(PreflightFailure) -> Connection {
        let tried = addresses.prefix(Self.mostAddresses)
        var attempts: [FailedAttempt] = []
        for address in tried {
            do throws(ConnectFault) {
                let channel = try await open(address, within: timeout / tried.count)
                channel.close(promise: nil)
                return Connection(address: address, words: words(address, after: attempts))
            } catch {
                attempts.append(FailedAttempt(fault: error, address: address))
                // A proxy that answers and refuses will do so by its other addresses too.
                if case .refusedByProxy = error { break }
            }
        }
        throw failure(attempts)
    }

    private struct FailedAttempt {
        let fault: ConnectFault
        let address: SocketAddress
        var words: String { "\(fault.words) by \(address.place)" }
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
                channel, to: route.tunnelTarget, credentials: proxy.credentials, within: timeout)
            return channel
        } catch {
            channel.close(promise: nil)
            throw ConnectFault(error)
        }
    }

    private func words(_ address: SocketAddress, after attempts: [FailedAttempt]) -> String {
        let before = attempts.isEmpty ? "" : "; before that, " + attempts.map(\.words).joined(separator: ", ")
        guard route.proxy != nil else { return address.place + before }
        let tunnel = route.isEncrypted ? ", which opened \(route.tunnelTarget)" : ""
        return "proxy \(address.place)\(tunnel)\(before)"
    }

    private func failure(_ attempts: [FailedAttempt]) -> PreflightFailure {
        guard let last = attempts.last else {
            return PreflightFailure("the name has no address", remedy: "check the network and its name server")
        }
        let proxy = route.proxy.map { "the proxy \($0.place) (\($0.origin)), " } ?? ""
        let before = attempts.dropLast().map { ", after \($0.words)" }.joined()
        let message = "\(last.fault.words) by \(proxy)\(last.address.place)\(before)"
        return PreflightFailure(message, remedy: last.fault.remedy(for: route))
    }
}

extension SocketAddress {
    /// `192.0.2.1:443`, `[2001:db8::1]:443`
    var place: String {
        let address = ipAddress ?? "?"
        return "\(address.contains(":") ? "[\(address)]" : address):\(port ?? 0)"
    }
}
