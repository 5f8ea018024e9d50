/// A source of credentials: one variable, file or service, or a chain of such.
package protocol CredentialProvider: Sendable {
    /// The source as people know it, such as `environment`.
    var name: String { get }

    /// The credentials now. Called for every attempt of every call, so a source that is slow keeps what it found.
    ///
    /// A source bounds its own time. A call that asks waits for as long as its own deadline allows, and then cancels its
    /// question: a source that many share does not let that end the search.
    func credentials() async throws(CredentialError) -> AWSCredentials

    /// The service refused these as unknown or over: a source that keeps what it found looks anew next time.
    func rejected(_ credentials: AWSCredentials) async

    /// The service took these: what was said of them before no longer holds.
    func accepted(_ credentials: AWSCredentials) async

    /// These end too soon for what is asked of them: a source that keeps what it found looks anew now, and keeps them if
    /// there are no others. Returns when it has looked.
    func renew(_ credentials: AWSCredentials) async
}

extension CredentialProvider {
    package func rejected(_ credentials: AWSCredentials) async {}
    package func accepted(_ credentials: AWSCredentials) async {}
    package func renew(_ credentials: AWSCredentials) async {}
}

/// The credentials of calls that are not signed: none.
package struct NoCredentials: CredentialProvider {
    package let name = "none"

    package init() {}

    package func credentials() async throws(CredentialError) -> AWSCredentials {
        throw CredentialError(
            .notConfigured, source: name, message: "this client has no credentials",
            remedy: "only calls that are not signed can be made with it")
    }
}
