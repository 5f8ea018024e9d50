import IssuerKeys
import ProxyCore
import ProxyEngine
import ServiceLifecycle
import TokenDecoding
import TokenService
import TokenVerification

/// Checks tokens against their issuers' keys when somebody asks for it, and tells what came of that. Nobody waits for it.
struct VerificationService: Service {
    struct Wish: Sendable {
        let token: TokenID
        let audiences: AudienceSet
        /// A request that carried it.
        let flow: FlowID?
    }

    let verifier: SignatureVerifier
    let desk: ReplayDesk
    let tokens: TokenService
    let events: EventHub
    let time: TimeSource
    private let wishes = AsyncStream.makeStream(of: Wish.self, bufferingPolicy: .bufferingOldest(32))

    init(
        verifier: SignatureVerifier, desk: ReplayDesk, tokens: TokenService, events: EventHub, time: TimeSource
    ) {
        self.verifier = verifier
        self.desk = desk
        self.tokens = tokens
        self.events = events
        self.time = time
    }

    func add(_ wish: Wish) { wishes.continuation.yield(wish) }

    func run() async {
        await withDiscardingTaskGroup { group in
            for await wish in wishes.stream.cancelOnGracefulShutdown() {
                group.addTask { await self.verify(wish) }
            }
            group.cancelAll()
        }
    }

    private func verify(_ wish: Wish) async {
        let result = await result(wish)
        guard !Task.isCancelled else { return }
        events.publish(.tokenVerified(result))
    }

    private func result(_ wish: Wish) async -> TokenVerified {
        guard let token = await bytes(wish) else { return .gone(wish, at: time.wall()) }
        do throws(TokenDecodingError) {
            let compact = try CompactToken(token.compact.exposed)
            let (outcome, age) = await verifier.examine(compact)
            return TokenVerified(outcome, keysAge: age, token: token.facts, wish, at: time.wall())
        } catch {
            return TokenVerified(
                .invalid(.malformed(error)), keysAge: nil, token: token.facts, wish, at: time.wall())
        }
    }

    /// The very token that is meant: as the request carried it, or as the cache has it.
    private func bytes(_ wish: Wish) async -> Token? {
        if let flow = wish.flow, let token = await desk.request(flow)?.token, token.facts.id == wish.token {
            return token
        }
        return tokens.keptToken(wish.token, for: wish.audiences)
    }
}
