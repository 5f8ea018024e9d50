/// News of the credentials, for those who show them.
package enum CredentialReport: Sendable, Equatable {
    /// A search found these, and they are others than before, or the search before failed.
    case resolved(AWSCredentials)
    /// A search failed; what it found before goes on serving, if it still lives.
    case failed(CredentialError, serving: AWSCredentials?)
}
