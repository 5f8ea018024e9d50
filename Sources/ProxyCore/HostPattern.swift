/// A host that a setting allows: an exact name, `*.example.com` for every name below it, or `*` for any.
package struct HostPattern: Sendable, Hashable, CustomStringConvertible {
    private enum Form: Hashable { case any, exact(String), below(String) }
    private let form: Form
    package let description: String

    /// - Returns: nil if `text` is empty, or has a `*` anywhere else than as its whole first label.
    package init?(_ text: String) {
        let lower = text.lowercased()
        description = lower
        if lower == "*" {
            form = .any
        } else if lower.hasPrefix("*.") {
            let suffix = lower.dropFirst()
            guard suffix.count > 1, !suffix.contains("*") else { return nil }
            form = .below(String(suffix))
        } else {
            guard !lower.isEmpty, !lower.contains("*") else { return nil }
            form = .exact(lower.hasPrefix("[") ? String(lower.dropFirst().dropLast()) : lower)
        }
    }

    /// The one host that it names, or nil for a pattern; an IPv6 address without brackets.
    package var exactHost: String? {
        guard case .exact(let name) = form else { return nil }
        return name
    }

    /// - Parameter host: lower case, without port, an IPv6 address without brackets.
    package func matches(_ host: String) -> Bool {
        switch form {
        case .any: true
        case .exact(let name): host == name
        case .below(let suffix): host.hasSuffix(suffix) && host.utf8.count > suffix.utf8.count
        }
    }
}
