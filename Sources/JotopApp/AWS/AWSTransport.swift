import AWSClient
import AsyncHTTPClient
import HTTPTypes
import OutboundProxies

/// HTTP to AWS: each request straight or through the proxy that the variables name for it.
struct AWSTransport: HTTPTransport {
    private let rules: ProxyRules
    private let direct: AsyncHTTPTransport
    /// By the variable that names the proxy.
    private let proxied: [String: AsyncHTTPTransport]

    /// Opens the clients that a network needs, for as long as `body` runs.
    static func with<Result>(
        _ network: AWSNetwork, _ body: (AWSTransport) async throws -> Result
    ) async throws -> Result {
        try await HTTPClient.withHTTPClient(configuration: network.configuration()) { direct in
            try await clients(network, of: network.rules.servers[...], [:]) { proxied in
                try await body(
                    AWSTransport(
                        rules: network.rules, direct: AsyncHTTPTransport(client: direct), proxied: proxied))
            }
        }
    }

    private static func clients<Result>(
        _ network: AWSNetwork, of servers: ArraySlice<ProxyServer>, _ opened: [String: AsyncHTTPTransport],
        _ body: ([String: AsyncHTTPTransport]) async throws -> Result
    ) async throws -> Result {
        guard let server = servers.first else { return try await body(opened) }
        return try await HTTPClient.withHTTPClient(configuration: network.configuration(through: server)) { client in
            var opened = opened
            opened[server.origin] = AsyncHTTPTransport(client: client)
            return try await clients(network, of: servers.dropFirst(), opened, body)
        }
    }

    func send(
        _ request: TransportRequest, timeout: Duration
    ) async throws(TransportError) -> TransportResponse {
        try await client(for: request).send(request, timeout: timeout)
    }

    private func client(for request: TransportRequest) throws(TransportError) -> AsyncHTTPTransport {
        let head = request.head
        guard !request.avoidsProxy, let scheme = head.scheme, let authority = head.authority else { return direct }
        let place = Authority(authority)
        guard let proxy = rules.proxy(for: scheme, host: place.host, port: place.port).flatMap({ proxied[$0.origin] })
        else { return direct }
        if let refusal = ProxyRules.unverifiable(scheme: scheme, host: place.host) {
            throw .tlsFailed(
                reason: "\(refusal.message(of: "endpoint")); \(refusal.remedy(naming: "AWS_ENDPOINT_URL_STS"))")
        }
        return proxy
    }
}
