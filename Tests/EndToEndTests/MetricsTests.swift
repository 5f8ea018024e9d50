import EmulatedSTS
import Foundation
import JotopTestSupport
import ProxyCore
import ProxyEngine
import Testing

@testable import JotopApp

@Suite("Metrics", .timeLimit(.minutes(5)))
struct MetricsTests {
    @Test("Calls to STS, cache and upstream are counted from end to end, and agree with the totals")
    func wholePath() async throws {
        try await EmbeddedWorld.with(sts: { $0.deniedAudiences = ["http://localhost"] }) { world in
            let upstream = try await world.upstream(accepting: ["http://127.0.0.1"])
            for _ in 0..<3 { _ = try await world.application.send("/", to: "127.0.0.1:\(upstream.port)") }
            let denied = try await world.application.send("/", to: "localhost:\(upstream.port)")
            #expect(denied.status == 502)
            let snapshot = world.stack.stats.metrics()
            let metrics = try Exposition(parsing: snapshot.exposition)
            let (fetches, audience) = ("token_fetch_count_total", "http://127.0.0.1")
            #expect(metrics.value(fetches, ["audience": audience, "result": "ok"]) == 1)
            let error = ["audience": "http://localhost", "result": "error", "error_class": "AccessDenied"]
            #expect(metrics.value(fetches, error) == 1)
            #expect(metrics.value("token_cache_hit_count_total", ["audience": audience]) == 2)
            #expect(metrics.value("token_cache_miss_count_total", ["audience": audience]) == 1)
            #expect(metrics.value("token_cached_audiences") == 1)
            #expect(metrics.sum(fetches) == Double(snapshot.totals.mints))
            #expect(snapshot.totals.mintFailures == 1 && snapshot.totals.requests == 4)
            await upstream.shutdown()
        }
    }

    private static let environment = [
        "AWS_REGION": "us-east-1", "AWS_ENDPOINT_URL_STS": "http://127.0.0.1:1", "LISTEN_ADDR": "127.0.0.1:0",
        "AWS_EC2_METADATA_DISABLED": "true",
    ]

    @Test("The program says where its metrics are, and serves them there", arguments: ["json", "text"])
    func program(_ format: String) async throws {
        let arguments = ["--metrics-listen-addr", "127.0.0.1:0", "--metrics-path", "/m", "--log-format", format]
        try await JotopProgram.with(arguments, environment: Self.environment) { lines, process in
            for await line in lines where line.contains("listening") {
                let address =
                    format == "json"
                    ? try JSONValue.parsed(line)["metrics"]?.string
                    : line.split(separator: "metrics=").last.map { String($0) }
                let port = try #require(address?.split(separator: ":").last.flatMap { Int($0) })
                let client = try await RawConnection.connect(to: port)
                try await client.write("GET /m HTTP/1.1\r\nHost: localhost\r\n\r\n")
                let answer = await client.readMessage()
                let body = String(answer[try #require(answer.firstRange(of: "\r\n\r\n")).upperBound...])
                let metrics = try Exposition(parsing: body)
                #expect(metrics.kinds.count == 7)
                process.terminate()
                #expect(await client.readToEnd() == "")
                break
            }
            process.waitUntilExit()
            #expect(process.terminationReason == .exit && process.terminationStatus == 0)
        }
    }

    @Test("Switched off, nothing is said and nothing is served")
    func off() async throws {
        let other = try await RawServer.start()
        let arguments = ["--metrics-enabled=false", "--metrics-listen-addr", "127.0.0.1:\(other.port)"]
        try await JotopProgram.with(arguments, environment: Self.environment) { lines, process in
            for await line in lines where line.contains("listening") {
                let event = try JSONValue.parsed(line)
                #expect(event["metrics"] == nil)
                break
            }
            process.terminate()
            process.waitUntilExit()
            #expect(process.terminationStatus == 0)
        }
    }

    @Test("A port in use is told with both ways out")
    func portInUse() async throws {
        let other = try await RawServer.start()
        let outcome = try await JotopProgram.run(
            ["--metrics-listen-addr", "127.0.0.1:\(other.port)"], environment: Self.environment)
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("cannot serve metrics on 127.0.0.1:\(other.port): address already in use"))
        #expect(outcome.errors.contains("jotop --metrics-listen-addr 127.0.0.1:0"))
        #expect(outcome.errors.contains("jotop --metrics-enabled=false"))
        #expect(outcome.errors.contains("ss -ltnp 'sport = :\(other.port)'"))
    }
}
