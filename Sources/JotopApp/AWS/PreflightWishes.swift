import Synchronization

/// Wishes for another preflight, folded into one while the last still runs. Safe from any thread.
final class PreflightWishes: Sendable {
    /// An element where there is something to ``take()``; for one reader.
    let news: AsyncStream<Void>
    private let bell: AsyncStream<Void>.Continuation
    private let mints = Mutex(false)

    init() { (news, bell) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1)) }

    /// - Parameter minting: whether a token is wanted too; who wants less does not take that back.
    func add(minting: Bool) {
        mints.withLock { $0 = $0 || minting }
        bell.yield()
    }

    /// - Returns: whether somebody wants a token.
    func take() -> Bool {
        mints.withLock { mints in
            defer { mints = false }
            return mints
        }
    }
}
