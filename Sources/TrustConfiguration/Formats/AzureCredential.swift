/// A federated identity credential of an application or a managed identity: `az ad app federated-credential create --parameters FILE`.
///
/// https://learn.microsoft.com/graph/api/application-post-federatedidentitycredentials
struct AzureCredential {
    private let subject: TrustSubject

    init(_ subject: TrustSubject) { self.subject = subject }

    var text: String {
        OrderedJSON.object([
            ("name", .string("aws-web-identity")), ("issuer", .string(subject.issuer)),
            ("subject", .string(subject.subject)),
            ("description", .string("AWS web identity tokens (sts:GetWebIdentityToken)")),
            ("audiences", .strings(subject.audiences)),
        ]).text
    }
}
