import EmulatedSTS
import Foundation
import JotopSettings
import JotopTestSupport
import ProxyCore
import Synchronization
import Testing
import TokenDecoding

@testable import JotopApp

/// The issuer rotates its keys, and its documents are fetched over TLS.
@Suite("Verification over a rotation of keys, by TLS on real sockets", .timeLimit(.minutes(5)))
struct RotationTests {
    private static let discovery = "/.well-known/openid-configuration"
    private static let keys = "/.well-known/jwks.json"

    /// A proxy whose issuer is reached by TLS alone.
    private static func with(
        time: TimeSource = .live, _ body: (EmbeddedWorld, TLSFront) async throws -> Void
    ) async throws {
        let front = try await TLSFront.start()
        try await EmbeddedWorld.with(allowsReplays: true, time: time, trusting: front.certificate) {
            $0.issuer = "https://localhost:\(front.port)"
        } _: { world in
            front.lead(to: world.sts.port)
            try await body(world, front)
        }
    }

    @Test("v meets a key that it does not know, waits its time, fetches the set anew once, and finds both keys good")
    func dashboard() async throws {
        let clock = ShiftedTime()
        try await Self.with(time: clock.source) { world, front in
            try await WatchedUpstream.with(.open, in: world) { _, host in
                _ = try await world.application.send("/", to: host)
                let end = try #require(await world.probe.first(\.ended))
                let (first, audiences) = (try #require(end.token), try #require(end.start.audiences))
                func verify(_ token: TokenID, _ flow: FlowID?) async throws -> TokenVerified {
                    world.stack.perform(.verify(token, of: audiences, sentWith: flow))
                    return try #require(await world.probe.first(\.verified))
                }
                let before = try await verify(first.id, end.start.id)
                #expect(before.verdict == .valid && before.keyID == "RSA_0")
                #expect(before.keys?.address == "https://localhost:\(front.port)\(Self.keys)")
                #expect(front.targets == [Self.discovery, Self.keys])

                world.sts.rotateKeys()
                world.stack.perform(.refresh(audiences))
                let fresh = try #require(await world.probe.first(\.refreshed)).facts
                #expect(fresh.keyID == "RSA_1")
                // However often it is asked: the set was fetched a moment ago.
                for _ in 1...3 {
                    let early = try await verify(fresh.id, nil)
                    #expect(early.verdict == .invalid && early.fault == .unknownKey)
                }
                #expect(front.targets.count == 2)

                clock.advance(by: .seconds(31))
                let after = try await verify(fresh.id, nil)
                #expect(after.verdict == .valid && after.keyID == "RSA_1")
                #expect(front.targets == [Self.discovery, Self.keys, Self.discovery, Self.keys])
                let old = try await verify(first.id, end.start.id)
                #expect(old.verdict == .valid && old.keyID == "RSA_0")
                #expect(front.targets.count == 4)
            }
        }
    }

    @Test("decode --verify takes tokens of both keys, and refuses a key that is not published after one look")
    func decode() async throws {
        try await Self.with { world, front in
            try await WatchedUpstream.with(.open, in: world) { upstream, host in
                func token(_ path: String) async throws -> String {
                    _ = try await world.application.send(path, to: host)
                    let field = try #require(upstream.requests.last?.values(of: "authorization").first)
                    return String(field.dropFirst("Bearer ".count))
                }
                let old = try await token("/old")
                world.sts.rotateKeys()
                world.stack.perform(.refresh(AudienceSet("http://127.0.0.1")))
                _ = await world.probe.first(\.refreshed)
                let new = try await token("/new")
                #expect(old != new)
                let trust = FileManager.default.temporaryDirectory.appending(path: "jotop-\(UUID().uuidString).pem")
                try front.certificate.chain.write(to: trust, atomically: true, encoding: .utf8)
                defer { try? FileManager.default.removeItem(at: trust) }
                func decode(_ token: String, trusting: Bool = true) async throws -> JotopProgram.Outcome {
                    try await JotopProgram.run(
                        ["decode", "--verify", "--issuer", world.sts.issuer, "--audience", "http://127.0.0.1"],
                        environment: trusting ? ["AWS_CA_BUNDLE": trust.path] : [:], input: token)
                }
                for token in [old, new] {
                    let good = try await decode(token)
                    #expect(good.status == 0, "\(good.errors)")
                    #expect(Set(try ProgramTests.marks(good.output).values) == ["ok"])
                }
                #expect(front.targets.count == 4)

                var parts = new.split(separator: ".").map(String.init)
                parts[0] = Base64URL.encode(Array(#"{"alg":"RS256","kid":"RSA_7","typ":"JWT"}"#.utf8))
                let unknown = try await decode(parts.joined(separator: "."))
                #expect(unknown.status == 1)
                #expect(unknown.errors.contains("a key that its issuer does not publish"))
                let marks = try ProgramTests.marks(unknown.output)
                #expect(marks["signature"] == "!!" && marks["issuer"] == "!!")
                #expect(front.targets.count == 6)

                let untrusted = try await decode(new, trusting: false)
                #expect(untrusted.status == 1 && untrusted.errors.contains("the signature was not checked"))
                #expect(try ProgramTests.marks(untrusted.output)["signature"] == "??")
            }
        }
    }
}

/// Time as it is, and as much later as a test says.
private final class ShiftedTime: Sendable {
    private let shift = Mutex(Duration.zero)

    /// How far ahead of the system's clock it is.
    private var lead: Duration { shift.withLock { $0 } }

    func advance(by step: Duration) { shift.withLock { $0 += step } }

    var source: TimeSource {
        var time = TimeSource.live
        time.now = { ContinuousClock.now + self.lead }
        time.sleep = { moment in try await TimeSource.live.sleep(moment - self.lead) }
        return time
    }
}
