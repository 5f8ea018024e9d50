/// A federated identity credential of an application or a managed identity: `az ad app federated-credential create --parameters FILE`.
///
/// It has one audience, though the member is a list
/// (https://learn.microsoft.com/graph/api/resources/federatedidentitycredential).
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
            ("audiences", .strings(Array(subject.audiences.prefix(1)))),
        ]).text
    }
}
