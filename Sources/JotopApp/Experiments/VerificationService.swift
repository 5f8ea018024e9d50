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
        let token = await bytes(wish)
        let check = if let token { await check(token) } else { SignatureCheck.gone(wish.token, at: time.wall()) }
        return TokenVerified(
            audiences: wish.audiences, token: wish.token, print: token?.facts.print, flow: wish.flow, check: check)
    }

    private func check(_ token: Token) async -> SignatureCheck {
        let examined: (outcome: SignatureVerifier.Outcome, keysAge: Duration?)
        do throws(TokenDecodingError) {
            examined = await verifier.examine(try CompactToken(token.compact.exposed))
        } catch {
            examined = (.invalid(.malformed(error)), nil)
        }
        return SignatureCheck(
            examined.outcome, keysAge: examined.keysAge, keyID: token.facts.keyID, issuer: token.facts.issuer,
            at: time.wall())
    }

    /// The very token that is meant: as the request carried it, or as the cache has it.
    private func bytes(_ wish: Wish) async -> Token? {
        if let flow = wish.flow, let token = await desk.request(flow)?.token, token.facts.id == wish.token {
            return token
        }
        return tokens.keptToken(wish.token, for: wish.audiences)
    }
}
