import AWSProfiles

extension AWSSettings {
    /// The address that replaces the one by rule, and the setting that names it; first hit wins.
    ///
    /// The service's own variable, `AWS_ENDPOINT_URL`, `endpoint_url` of the service in the `[services]` section that
    /// the profile names, `endpoint_url` of the profile. `AWS_IGNORE_CONFIGURED_ENDPOINT_URLS` or the profile's
    /// `ignore_configured_endpoint_urls` skips all four (AWS SDKs and Tools Reference Guide, *Service-specific
    /// endpoints*).
    func endpointOverride(of service: AWSService) throws(STSConfigurationError) -> Setting? {
        let ignored = try switchedOn("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "ignore_configured_endpoint_urls")
        guard ignored == nil else { return nil }
        for name in [service.variable, "AWS_ENDPOINT_URL"] {
            if let url = variable(name) { return Setting(value: url, origin: name) }
        }
        if let setting = try serviceOverride(of: service) { return setting }
        return setting([], "endpoint_url")
    }

    private func serviceOverride(of service: AWSService) throws(STSConfigurationError) -> Setting? {
        guard let name = profile?["services"] else { return nil }
        guard let section = shared.services[name] else {
            throw STSConfigurationError(
                .missingSection,
                message:
                    "profile \(profileName) names the services section \(name), which \(files.config) does not have",
                remedy: "add [services \(name)] there, or remove the profile's services line")
        }
        guard let url = section.block(service.rawValue)["endpoint_url"], !url.isEmpty else { return nil }
        return Setting(value: url, origin: "endpoint_url of \(service.rawValue) in services \(name)")
    }
}
