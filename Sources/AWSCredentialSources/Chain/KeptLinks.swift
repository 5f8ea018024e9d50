import AWSClient
import AWSProfiles
import Synchronization

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What the inner links of a role's chain gave, kept from one search to the next.
///
/// The outer role is renewed more often than the sessions below it end, and a code of an MFA device is good for one
/// session alone. What has a cache of its own, such as a login, or is a file, is asked anew each time.
final class KeptLinks: Sendable {
    /// A place in a chain, and what the shared files say of it.
    struct Link: Equatable, Sendable {
        let plan: ProfilePlan
        let profile: AWSProfile?
    }

    fileprivate struct Place: Hashable {
        let profile: String
        let hasRole: Bool
    }

    private struct State {
        var links: [Place: (link: Link, credentials: AWSCredentials)] = [:]
        var result: AWSCredentials?
    }

    /// How long before their end credentials are no longer given, in seconds.
    private static let margin = 60.0

    private let context: CredentialContext
    private let state = Mutex(State())

    init(context: CredentialContext) {
        self.context = context
    }

    /// The same source, or one that keeps what it gives, where that is worth it.
    func keeping(_ source: any CredentialProvider, of plan: ProfilePlan, in shared: SharedConfig)
        -> any CredentialProvider
    {
        guard plan.isWorthKeeping else { return source }
        return KeptLink(
            source: source, link: Link(plan: plan, profile: shared.profiles[plan.profile]), links: self)
    }

    /// The chain as a whole ended with these.
    func ended(with result: AWSCredentials) { state.withLock { $0.result = result } }

    /// The service refused what a chain ended with: nothing that it was built on is kept. Those of an earlier search
    /// say nothing of what is kept now.
    func rejected(result: AWSCredentials) {
        state.withLock { state in
            guard state.result?.isSame(as: result) == true else { return }
            state = State()
        }
    }

    /// - Returns: nil where there are none, where they end soon, and where the files say something else by now.
    fileprivate func credentials(of link: Link) -> AWSCredentials? {
        let soon = context.clock.now(context.surroundings).addingTimeInterval(Self.margin)
        return state.withLock { state in
            guard let kept = state.links[link.place] else { return nil }
            if kept.link == link, kept.credentials.expiration.map({ $0 > soon }) ?? true { return kept.credentials }
            state.links[link.place] = nil
            return nil
        }
    }

    fileprivate func keep(_ credentials: AWSCredentials, of link: Link) {
        state.withLock { $0.links[link.place] = (link, credentials) }
    }

    fileprivate func drop(_ credentials: AWSCredentials, of link: Link) {
        state.withLock { state in
            guard state.links[link.place]?.credentials.isSame(as: credentials) == true else { return }
            state.links[link.place] = nil
        }
    }
}

extension KeptLinks.Link {
    fileprivate var place: KeptLinks.Place { .init(profile: plan.profile, hasRole: plan.role != nil) }
}

extension ProfilePlan {
    /// Whether asking again costs a code, a call to STS, or the run of a program.
    fileprivate var isWorthKeeping: Bool {
        if role != nil { return true }
        switch base {
        case .webIdentity, .process: return true
        case .profile(let source): return source.isWorthKeeping
        case .staticKeys, .named, .identityCenter, .login, .surroundings: return false
        }
    }
}

/// The source of a role, asked only when nothing of it is kept.
private struct KeptLink: CredentialProvider {
    let source: any CredentialProvider
    let link: KeptLinks.Link
    let links: KeptLinks

    var name: String { source.name }

    func credentials() async throws(CredentialError) -> AWSCredentials {
        if let kept = links.credentials(of: link) { return kept }
        let found = try await source.credentials()
        links.keep(found, of: link)
        return found
    }

    func rejected(_ credentials: AWSCredentials) async {
        links.drop(credentials, of: link)
        await source.rejected(credentials)
    }
}
