import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import ProxyCore
import ServiceLifecycle

/// Plays the traffic script through the proxy, as an application would.
struct TrafficGenerator: Service {
    let client: HTTPClient
    let feed: EventFeed

    func run() async throws {
        await cancelWhenGracefulShutdown {
            guard let address = await listening() else { return }
            await withDiscardingTaskGroup { group in
                var round = 0
                while !Task.isCancelled {
                    await play(round, to: address, in: &group)
                    round += 1
                }
            }
        }
        try? await gracefulShutdown()
    }

    /// Waits until the proxy listens.
    private func listening() async -> String? {
        defer { feed.finish() }
        for await batch in feed.batches {
            for case .listening(let listening) in batch.events { return listening.address }
        }
        return nil
    }

    private func play(_ round: Int, to address: String, in group: inout DiscardingTaskGroup) async {
        let start = ContinuousClock.now
        for step in TrafficScript.steps where round % step.everyRounds == 0 {
            guard (try? await Task.sleep(until: start.advanced(by: step.after))) != nil else { return }
            group.addTask { await send(step, to: address) }
        }
        try? await Task.sleep(until: start.advanced(by: TrafficScript.round))
    }

    /// Sends one request and reads its answer; how it went is for the dashboard to tell.
    private func send(_ step: TrafficScript.Step, to address: String) async {
        var request = HTTPClientRequest(url: "http://\(address)\(step.path)")
        request.method = HTTPMethod(rawValue: step.method)
        request.headers.add(name: "X-Upstream-Host", value: step.host.rawValue)
        request.headers.add(name: "User-Agent", value: "demo-app/1.0")
        request.headers.add(name: "Accept", value: "application/json")
        if step.hasOwnAuthorization { request.headers.add(name: "Authorization", value: "Bearer left-over") }
        if step.body > 0 {
            request.headers.add(name: "Content-Type", value: "application/octet-stream")
            request.body = .bytes(ByteBuffer(repeating: UInt8(ascii: "x"), count: step.body))
        }
        guard let response = try? await client.execute(request, timeout: .seconds(15)) else { return }
        _ = try? await response.body.collect(upTo: 16 << 20)
    }
}
