/// The JWT auth method with a role, as commands.
///
/// https://developer.hashicorp.com/vault/api-docs/auth/jwt
struct VaultRole {
    private let subject: TrustSubject

    init(_ subject: TrustSubject) { self.subject = subject }

    var text: String {
        let config =
            ["vault write auth/jwt/config"]
            + [
                ("oidc_discovery_url", subject.issuer), ("bound_issuer", subject.issuer),
                ("jwt_supported_algs", subject.algorithms.joined(separator: ",")),
            ].map(Self.field)
        let role =
            ["vault write auth/jwt/role/aws-web-identity", "role_type=jwt", "user_claim=sub"]
            + subject.audiences.map { Self.field("bound_audiences", $0) } + [
                Self.field("bound_subject", subject.subject)
            ]
        return ["vault auth enable jwt", config.joined(separator: " \\\n  "), role.joined(separator: " \\\n  ")].joined(
            separator: "\n")
    }

    /// A value that begins with `@` would be the name of a file to read.
    private static func field(_ name: String, _ value: String) -> String {
        Quoting.shell("\(name)=" + (value.hasPrefix("@") ? "\\" : "") + value)
    }
}
