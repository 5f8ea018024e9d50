/// Who said no, as the message of an `AccessDenied` tells (IAM User Guide, *Troubleshoot access denied error messages*).
package struct Denial: Sendable, Equatable {
    /// A kind of policy that must allow a call, or may deny it.
    package enum Policy: String, Sendable, CaseIterable {
        case identity = "identity-based policy"
        case resource = "resource-based policy"
        case boundary = "permissions boundary"
        case session = "session policy"
        case serviceControl = "service control policy"
        case resourceControl = "resource control policy"
        case endpoint = "VPC endpoint policy"
    }

    package enum Reason: Sendable, Equatable {
        /// A policy of that kind says no, whatever others say.
        case explicit(Policy?)
        /// No policy of that kind says yes.
        case missing(Policy)
        /// Sessions of `GetFederationToken` may not call it at all.
        case federatedSession
        case untold
    }

    package let reason: Reason
    /// Such as `sts:TagGetWebIdentityToken`; nil where the message does not tell.
    package let action: String?
    /// The account's own resource, where the message names it.
    package let resource: String?

    /// - Parameter message: the service's words; untrusted, and read only for words that are known.
    package init(_ message: String) {
        action = Self.word(after: #/[Nn]ot authorized to perform:? /#, in: message).flatMap {
            Self.isAction($0) ? $0 : nil
        }
        resource = Self.word(after: #/on resource: /#, in: message).flatMap { Self.isAccount($0) ? $0 : nil }
        let text = message.lowercased()
        if text.contains("federated user session") {
            reason = .federatedSession
        } else if let found = text.firstRange(of: "explicit deny") {
            reason = .explicit(Self.policy(in: text[found.upperBound...]))
        } else if let found = text.firstRange(of: "because no "),
            let policy = Self.policy(in: text[found.upperBound...])
        {
            reason = .missing(policy)
        } else {
            reason = .untold
        }
    }

    private static func policy(in text: Substring) -> Policy? {
        Policy.allCases.first { text.contains($0.rawValue.lowercased()) }
    }

    private static func word(after words: Regex<Substring>, in message: String) -> String? {
        message.firstMatch(of: words).map { String(message[$0.range.upperBound...].prefix { !$0.isWhitespace }) }
    }

    private static func isAction(_ text: String) -> Bool {
        text.wholeMatch(of: /[a-z0-9-]{2,32}:[A-Za-z]{1,64}/) != nil
    }

    private static func isAccount(_ text: String) -> Bool {
        text.wholeMatch(of: /arn:aws[a-z-]{0,16}:sts::[0-9]{12}:self/) != nil
    }
}
