import AsyncHTTPClient
import EmulatedSTS
import Foundation
import JotopTestSupport
import NIOPosix
import ProxyCore
import Testing

@testable import JotopApp

/// The negative tests that a CI can run: the built program without a screen, an STS and an upstream that verifies.
@Suite("Faults without a screen", .timeLimit(.minutes(5)))
struct OpeningFaultTests {
    private struct World {
        let sts: EmulatedSTS
        let upstream: VerifyingUpstream
        let client: HTTPClient

        var host: String { "127.0.0.1:\(upstream.port)" }

        /// Where `jotop run` finds STS, as an SDK would.
        var environment: [String: String] {
            [
                "AWS_ENDPOINT_URL_STS": sts.endpoint, "AWS_REGION": "us-east-1",
                "AWS_ACCESS_KEY_ID": EmbeddedWorld.principal.accessKeyID,
                "AWS_SECRET_ACCESS_KEY": EmbeddedWorld.secret, "AWS_SESSION_TOKEN": "a-session-token",
                "AWS_EC2_METADATA_DISABLED": "true", "HOME": "/nonexistent", "LISTEN_ADDR": "127.0.0.1:0",
                "UPSTREAM_SCHEME": "http", "TOKEN_TAG": "team=core", "ALLOW_FAULTS": "true",
            ]
        }

        func send(to address: String, _ path: String = "/") async throws -> Int {
            let application = Application(client: client, address: address)
            return try await application.send(path, to: host).status
        }
    }

    private static func with(
        sts configure: (inout EmulatedSTS.Configuration) -> Void = { _ in }, _ body: (World) async throws -> Void
    ) async throws {
        var service = EmulatedSTS.Configuration(principals: [EmbeddedWorld.principal])
        configure(&service)
        let sts = try await EmulatedSTS.start(service, on: MultiThreadedEventLoopGroup.singleton)
        try await HTTPClient.withHTTPClient(configuration: AsyncHTTPTransport.configuration) { client in
            var configuration = VerifyingUpstream.Configuration(
                issuer: sts.issuer, audiences: ["http://127.0.0.1"], transport: AsyncHTTPTransport(client: client))
            configuration.requiredTags = ["team": "core"]
            let upstream = try await VerifyingUpstream.start(configuration, on: MultiThreadedEventLoopGroup.singleton)
            try await body(World(sts: sts, upstream: upstream, client: client))
            await upstream.shutdown()
        }
        await sts.shutdown()
    }

    /// Runs a proxy without a screen. Its lines go to `body` until that has seen enough.
    private static func run(
        _ world: World, _ arguments: [String], _ body: (JSONValue) async throws -> Bool
    ) async throws -> Int32 {
        try await JotopProgram.with(["run", "--headless"] + arguments, environment: world.environment) {
            lines, process in
            for await line in lines where try await body(try JSONValue.parsed(line)) {
                process.terminate()
                break
            }
            process.waitUntilExit()
            return process.terminationStatus
        }
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let fault: String
        let status: Int
        var testDescription: String { "--fault '\(fault)'" }
    }

    @Test(
        "A wrong audience, a missing or another tag, a changed signature and no token are refused from the first request on",
        arguments: [
            Row(fault: "audience urn:example:wrong-audience host:HOST", status: 401),
            Row(fault: "tag host:HOST", status: 403),
            Row(fault: "tag team=other host:HOST", status: 403), Row(fault: "tampered host:HOST", status: 401),
            Row(fault: "none", status: 401), Row(fault: "sts deny", status: 502),
        ])
    func refused(_ row: Row) async throws {
        try await Self.with { world in
            let fault = row.fault.replacing("HOST", with: world.host)
            let name = fault.replacing(" host:\(world.host)", with: "")
            var (seen, statuses): ([JSONValue], [Int]) = ([], [])
            let ended = try await Self.run(world, ["--fault", fault]) { line in
                seen.append(line)
                if line["type"]?.string == "listening", let address = line["address"]?.string {
                    statuses.append(try await world.send(to: address))
                }
                return line["type"]?.string == "diagnosis"
            }
            #expect(ended == 0 && statuses == [row.status])
            // What was lost in the beginning of a log would look as if nothing was wrong.
            #expect(seen.allSatisfy { $0["faults_on"] == .bool(true) })
            #expect(seen.contains { $0["type"]?.string == "fault.set" && $0["fault"]?.string == name })
            let flow = try #require(seen.first { $0["type"]?.string?.hasPrefix("flow.") == true })
            #expect(flow["fault"]?.string == name)
            #expect(seen.last?["cause"]?.string == "fault")
            #expect(seen.last?["text"]?.string?.contains("(fault \(name))") == true)
        }
    }

    @Test("An expired token is waited for, which needs no request, and is sent from then on")
    func expired() async throws {
        try await Self.with(sts: { $0.lifetimeCap = .seconds(1) }) { world in
            var (address, types, status): (String, [String], Int?) = ("", [], nil)
            let ended = try await Self.run(world, ["--fault", "expired host:\(world.host)"]) { line in
                types.append(line["type"]?.string ?? "")
                address = line["address"]?.string ?? address
                if types.last == "fault.set" {
                    #expect(line["fault"]?.string == "expired")
                    status = try await world.send(to: address)
                }
                guard types.last == "diagnosis" else { return false }
                #expect(line["cause"]?.string == "fault")
                #expect(line["text"]?.string?.contains("a token was sent that had expired") == true)
                return true
            }
            #expect(ended == 0 && status == 401)
            #expect(types.contains("token.minted"))
        }
    }

