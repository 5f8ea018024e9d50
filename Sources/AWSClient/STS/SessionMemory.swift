import Synchronization

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What the calls of a client have learnt of the session that signs them.
final class SessionMemory: Sendable {
    private let bound = Mutex(SessionBound())

    func plan(
        for keys: AWSCredentials, wanting wanted: Duration, at now: Date, knowingTime: Bool
    ) -> SessionBound.Plan {
        bound.withLock { $0.plan(for: keys, wanting: wanted, at: now, knowingTime: knowingTime) }
    }

    func refused(_ asked: Duration, for keys: AWSCredentials, at now: Date) {
        bound.withLock { $0.refused(asked, for: keys, at: now) }
    }

    /// Looks into the token only while the session's end is not known from one.
    func minted(_ token: RedactedString, for keys: AWSCredentials) {
        guard keys.sessionToken != nil, bound.withLock({ $0.isCurious }) else { return }
        let end = SessionEndClaim.read(token)
        bound.withLock { $0.minted(for: keys, sessionEnd: end) }
    }
}
