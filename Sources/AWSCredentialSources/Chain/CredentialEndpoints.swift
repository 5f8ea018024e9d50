package import AWSClient
package import AWSProfiles

/// Where the services stand that hand out credentials; asked only for those that are needed.
package struct CredentialEndpoints: Sendable {
    /// The STS for assuming roles, with its limits and its region, which is the sign-in service's region, too.
    package var sts: @Sendable (AWSSettings) throws(STSConfigurationError) -> STSClient.Configuration
    /// Of a service in a region.
    package var address: @Sendable (AWSService, AWSRegion, AWSSettings) throws(STSConfigurationError) -> EndpointAddress

    /// The endpoints that the settings name, or AWS's rules.
    ///
    /// - Parameter fallback: the region where the settings name none, such as the one of the instance's metadata.
    package init(fallback: RegionChoice? = nil) {
        sts = { settings throws(STSConfigurationError) in
            try STSClient.Configuration(settings: settings, fallback: fallback)
        }
        address = { service, region, settings throws(STSConfigurationError) in
            let endpoint = try ServiceEndpoint(service, region: region, settings: settings)
            return EndpointAddress(scheme: endpoint.scheme, authority: endpoint.authority, path: endpoint.path)
        }
    }
}
