import EmulatedSTS
import JotopSettings
import JotopTestSupport
import ProxyCore
import Recordings
import Testing

@testable import JotopApp

@Suite("Verification of tokens that were sent", .timeLimit(.minutes(5)))
struct VerificationTests {
    private func sentToken(_ world: EmbeddedWorld, to host: String) async throws -> (FlowEnd, SentToken, AudienceSet) {
        _ = try await world.application.send("/", to: host)
        let end = try #require(await world.probe.first(\.ended))
        return (end, try #require(end.token), try #require(end.start.audiences))
    }

    @Test(
        "The token of a flow is good by its issuer's keys, and the event tells key, issuer and where the keys came from"
    )
    func good() async throws {
        try await EmbeddedWorld.with(allowsReplays: true) { world in
            try await WatchedUpstream.with(.open, in: world) { upstream, host in
                let (end, token, audiences) = try await sentToken(world, to: host)
                world.stack.perform(.verify(token.id, of: audiences, sentWith: end.start.id))
                let check = try #require(await world.probe.first(\.verified))
                #expect(check.verdict == .valid)
                #expect(check.fault == nil)
                #expect(check.print == token.print)
                #expect(check.issuer == world.sts.issuer)
                #expect(check.keys?.address.hasPrefix(world.sts.issuer) == true)
                #expect(check.keyID != nil)
                let signature = upstream.requests[0].values(of: "authorization")[0].split(separator: ".").last ?? ""
                #expect(!EventJSON.line(.tokenVerified(check), detailed: true).contains(signature))
            }
        }
    }

    @Test("A generation that has been replaced is checked as long as a request that carried it is kept")
    func replaced() async throws {
        try await EmbeddedWorld.with(allowsReplays: true) { world in
            try await WatchedUpstream.with(.open, in: world) { _, host in
                let (end, token, audiences) = try await sentToken(world, to: host)
                for _ in 1...2 {
                    world.stack.perform(.refresh(audiences))
                    _ = await world.probe.first(\.refreshed)
                }
                world.stack.perform(.verify(token.id, of: audiences, sentWith: end.start.id))
                let check = try #require(await world.probe.first(\.verified))
                #expect(check.verdict == .valid && check.token == token.id)
                world.stack.perform(.verify(token.id, of: audiences, sentWith: nil))
                let gone = try #require(await world.probe.first(\.verified))
                #expect(gone.verdict == .unchecked && gone.fault == .gone)
                #expect(gone.detail == "the bytes of A1 are not kept any more")
            }
        }
    }

    @Test("From an issuer that nobody named, nothing is fetched")
    func untrusted() async throws {
        try await EmbeddedWorld.with({ $0.issuers = [] }, allowsReplays: true) { world in
            try await WatchedUpstream.with(.open, in: world) { _, host in
                let (end, token, audiences) = try await sentToken(world, to: host)
                world.stack.perform(.verify(token.id, of: audiences, sentWith: end.start.id))
                let check = try #require(await world.probe.first(\.verified))
                #expect(check.verdict == .unchecked && check.fault == .untrustedIssuer)
                #expect(check.remedy?.contains("--issuer \(world.sts.issuer)") == true)
            }
        }
    }

    @Test("Off-line, nothing is claimed, and the way out is told")
    func unreachable() async throws {
        try await EmbeddedWorld.with(allowsReplays: true) { world in
            try await WatchedUpstream.with(.open, in: world) { _, host in
                let (end, token, audiences) = try await sentToken(world, to: host)
                await world.sts.shutdown()
                world.stack.perform(.verify(token.id, of: audiences, sentWith: end.start.id))
                let check = try #require(await world.probe.first(\.verified))
                #expect(check.verdict == .unchecked && check.fault == .unreachable)
                #expect(check.keys == nil)
                #expect(check.remedy?.contains("HTTPS_PROXY") == true)
            }
        }
    }
}
