/// The credentials of `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and, for temporary ones, `AWS_SESSION_TOKEN`.
///
/// As the Go SDK has it, `AWS_ACCESS_KEY` and `AWS_SECRET_KEY` stand in for the first two. An empty variable counts as
/// unset. Variables do not tell when a session ends, so ``AWSCredentials/expiration`` is nil.
package struct EnvironmentCredentials: CredentialProvider {
    package let name = "environment"
    private let environment: [String: String]

    package init(environment: [String: String]) {
        self.environment = environment
    }

    package func credentials() async throws(CredentialError) -> AWSCredentials {
        switch (first(of: Self.ids), first(of: Self.secrets)) {
        case (let id?, let secret?):
            return AWSCredentials(
                accessKeyID: id.value, secretAccessKey: secret.value, sessionToken: first(of: [Self.token])?.value,
                source: name)
        case (let id?, nil): throw incomplete(has: id.name, lacks: Self.secrets[0])
        case (nil, let secret?): throw incomplete(has: secret.name, lacks: Self.ids[0])
        case (nil, nil):
            throw CredentialError(
                .notConfigured, source: name, message: "\(Self.ids[0]) and \(Self.secrets[0]) are not set",
                remedy: "export both, and \(Self.token) for temporary credentials")
        }
    }

    private static let ids = ["AWS_ACCESS_KEY_ID", "AWS_ACCESS_KEY"]
    private static let secrets = ["AWS_SECRET_ACCESS_KEY", "AWS_SECRET_KEY"]
    private static let token = "AWS_SESSION_TOKEN"

    private func first(of names: [String]) -> (name: String, value: String)? {
        for name in names {
            if let value = environment[name], !value.isEmpty { return (name, value) }
        }
        return nil
    }

    private func incomplete(has present: String, lacks missing: String) -> CredentialError {
        CredentialError(
            .incomplete, source: name, message: "\(present) is set, but \(missing) is not",
            remedy: "export \(missing) too, or unset \(present)")
    }
}

extension EnvironmentCredentials: CustomStringConvertible, CustomReflectable {
    package var description: String { "EnvironmentCredentials" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
