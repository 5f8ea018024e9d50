package import ProxyCore
import Synchronization
package import TokenService

/// An issuer that answers when, and what, a test says.
package final class ScriptedMinter: TokenMinter {
    /// One call that waits for its answer.
    package struct Call: Sendable {
        package let audiences: AudienceSet
        fileprivate let continuation: CheckedContinuation<Result<MintedToken, MintFailure>, Never>

        /// Hands over a token that lives so long.
        package func succeed(lifetime: Int64 = 3600, serial: Int = 1) {
            let compact = FakeTokens.compact(audiences: audiences.values, lifetime: lifetime, serial: serial)
            succeed(compact: compact)
        }

        package func succeed(compact: String) {
            continuation.resume(
                returning: .success(MintedToken(compact: Secret(compact), requestID: "request-1")))
        }

        package func fail(_ failure: MintFailure) { continuation.resume(returning: .failure(failure)) }
    }

    private let calls: AsyncStream<Call>
    private let queue: AsyncStream<Call>.Continuation
    private let count = Mutex(0)

    package init() { (calls, queue) = AsyncStream.makeStream() }

    /// The next call, in the order of asking; to be awaited by one task at a time.
    ///
    /// - Throws: `CancellationError`, when the test's time is over.
    package func nextCall() async throws -> Call {
        for await call in calls { return call }
        throw CancellationError()
    }

    /// How often it has been asked.
    package var callCount: Int { count.withLock { $0 } }

    package func mint(
        _ audiences: AudienceSet, onRetry: @escaping @Sendable (MintRetry) -> Void
    ) async throws(MintFailure) -> MintedToken {
        let result = await withCheckedContinuation { continuation in
            count.withLock { $0 += 1 }
            queue.yield(Call(audiences: audiences, continuation: continuation))
        }
        return try result.get()
    }
}

extension MintFailure {
    /// What STS says to a caller whose policy does not name the audience.
    package static let accessDenied = MintFailure(
        kind: .denied, code: "AccessDenied", message: "not authorized to perform: sts:GetWebIdentityToken")
    package static let throttled = MintFailure(kind: .unavailable, code: "Throttling", message: "Rate exceeded")
}
