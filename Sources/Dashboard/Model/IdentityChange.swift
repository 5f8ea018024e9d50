import Diagnosis
import ProxyCore

/// A token says that it is somebody else's than the one before it, for the same audiences: upstreams that decide by that
/// may begin to refuse.
struct IdentityChange: Sendable, Hashable {
    let former: TokenID
    let latter: TokenID
    /// What says so, such as `sub`.
    let names: [ClaimName]

    /// nil where both say the same.
    init?(from former: TokenFacts, to latter: TokenFacts) {
        names = ClaimDiff(from: former, to: latter).identityChanges.map(\.name)
        guard !names.isEmpty else { return nil }
        self.former = former.id
        self.latter = latter.id
    }

    /// `sub, aws_account`
    func list(_ veil: Veil) -> String { names.map { veil.text($0.name) }.joined(separator: ", ") }
}
