#if canImport(FoundationEssentials)
    package import FoundationEssentials
#else
    package import Foundation
#endif

/// How much life may be asked for a token: no token may outlive the session that asks for it (STS API Reference,
/// *GetWebIdentityToken*), and STS refuses rather than shortens.
///
/// Where the session's end is known, the rest of it is the bound. Where it is not, the first refusal makes it ask for
/// less, step by step from call to call, and the first token that comes back tells the end. A value without clock; what
/// it knows belongs to one access key id, and is forgotten with it.
package struct SessionBound: Sendable, Equatable {
    package enum Plan: Sendable, Equatable {
        /// Ask for that much; it is less than wanted if there is a cap.
        case ask(Duration, cap: WebIdentityTokenResponse.Cap?)
        /// Too little is left for any token.
        case renewFirst(ends: Date?)
    }

    /// The shortest life that STS gives a token.
    package static let minimum: Duration = .seconds(60)
    /// What is kept between a token's end and the session's: the call takes a moment, and the service's clock is known to
    /// the second only.
    package static let margin: Duration = .seconds(10)
    /// What to ask for after refusals, as long as the end is not known.
    package static let steps: [Duration] = [.seconds(900), .seconds(300), .seconds(60)]

    private var accessKeyID: String?
    /// The session's end, as a token told it.
    private var learnt: Date?
    /// The most to ask for after refusals.
    private var ceiling: Duration?

    package init() {}

    /// - Parameters:
    ///   - wanted: the configured life.
    ///   - now: by the service's clock.
    ///   - knowingTime: whether that clock is known. If not, no end counts as near: the service is asked for the least
    ///     at least, and its answer tells what time it is.
    package mutating func plan(
        for keys: AWSCredentials, wanting wanted: Duration, at now: Date, knowingTime: Bool = true
    ) -> Plan {
        guard keys.sessionToken != nil else { return .ask(wanted, cap: nil) }
        adopt(keys)
        let end = learnt ?? keys.expiration
        let rest = end.map { max(Self.room(until: $0, at: now), knowingTime ? .seconds(-1e9) : Self.minimum) }
        guard let room = [rest, ceiling].compactMap({ $0 }).min(), room < wanted
        else { return .ask(wanted, cap: nil) }
        guard room >= Self.minimum else { return .renewFirst(ends: end) }
        return .ask(room, cap: .init(wanted: wanted, asked: room, sessionEnds: end))
    }

    /// STS said that a token of that life would outlive the session.
    ///
    /// - Parameter now: by the service's clock, which the refusal may have corrected: then the known end is enough.
    package mutating func refused(_ asked: Duration, for keys: AWSCredentials, at now: Date) {
        adopt(keys)
        if let end = learnt ?? keys.expiration, Self.room(until: end, at: now) < asked { return }
        learnt = nil
        let step = Self.steps.first { $0 < asked } ?? .zero
        ceiling = min(ceiling ?? step, step)
    }

    /// A token came back.
    ///
    /// - Parameter end: of the session, as the token tells it.
    package mutating func minted(for keys: AWSCredentials, sessionEnd end: Date?) {
        guard let end, accessKeyID == keys.accessKeyID else { return }
        learnt = end
        ceiling = nil
    }

    /// Whether a token would tell something new.
    package var isCurious: Bool { learnt == nil }

    private mutating func adopt(_ keys: AWSCredentials) {
        guard accessKeyID != keys.accessKeyID else { return }
        self = SessionBound()
        accessKeyID = keys.accessKeyID
    }

    /// What a session has left, in whole seconds; may be negative.
    private static func room(until end: Date, at now: Date) -> Duration {
        let seconds = end.timeIntervalSince(now) - margin / .seconds(1)
        return .seconds(Int64(max(-1e9, min(1e9, seconds)).rounded(.down)))
    }
}
