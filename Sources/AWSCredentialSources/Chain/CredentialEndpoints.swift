package import AWSClient
package import AWSProfiles

/// Where the services stand that hand out credentials; asked only for those that are needed.
package struct CredentialEndpoints: Sendable {
    /// The STS for assuming roles, with its limits and its region, which is the sign-in service's region, too.
    package var sts: @Sendable (AWSSettings) throws(STSConfigurationError) -> STSClient.Configuration
    /// Of IAM Identity Center's portal in a region.
    package var portal: @Sendable (AWSRegion, AWSSettings) throws(STSConfigurationError) -> EndpointAddress
    /// Of IAM Identity Center's OIDC service in a region.
    package var oidc: @Sendable (AWSRegion, AWSSettings) throws(STSConfigurationError) -> EndpointAddress
    /// Of the sign-in service in a region.
    package var signIn: @Sendable (AWSRegion, AWSSettings) throws(STSConfigurationError) -> EndpointAddress

    package init(
        sts: @escaping @Sendable (AWSSettings) throws(STSConfigurationError) -> STSClient.Configuration,
        portal: @escaping @Sendable (AWSRegion, AWSSettings) throws(STSConfigurationError) -> EndpointAddress,
        oidc: @escaping @Sendable (AWSRegion, AWSSettings) throws(STSConfigurationError) -> EndpointAddress,
        signIn: @escaping @Sendable (AWSRegion, AWSSettings) throws(STSConfigurationError) -> EndpointAddress
    ) {
        (self.sts, self.portal, self.oidc, self.signIn) = (sts, portal, oidc, signIn)
    }
}
