/// The one question that is asked of IAM: whether the account mints tokens at all.
package struct IAMClient: Sendable {
    private let query: QueryClient

    /// - Parameter configuration: for the service `iam`, such as `STSClient.Configuration.calls(to:at:)` makes it.
    package init(
        _ configuration: QueryClient.Configuration, credentials: any CredentialProvider,
        transport: any HTTPTransport, environment: STSClient.Environment = .live
    ) {
        query = QueryClient(
            configuration, credentials: credentials, transport: transport, environment: environment)
    }

    /// The state of outbound web identity federation (IAM API Reference, *GetOutboundWebIdentityFederationInfo*).
    ///
    /// Needs `iam:GetOutboundWebIdentityFederationInfo`. An account that has never had it on answers with an error, which
    /// counts as off.
    package func federationInfo() async throws(STSError) -> FederationInfo {
        do throws(STSError) {
            let form = QueryForm(action: "GetOutboundWebIdentityFederationInfo", version: "2010-05-08")
            return try FederationInfo(await query.call(form))
        } catch {
            guard case .service(let refusal) = error, FederationInfo.off.contains(refusal.code) else { throw error }
            return FederationInfo(issuer: nil, isEnabled: false, requestID: refusal.requestID)
        }
    }
}

/// Whether an account mints tokens, and who their issuer is.
package struct FederationInfo: Sendable, Equatable {
    /// The value of `iss`; nil where the service does not tell.
    package let issuer: String?
    package let isEnabled: Bool
    /// The service's name for the call.
    package let requestID: String?

    fileprivate static let off: Set = ["FeatureDisabled", "FeatureDisabledException"]

    fileprivate init(issuer: String?, isEnabled: Bool, requestID: String?) {
        self.issuer = issuer
        self.isEnabled = isEnabled
        self.requestID = requestID
    }

    fileprivate init(_ answer: QueryAnswer) throws(STSError) {
        let result = try answer.result("GetOutboundWebIdentityFederationInfoResult")
        self.init(
            issuer: result.text(at: "IssuerIdentifier"),
            isEnabled: try result.required("JwtVendingEnabled").lowercased() == "true",
            requestID: answer.requestID)
    }
}
