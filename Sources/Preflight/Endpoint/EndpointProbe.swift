import AWSClient
import NIOCore
import NIOPosix
package import NIOSSL
import OutboundProxies

/// Goes the way to an endpoint step by step: its name, a connection, TLS. Sends no request.
package struct EndpointProbe: Sendable {
    package let route: EndpointRoute
    let tls: TLSConfiguration
    /// The bound of a resolution, of all attempts to connect together, and of a handshake.
    package var timeout: Duration = .seconds(5)
    /// All addresses of a name; it may block.
    var resolveName: @Sendable (_ host: String, _ port: Int) throws -> [SocketAddress] = NameResolution.addresses

    /// - Parameter tls: whom to trust, as the program's own calls do.
    package init(_ route: EndpointRoute, tls: TLSConfiguration = .makeClientConfiguration()) {
        self.route = route
        self.tls = tls
    }

    var loop: any EventLoop { MultiThreadedEventLoopGroup.singleton.any() }
}

// MARK: - The name

extension EndpointProbe {
    /// The addresses of the endpoint, or of the proxy before it.
    func resolve() async throws(PreflightFailure) -> [SocketAddress] {
        if route.proxy != nil, let refusal = ProxyRules.unverifiable(scheme: route.scheme, host: route.host) {
            throw PreflightFailure(
                refusal.message(of: "endpoint"), remedy: refusal.remedy(naming: "AWS_ENDPOINT_URL_STS"))
        }
        let (host, port) = (route.nextHost, route.nextPort)
        if let address = try? SocketAddress(ipAddress: host, port: port) { return [address] }
        let answer = loop.makePromise(of: [SocketAddress].self)
        let timer = loop.scheduleTask(in: TimeAmount(timeout)) { answer.fail(NameResolution.Fault.noAnswer) }
        defer { timer.cancel() }
        // The system's resolver cannot be interrupted: past the bound, its thread is left to it.
        NIOThreadPool.singleton.submit { _ in answer.completeWith(Result { try resolveName(host, port) }) }
        do { return try await answer.futureResult.get() } catch { throw fault(error, of: host) }
    }

    /// What was found of the name, in words.
    func resolution(_ addresses: [SocketAddress]) -> Finding {
        let list = addresses.compactMap(\.ipAddress).joined(separator: ", ")
        if let proxy = route.proxy {
            return .ok("proxy \(proxy.host): \(list) (\(proxy.origin)); it looks up \(route.host)")
        }
        guard (try? SocketAddress(ipAddress: route.host, port: route.port)) == nil else {
            return .inapplicable("\(route.host) is an address already")
        }
        return .ok("\(route.host): \(list)")
    }

    private func fault(_ error: any Error, of host: String) -> PreflightFailure {
        let what = route.proxy.map { "the proxy \(host) (\($0.origin))" } ?? host
        return switch error as? NameResolution.Fault {
        case .noSuchName?:
            PreflightFailure(
                "there is no host named \(what)",
                remedy: route.proxy.map { "check the address in \($0.origin)" }
                    ?? "check this machine's network, the region's name, and AWS_ENDPOINT_URL_STS if it is set")
        case .noAnswer?:
            PreflightFailure(
                "the name of \(what) is not resolved: the name server gives no answer",
                remedy: "check the network and /etc/resolv.conf; behind a proxy, set HTTPS_PROXY")
        case .other(let reason)?:
            PreflightFailure("\(what) cannot be resolved: \(reason)", remedy: "check the network and its name server")
        case nil:
            PreflightFailure("\(what) cannot be resolved: \(type(of: error))", remedy: "check the network")
        }
    }
}
