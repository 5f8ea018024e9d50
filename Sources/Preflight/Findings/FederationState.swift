package import AWSClient

/// Whether the account lets STS mint tokens, as IAM says.
package enum FederationState: Sendable, Equatable {
    case enabled(issuer: String?)
    case disabled
    /// IAM was not asked; the reason in words.
    case notAsked(String)

    package init(_ info: FederationInfo) {
        self = info.isEnabled ? .enabled(issuer: info.issuer) : .disabled
    }

    /// Asks IAM, unless it is not known which: an STS that a setting names has nothing to do with the real IAM.
    package static func asking(
        sts: STSEndpoint, iam: ServiceEndpoint, _ ask: () async throws(STSError) -> FederationInfo
    ) async throws(STSError) -> FederationState {
        guard sts.isByRule || !iam.isByRule else {
            return .notAsked("STS is that of \(sts.origin), and AWS_ENDPOINT_URL_IAM is not set")
        }
        return FederationState(try await ask())
    }
}
