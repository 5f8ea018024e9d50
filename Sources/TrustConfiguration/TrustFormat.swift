/// A system that can be told to accept AWS's tokens, and how it wants to be told.
package enum TrustFormat: String, Sendable, Hashable, CaseIterable {
    case apiGateway = "api-gateway"
    case envoy, azure, gcp, snowflake, databricks, kubernetes, vault
    /// For everything else: what an OpenID Connect verifier has to know.
    case oidc

    package var title: String {
        switch self {
        case .apiGateway: "API Gateway JWT authorizer (CloudFormation)"
        case .envoy: "Envoy jwt_authn (YAML)"
        case .azure: "Azure federated credential (JSON)"
        case .gcp: "Google Cloud workload identity pool provider (gcloud)"
        case .snowflake: "Snowflake workload identity (SQL)"
        case .databricks: "Databricks federation policy (JSON)"
        case .kubernetes: "Kubernetes AuthenticationConfiguration (YAML)"
        case .vault: "HashiCorp Vault JWT role (commands)"
        case .oidc: "any OpenID Connect verifier (JSON)"
        }
    }

    /// The end of a file's name.
    package var fileExtension: String {
        switch self {
        case .apiGateway, .azure, .databricks, .oidc: "json"
        case .envoy, .kubernetes: "yaml"
        case .gcp, .vault: "sh"
        case .snowflake: "sql"
        }
    }

    /// The configuration for a subject, to be reviewed by whoever applies it: it names what the tokens say, and nobody has verified
    /// them here. What the format cannot do for this subject stands in it (``remarks(on:)``).
    ///
    /// - Parameter note: a line about the whole. One of ours, as the remarks are: it holds no text of others.
    package func text(for subject: TrustSubject, note: String? = nil) -> String {
        let notes = (note.map { [$0] } ?? []) + remarks(on: subject)
        let description = notes.isEmpty ? nil : notes.joined(separator: "; ")
        return switch self {
        case .apiGateway: APIGatewayAuthorizer(subject: subject, note: description).text
        case .azure: AzureCredential(subject: subject, note: description).text
        case .databricks: DatabricksPolicy(subject: subject, note: description).text
        case .oidc: VerifierSettings(subject: subject, note: description).text
        case .envoy: Self.commented("#", notes) + EnvoyFilter(subject).text
        case .gcp: Self.commented("#", notes) + GoogleProvider(subject).text
        case .kubernetes: Self.commented("#", notes) + KubernetesAuthentication(subject).text
        case .vault: Self.commented("#", notes) + VaultRole(subject).text
        case .snowflake: Self.commented("--", notes) + SnowflakeUser(subject).text
        }
    }

    private static func commented(_ sign: String, _ notes: [String]) -> String {
        notes.map { "\(sign) \($0)\n" }.joined()
    }
}
