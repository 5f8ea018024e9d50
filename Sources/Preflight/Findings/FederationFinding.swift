import AWSClient

/// The account's switch for outbound web identity federation, from `iam:GetOutboundWebIdentityFederationInfo`.
struct FederationFinding {
    let state: Result<FederationState, STSError>
    let willMint: Bool

    private static let action = "iam:GetOutboundWebIdentityFederationInfo"
    private static let remedy = """
        an administrator of the account switches it on once: aws iam enable-outbound-web-identity-federation
        it takes about ten seconds until STS follows
        """

    var finding: Finding {
        switch state {
        case .success(.enabled(let issuer)): .ok("on" + (issuer.map { ", issuer \($0.cut)" } ?? ""))
        case .success(.disabled): off
        case .success(.notAsked(let reason)): .unknown("IAM is not asked: \(reason)\(consequence)")
        case .failure(.service(let error)) where error.code.hasPrefix("FeatureDisabled"): off
        case .failure(.service(let error)) where error.code.hasPrefix("AccessDenied"):
            .unknown(
                "cannot tell: \(Self.action) denied\(consequence)",
                remedy: "jotop does not need it; to see the state here, allow \(Self.action)")
        case .failure(let error): .unknown("cannot tell: \(error)\(consequence)")
        }
    }

    private var off: Finding {
        .failed("outbound web identity federation is off in this account", remedy: Self.remedy)
    }

    private var consequence: String { willMint ? "; the mint will tell" : "" }
}
