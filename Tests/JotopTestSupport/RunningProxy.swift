package import ProxyCore
package import ProxyEngine

/// A proxy on a loopback port for the time of a test.
package struct RunningProxy {
    package let port: Int
    package let tokens: StubTokens
    package let events: EventHub
    package let stats: TrafficStats
    package let probe: EventProbe
    package let controls: EngineControls

    /// Runs a proxy while `body` does.
    ///
    /// - Parameter change: last changes to its configuration; upstreams are named by `X-Upstream-Host` and spoken to in
    ///   plain HTTP.
    package static func with<T>(
        tokens answer: StubTokens.Answer = .hit, time: TimeSource = .live, interest: FlowInterest = .every,
        _ change: (inout ProxyEngine.Configuration) -> Void = { _ in },
        _ body: (RunningProxy) async throws -> T
    ) async throws -> T {
        var configuration = ProxyEngine.Configuration(
            router: Router(rule: .header(name: "X-Upstream-Host", scheme: .http)))
        configuration.port = 0
        configuration.drainTimeout = .milliseconds(200)
        change(&configuration)
        let (events, stats, tokens) = (EventHub(), TrafficStats(), StubTokens(answer))
        let controls = EngineControls()
        let engine = ProxyEngine(
            configuration, tokens: tokens, controls: controls, events: events, stats: stats, time: time)
        let probe = EventProbe(events, interest: interest)
        let running = Task {
            // Whoever waits for an event that will not come is told.
            defer { events.finish() }
            try await engine.run()
        }
        guard let address = await probe.first(\.listening)?.address,
            let port = Int(address.split(separator: ":").last ?? "")
        else {
            try await running.value
            throw ProxyError(.shuttingDown, "the proxy did not start")
        }
        let proxy = RunningProxy(
            port: port, tokens: tokens, events: events, stats: stats, probe: probe, controls: controls)
        do {
            let result = try await body(proxy)
            running.cancel()
            try await running.value
            return result
        } catch {
            running.cancel()
            try? await running.value
            throw error
        }
    }

    package func connect() async throws -> RawConnection { try await RawConnection.connect(to: port) }

    /// Both ends of an exchange whose request has arrived upstream, and has been read there.
    package func exchange(
        over upstream: RawServer, path: String = "/"
    ) async throws -> (client: RawConnection, server: RawConnection) {
        let client = try await connect()
        try await client.write("GET \(path) HTTP/1.1\r\nHost: x\r\nX-Upstream-Host: 127.0.0.1:\(upstream.port)\r\n\r\n")
        let server = try await upstream.accept()
        _ = await server.read(through: "\r\n\r\n")
        return (client, server)
    }
}
