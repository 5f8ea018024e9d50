import ProxyCore

extension Checks {
    var scope: Finding? {
        if let statement = blamed(.scope, .subject, .policy, .revoked, .route) {
            return Finding(.evidence, .scope, said(statement), aside: wantedScope)
        }
        guard evidence.upstreamStatus == 403 else { return nil }
        return Finding(
            .unknown, .scope, "403 says that somebody is known, and may not do this", aside: wantedScope,
            action: .evidence)
    }

    private var wantedScope: EvidenceText? {
        words.challenges.lazy.compactMap { $0["scope"] }.first { !$0.isEmpty }.map { "wants \(foreign: $0)" }
    }

    var identity: Finding? {
        guard evidence.isAnswered else { return nil }
        guard let last = evidence.history?.lastAccepted else {
            return Finding(.none, .identity, "no 2xx to this host with this audience to compare with")
        }
        guard last.flow != flow.start.id else {
            return Finding(.none, .identity, "this is the newest 2xx to this host")
        }
        guard let changes = identityChanges else {
            let lost: EvidenceText =
                last.identity == nil ? "\(last.sent.id), which got the last 2xx," : "\(sent.id), which was sent,"
            return Finding(
                .unknown, .identity, "the claims of \(lost) are not kept", more: "\(word: TokenShelf.reach)")
        }
        guard let first = changes.first else {
            return Finding(
                .fine, .identity, "as with \(last.sent.id), which got a 2xx (\(last.flow))", aside: "\(time: last.time)"
            )
        }
        let names = changes.map(\.name.name).joined(separator: ", ")
        let was = first.old.map { $0.string ?? $0.description } ?? "absent"
        return Finding(
            .evidence, .identity,
            "\(word: names) changed since \(last.sent.id) got a 2xx (\(last.flow)); was \(foreign: was)",
            aside: "\(time: last.time)")
    }

    /// What the token says differently of whose it is than the one that got the last 2xx; nil where that is not known.
    var identityChanges: [ClaimDiff.Entry]? {
        guard let last = evidence.history?.lastAccepted else { return nil }
        if last.sent.print == sent.print { return [] }
        guard let former = last.identity, let token = evidence.token else { return nil }
        return former.changes(to: TokenIdentity(token))
    }
}
