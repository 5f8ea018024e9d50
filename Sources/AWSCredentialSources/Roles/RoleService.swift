package import AWSClient

/// The STS that the sources assume their roles at.
package struct RoleService: Sendable {
    let configuration: STSClient.Configuration
    let context: CredentialContext

    package init(_ configuration: STSClient.Configuration, context: CredentialContext) {
        self.configuration = configuration
        self.context = context
    }

    func client(signingWith credentials: any CredentialProvider) -> STSClient {
        STSClient(
            configuration, credentials: credentials, transport: context.transport, environment: context.surroundings)
    }
}

extension AssumedRole {
    func credentials(from source: String, account: String?) -> AWSCredentials {
        AWSCredentials(
            accessKeyID: accessKeyID, secretAccessKey: secretAccessKey.exposed, sessionToken: sessionToken.exposed,
            expiration: expiration, accountID: account, source: source)
    }
}
