/// The credentials of `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and, for temporary ones, `AWS_SESSION_TOKEN`.
///
/// An empty variable counts as unset. Variables do not tell when a session ends, so ``AWSCredentials/expiration`` is
/// nil.
package struct EnvironmentCredentials: CredentialProvider {
    package let name = "environment"
    private let environment: [String: String]

    package init(environment: [String: String]) {
        self.environment = environment
    }

    package func credentials() async throws(CredentialError) -> AWSCredentials {
        switch (variable(Self.id), variable(Self.secret)) {
        case (let id?, let secret?):
            return AWSCredentials(
                accessKeyID: id, secretAccessKey: secret, sessionToken: variable(Self.token), source: name)
        case (_?, nil): throw incomplete(has: Self.id, lacks: Self.secret)
        case (nil, _?): throw incomplete(has: Self.secret, lacks: Self.id)
        case (nil, nil):
            throw CredentialError(
                .notConfigured, source: name, message: "\(Self.id) and \(Self.secret) are not set",
                remedy: "export both, and \(Self.token) for temporary credentials")
        }
    }

    private static let id = "AWS_ACCESS_KEY_ID"
    private static let secret = "AWS_SECRET_ACCESS_KEY"
    private static let token = "AWS_SESSION_TOKEN"

    private func variable(_ name: String) -> String? {
        environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    private func incomplete(has present: String, lacks missing: String) -> CredentialError {
        CredentialError(
            .incomplete, source: name, message: "\(present) is set, but \(missing) is not",
            remedy: "export \(missing) too, or unset \(present)")
    }
}
