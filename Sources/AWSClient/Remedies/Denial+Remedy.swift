import IAMPolicies

extension Denial {
    /// What to do about it.
    func remedy(for context: RemedyContext) -> Remedy {
        let policy = policy(for: context)
        let action = action ?? (context.request == nil ? "the call" : "sts:GetWebIdentityToken")
        switch reason {
        case .federatedSession:
            return Remedy(
                "sessions of GetFederationToken may not mint tokens: use a role, an IAM user or GetSessionToken instead"
            )
        case .explicit(let kind):
            let name = kind?.rawValue ?? "policy"
            let article = name.hasPrefix("identity") ? "an" : "a"
            return Remedy(
                "\(article) \(name) denies \(action), which nothing can allow elsewhere: \(Self.whoChanges(kind))")
        case .missing(let kind) where kind != .identity && kind != .resource:
            return Remedy("the \(kind.rawValue) must allow \(action) too: \(Self.whoChanges(kind))", policy: policy)
        case .missing, .untold:
            return Remedy(Self.advice(for: action, hasPolicy: policy != nil), policy: policy)
        }
    }

    /// The least that allows what was asked for; nothing for other calls than the minting.
    private func policy(for context: RemedyContext) -> PolicyDocument? {
        guard let request = context.request else { return nil }
        let statements = PolicyStatement.minting(request, on: resource ?? "*")
        guard action == nil || statements.contains(where: { $0.action == action }) else { return nil }
        // A caller that may mint, but not with tags, lacks that one alone.
        let lacking = statements.filter { $0.action == action && action == "sts:TagGetWebIdentityToken" }
        return PolicyDocument(lacking.isEmpty ? statements : lacking)
    }

    private static func whoChanges(_ kind: Policy?) -> String {
        switch kind {
        case .serviceControl?, .resourceControl?: "ask those who administer the organisation"
        case .boundary?: "change the permissions boundary of the role or user"
        case .session?: "change the policy that the session was begun with, or begin one without it"
        case .endpoint?: "change the policy of the VPC endpoint for STS, or call STS past it"
        case .identity?, .resource?, nil: "change the policy that says so"
        }
    }

    private static func advice(for action: String, hasPolicy: Bool) -> String {
        switch action {
        case "sts:AssumeRole":
            "allow sts:AssumeRole on the role to the caller, and name the caller in the role's trust policy, with its "
                + "external id and MFA if it asks for them"
        case "sts:AssumeRoleWithWebIdentity":
            "let the role's trust policy trust the token's issuer, audience and subject"
        case "sts:TagGetWebIdentityToken": "tags need a permission of their own: give the role or user this policy, too"
        default:
            hasPolicy
                ? "give the role or user this policy"
                : "allow \(action) to the role or user that the credentials belong to"
        }
    }
}
