package import ProxyCore
import Synchronization
import TokenService

/// A source of tokens that says at once what a test wants it to say.
package final class StubTokens: TokenSource {
    package enum Answer: Sendable {
        case hit
        /// Not in the cache, but to be had.
        case minted
        /// Not in the cache, and there once the test says so.
        case awaited
        case refused
        /// Never answers, until its caller gives up.
        case silence
    }

    private let answer: Mutex<Answer>
    private let asked = Mutex<[AudienceSet]>([])
    private let waits = AsyncStream.makeStream(of: Void.self)
    private let releases = AsyncStream.makeStream(of: Void.self)
    private let cancellations = AsyncStream.makeStream(of: Void.self)

    package init(_ answer: Answer = .hit) { self.answer = Mutex(answer) }

    /// Everything that has been asked for.
    package var requests: [AudienceSet] { asked.withLock { $0 } }

    /// Says something else from now on.
    package func answer(_ answer: Answer) { self.answer.withLock { $0 = answer } }

    package let changes: UInt64 = 0

    package func lease(for audiences: AudienceSet) -> TokenLease? {
        asked.withLock { $0.append(audiences) }
        guard answer.withLock({ $0 }) == .hit, let token = try? Self.token(audiences) else { return nil }
        // It is over at once: each request asks.
        return TokenLease(token, until: token.born.advanced(by: .seconds(-86_400)), changes: changes)
    }

    package func token(for audiences: AudienceSet, flow: FlowID) async throws(ProxyError) -> TokenGrant {
        switch answer.withLock({ $0 }) {
        case .hit, .minted, .awaited:
            await wait()
            guard let token = try? Self.token(audiences) else { throw ProxyError(.tokenUnavailable, "stub") }
            return TokenGrant(token: token, use: .minted)
        case .refused: throw ProxyError(.tokenUnavailable, "AccessDenied: arn:aws:iam::123456789012:role/dev-api")
        case .silence:
            try? await Task.sleep(for: .seconds(3600))
            cancellations.continuation.yield()
            throw ProxyError(.clientGone, "gave up")
        }
    }

    /// Waits until a caller waits for ``Answer/awaited``.
    package func isWaitedFor() async {
        for await _ in waits.stream { return }
    }

    /// Gives one caller its ``Answer/awaited``.
    package func release() { releases.continuation.yield() }

    private func wait() async {
        guard answer.withLock({ $0 }) == .awaited else { return }
        waits.continuation.yield()
        for await _ in releases.stream { return }
    }

    /// Waits until a caller has given up.
    package func cancelled() async {
        for await _ in cancellations.stream { return }
    }

    private static func token(_ audiences: AudienceSet) throws -> Token {
        try Token(
            MintedToken(compact: Secret(FakeTokens.compact(audiences: audiences.values)), requestID: nil),
            id: TokenID(handle: TokenHandle(index: 0), generation: 1), audiences: audiences, born: .now)
    }
}
