/// A federated identity credential of an application or a managed identity: `az ad app federated-credential create --parameters FILE`.
///
/// https://learn.microsoft.com/graph/api/application-post-federatedidentitycredentials
struct AzureCredential {
    let subject: TrustSubject
    let note: String?

    private var description: String {
        "AWS web identity tokens (sts:GetWebIdentityToken)" + (note.map { "; \($0)" } ?? "")
    }

    var text: String {
        OrderedJSON.object([
            ("name", .string("aws-web-identity")), ("issuer", .string(subject.issuer)),
            ("subject", .string(subject.subject)),
            ("description", .string(description)),
            ("audiences", .strings(subject.audiences)),
        ]).text
    }
}
