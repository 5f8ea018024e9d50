/// The JWT auth method with a role, as commands.
///
/// https://developer.hashicorp.com/vault/api-docs/auth/jwt
struct VaultRole {
    private let subject: TrustSubject

    init(_ subject: TrustSubject) { self.subject = subject }

    var text: String {
        let mount = Self.mount
        let config =
            ["vault write auth/\(mount)/config"]
            + [
                ("oidc_discovery_url", subject.issuer), ("bound_issuer", subject.issuer),
                ("jwt_supported_algs", subject.algorithms.joined(separator: ",")),
            ].map(Self.field)
        let role =
            ["vault write auth/\(mount)/role/aws-web-identity", "role_type=jwt", "user_claim=sub"]
            + audiences.map { Self.field("bound_audiences", $0) } + [Self.field("bound_subject", subject.subject)]
        return [
            "vault auth enable -path=\(mount) jwt", config.joined(separator: " \\\n  "),
            role.joined(separator: " \\\n  "),
        ].joined(separator: " &&\n")
    }

    /// A method has one issuer, so a path of its own: another issuer's would be overwritten.
    private static let mount = "aws-web-identity"

    /// One value is taken apart at its commas, and several are not.
    private var audiences: [String] {
        guard let only = subject.audiences.first, subject.audiences.count == 1, only.contains(",") else {
            return subject.audiences
        }
        return [only, only]
    }

    /// A value that begins with `@` would be the name of a file to read.
    private static func field(_ name: String, _ value: String) -> String {
        Quoting.shell("\(name)=" + (value.hasPrefix("@") ? "\\" : "") + value)
    }
}
