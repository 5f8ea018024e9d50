import AWSClient

/// Credentials that are in hand already.
struct GivenCredentials: CredentialProvider {
    let name: String
    private let keys: AWSCredentials

    init(_ keys: AWSCredentials) {
        name = keys.source
        self.keys = keys
    }

    func credentials() async throws(CredentialError) -> AWSCredentials { keys }
}
