/// A source of credentials: one variable, file or service, or a chain of such.
package protocol CredentialProvider: Sendable {
    /// The source as people know it, such as `environment`.
    var name: String { get }

    /// The credentials now. Called for every attempt of every call, so a source that is slow keeps what it found.
    ///
    /// A source bounds its own time; the deadline of the call that asks does not interrupt it.
    func credentials() async throws(CredentialError) -> AWSCredentials

    /// The service refused these as unknown or over: a source that keeps what it found looks anew next time.
    func rejected(_ credentials: AWSCredentials) async
}

extension CredentialProvider {
    package func rejected(_ credentials: AWSCredentials) async {}
}
