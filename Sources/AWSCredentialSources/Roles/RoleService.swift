package import AWSClient

/// The STS that the sources assume their roles at.
package struct RoleService: Sendable {
    let configuration: STSClient.Configuration
    let context: CredentialContext

    package init(_ configuration: STSClient.Configuration, context: CredentialContext) {
        self.configuration = configuration
        self.context = context
    }

    /// - Parameter credentials: sign the calls; without them, only those can be made that are not signed.
    func client(signingWith credentials: any CredentialProvider = NoCredentials()) -> STSClient {
        STSClient(
            configuration, credentials: credentials, transport: context.transport, environment: context.surroundings,
            clock: context.clock)
    }
}
