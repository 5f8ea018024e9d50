package import ProxyCore
import Synchronization

/// What faults want of the cache.
extension TokenService {
    /// A fault of STS is taken back: whatever failed for it may be asked for again.
    package func faultTakenBack() { wakeAll { $0.faultTakenBack(at: $1) } }

    /// The cache takes each of its tokens for older by that much.
    package func putClockForward(by step: Duration) { wakeAll { $0.clockPutForward(by: step, at: $1) } }

    /// Its tokens are as old as they are.
    package func putClockRight() { wakeAll { $0.clockPutRight(at: $1) } }

    package func expiredToken(for audiences: AudienceSet) -> Token? {
        let now = time.now()
        return table.withLock { $0.entries[audiences]?.expiredToken(at: now) }
    }

    /// Why there was no token for the audiences when it was last asked for; nil where there was one, or none was asked for.
    package func failure(for audiences: AudienceSet) -> MintFailure? {
        table.withLock { $0.entries[audiences]?.failure?.cause }
    }

    /// The first token for the audiences that will have expired, and when; nil where none is known.
    package func nextExpiry(for audiences: AudienceSet) -> (token: TokenID, at: WallTime)? {
        let now = time.now()
        guard let next = table.withLock({ $0.entries[audiences]?.nextExpiry }) else { return nil }
        return (next.token, time.wall().advanced(by: now.duration(to: next.at)))
    }

    /// Every audience that a token was asked for and is remembered, but for those of faults.
    package var knownAudiences: Set<String> {
        table.withLock { table in
            table.entries.keys.reduce(into: []) { known, set in
                if set.traits?.fault == nil { known.formUnion(set.values) }
            }
        }
    }
}
