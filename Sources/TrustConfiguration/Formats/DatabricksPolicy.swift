/// A federation policy of a service principal: `databricks account service-principal-federation-policy create ID --json @FILE`.
///
/// https://docs.databricks.com/aws/en/dev-tools/auth/oauth-federation-policy
struct DatabricksPolicy {
    let subject: TrustSubject
    let note: String?

    var text: String {
        return OrderedJSON.object(
            OrderedJSON.note("description", note) + [
                (
                    "oidc_policy",
                    .object([
                        ("issuer", .string(subject.issuer)), ("audiences", .strings(subject.audiences)),
                        ("subject", .string(subject.subject)), ("subject_claim", .string("sub")),
                    ])
                )
            ]
        ).text
    }
}
