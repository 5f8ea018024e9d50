extension TrustFormat {
    /// What whoever applies the configuration has to know, as the other side cannot do all that the tokens want, or does less than
    /// it seems to.
    package func remarks(on subject: TrustSubject) -> [String] {
        algorithmRemarks(subject) + audienceRemarks(subject) + subjectRemarks(subject)
    }

    /// The algorithms that it is documented to verify; nil where that is any, or nothing is said.
    ///
    /// - API Gateway: *Control access to HTTP APIs with JWT authorizers*, RSA alone
    /// - Microsoft Entra: *Considerations for federated identity credentials*, RS256 alone
    /// - Google Cloud: *Workload identity federation with other providers*, and Databricks: *Configure a federation policy*, RS256
    ///   or ES256
    private var algorithms: Set<String>? {
        switch self {
        case .apiGateway, .azure: ["RS256"]
        case .gcp, .databricks: ["RS256", "ES256"]
        case .envoy, .snowflake, .kubernetes, .vault, .oidc: nil
        }
    }

    private func algorithmRemarks(_ subject: TrustSubject) -> [String] {
        guard let algorithms, !algorithms.isSuperset(of: subject.algorithms) else { return [] }
        return ["it is not documented to verify \(other(than: algorithms, of: subject)): sign with RS256"]
    }

    private func other(than algorithms: Set<String>, of subject: TrustSubject) -> String {
        // STS signs with RS256 or ES384, and a name is text of others.
        subject.algorithms.contains("ES384") ? "ES384" : "the algorithm of these tokens"
    }

    private func audienceRemarks(_ subject: TrustSubject) -> [String] {
        let count = subject.audiences.count
        return switch self {
        case .azure where count > 1:
            ["a credential has one audience, the first of \(count): the others need credentials of their own"]
        case .gcp where count > 10: ["a provider has 10 audiences at most, and these are \(count)"]
        case .gcp where subject.audiences.contains { $0.count > 256 }: ["an audience has 256 characters at most"]
        default: []
        }
    }

    private func subjectRemarks(_ subject: TrustSubject) -> [String] {
        switch self {
        case .apiGateway:
            [
                "it does not look at sub: any principal of the account whose policy allows this audience gets in; give each an "
                    + "audience of its own, by a condition on sts:IdentityTokenAudience"
            ]
        case .gcp where subject.subject.utf8.count > 127:
            ["google.subject has 127 bytes at most, and this sub \(subject.subject.utf8.count): map a part of it"]
        case .vault: ["without token_policies the role gives Vault's default policy alone"]
        default: []
        }
    }
}