    @Test("As text, each line says that faults are on, and a clock that is put forward is told")
    func text() async throws {
        try await Self.with { world in
            let arguments = ["run", "--headless", "--log-format", "text", "--fault", "clock +55m"]
            let lines = try await JotopProgram.with(arguments, environment: world.environment) { lines, process in
                var seen: [String] = []
                for await line in lines {
                    seen.append(line)
                    guard seen.count >= 3 else { continue }
                    process.terminate()
                    break
                }
                process.waitUntilExit()
                return seen
            }
            #expect(lines.allSatisfy { $0.hasSuffix(" FAULTS-ON") })
            #expect(lines.contains { $0.contains("the cache's clock is 55m ahead") })
        }
    }

    @Test(
        "What cannot be done here is refused before anything listens",
        arguments: [
            (["--fault", "keys rotate"], "only an issuer in this process"),
            (["--fault", "audience https://billing.example.net host:a.example"], "may be a service's"),
            (["--fault", "expired"], "expired wants host:HOST"), (["--fault", "broken"], "fault wants one of"),
        ])
    func impossible(_ row: (arguments: [String], words: String)) async throws {
        try await Self.with { world in
            let outcome = try await JotopProgram.run(
                ["run", "--headless"] + row.arguments, environment: world.environment)
            #expect(outcome.status == 64)
            #expect(outcome.errors.contains(row.words), "\(outcome.errors)")
            #expect(!outcome.output.contains("listening"))
        }
    }

    @Test("A fault that cannot be brought about is refused before the metrics listen: none is tried")
    func beforeMetrics() async throws {
        let other = try await RawServer.start()
        try await Self.with { world in
            let environment = world.environment.merging(["METRICS_LISTEN_ADDR": "127.0.0.1:\(other.port)"]) { $1 }
            let outcome = try await JotopProgram.run(
                ["run", "--headless", "--fault", "keys rotate"], environment: environment)
            #expect(outcome.status == 64)
            #expect(outcome.errors.contains("--fault 'keys rotate'"), "\(outcome.errors)")
        }
    }

    @Test("jotop sts can be signalled as soon as its exports can be read")
    func signalledAtOnce() async throws {
        try await JotopProgram.with(["sts", "--listen-addr", "127.0.0.1:0"]) { lines, sts in
            var (isSignalled, isRotated) = (false, false)
            for await line in lines {
                if !isSignalled { kill(sts.processIdentifier, SIGUSR1) }
                isSignalled = true
                isRotated = line.hasPrefix("# keys rotated")
                if isRotated { break }
            }
            #expect(isRotated)
        }
    }

    @Test("What callers write is a comment to the shell that reads the exports of jotop sts")
    func callers() async throws {
        try await JotopProgram.with(["sts", "--listen-addr", "127.0.0.1:0"]) { lines, _ in
            let environment = try await ProgramTests.exports(lines)
            let outcome = try await JotopProgram.run(
                ["token", "--audience", "x$(touch y)\nz"], environment: environment)
            #expect(outcome.status == 0)
            var told: String?
            for await line in lines where line.contains("GetWebIdentityToken") && line.contains("touch") {
                told = line
                break
            }
            #expect(told?.hasPrefix("# GetWebIdentityToken x$(touch y)") == true && told?.contains("z") == true)
        }
    }

    @Test("Without --allow-faults, a fault is refused with what it needs")
    func notAllowed() async throws {
        let outcome = try await JotopProgram.run(
            ["run", "--headless", "--fault", "tampered"], environment: ["AWS_REGION": "us-east-1"])
        #expect(outcome.status == 64)
        #expect(
            outcome.errors.contains("--fault 'tampered'") && outcome.errors.contains("needs --allow-faults beside it"))
    }

    @Test("jotop sts rotates its keys when it is told to, and whoever has not fetched the new one refuses its tokens")
    func rotated() async throws {
        try await JotopProgram.with(["sts", "--listen-addr", "127.0.0.1:0"]) { lines, sts in
            var environment = try await ProgramTests.exports(lines)
            let issuer = try #require(environment["AWS_ENDPOINT_URL_STS"])
            environment.merge(["LISTEN_ADDR": "127.0.0.1:0", "UPSTREAM_SCHEME": "http"]) { $1 }
            try await HTTPClient.withHTTPClient(configuration: AsyncHTTPTransport.configuration) { client in
                var configuration = VerifyingUpstream.Configuration(
                    issuer: issuer, audiences: ["http://127.0.0.1"], transport: AsyncHTTPTransport(client: client))
                configuration.minimumRefetchInterval = .seconds(3_600)
                let upstream = try await VerifyingUpstream.start(
                    configuration, on: MultiThreadedEventLoopGroup.singleton)
                func status() async throws -> Int? {
                    try await JotopProgram.with(["run", "--headless"], environment: environment) { lines, process in
                        defer {
                            process.terminate()
                            process.waitUntilExit()
                        }
                        for await line in lines {
                            guard let address = try JSONValue.parsed(line)["address"]?.string else { continue }
                            let application = Application(client: client, address: address)
                            return try await application.send("/", to: "127.0.0.1:\(upstream.port)").status
                        }
                        return nil
                    }
                }
                #expect(try await status() == 200)
                kill(sts.processIdentifier, SIGUSR1)
                for await line in lines where line.hasPrefix("# keys rotated") { break }
                #expect(try await status() == 401)
                let raw = try await JotopProgram.run(
                    ["token", "--audience", "urn:x", "--raw"], environment: environment)
                let good = try await JotopProgram.run(
                    ["decode", "--verify", "--issuer", issuer], environment: environment, input: raw.output)
                #expect(good.status == 0 && good.output.contains("RSA_1"))
                await upstream.shutdown()
            }
        }
    }
}
