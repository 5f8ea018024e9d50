/// Who an ARN is about, in the two words that fit a strip: the name and the account. Two sessions of a role are the same.
package struct Principal: Sendable, Hashable {
    /// `user`, `assumed-role`.
    private let kind: String
    /// Untrusted text.
    package let name: String
    package let account: String

    /// - Parameter arn: of a role, an assumed role or a user. nil if it does not look like one.
    package init?(arn: String) {
        let parts = arn.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0] == "arn", let resource = parts.last else { return nil }
        let path = resource.split(separator: "/")
        guard let last = path.last else { return nil }
        kind = String(path.first ?? "")
        // An assumed role's last part is the session's name, which says less than the role's.
        name = String(path.first == "assumed-role" && path.count > 1 ? path[1] : last)
        account = String(parts[4])
    }
}
