package import AWSProfiles

/// Which STS to ask: its address, and the region that signatures are scoped to.
///
/// Always a regional endpoint, whatever `AWS_STS_REGIONAL_ENDPOINTS` says: the global one refuses GetWebIdentityToken.
package struct STSEndpoint: Sendable, Equatable {
    /// `https`, or `http` for an override.
    package let scheme: String
    /// Host and, unless it is the scheme's default, port: exactly the `Host` that is sent and signed.
    package let authority: String
    package let path: String
    package let region: AWSRegion
    /// Where the address comes from, in words: `AWS_ENDPOINT_URL_STS`, `rule for eu-west-1`.
    package let origin: String
    /// Where the region comes from, in words: `AWS_REGION`, `region of profile dev`.
    package let regionOrigin: String

    /// The endpoint that the settings name, as ``ServiceEndpoint`` reads them.
    ///
    /// - Parameter fallback: the region where the settings name none, such as the one of the instance's metadata.
    package init(
        settings: AWSSettings, fallback: RegionChoice? = nil
    ) throws(STSConfigurationError) {
        guard let choice = try RegionChoice.configured(in: settings) ?? fallback else {
            throw .missingRegion(settings)
        }
        let endpoint = try ServiceEndpoint(.sts, region: choice.region, settings: settings, fips: choice.wantsFIPS)
        try self.init(endpoint, regionOrigin: choice.origin)
    }

    /// The endpoint that the variables name, without the shared files.
    package init(environment: [String: String]) throws(STSConfigurationError) {
        try self.init(settings: AWSSettings(environment: environment, home: "", shared: SharedConfig()))
    }

    /// The endpoint of a region by AWS's rule.
    package init(region: AWSRegion, fips: Bool = false, dualStack: Bool = false) {
        let variant = EndpointVariant(fips: fips, dualStack: dualStack)
        (scheme, path) = ("https", "/")
        authority = AWSService.sts.address(in: region, variant).host
        self.region = region
        origin = "rule for \(region)\(variant.words)"
        regionOrigin = "given"
    }

    /// An endpoint named by its address.
    ///
    /// - Parameter variable: the setting's name, for the error text.
    package init(url: String, region: AWSRegion, from variable: String) throws(STSConfigurationError) {
        let endpoint = try ServiceEndpoint(.sts, url: url, region: region, from: variable)
        try self.init(endpoint, regionOrigin: "given")
    }

    private init(_ endpoint: ServiceEndpoint, regionOrigin: String) throws(STSConfigurationError) {
        guard !Self.isGlobal(endpoint.authority) else {
            throw STSConfigurationError(
                .invalidEndpoint,
                message: "\(endpoint.origin) names the global STS endpoint, which does not mint web identity tokens",
                remedy: "unset it, so that the endpoint of \(endpoint.region) is used")
        }
        (scheme, authority, path) = (endpoint.scheme, endpoint.authority, endpoint.path)
        (region, origin, self.regionOrigin) = (endpoint.region, endpoint.origin, regionOrigin)
    }

    private static func isGlobal(_ authority: String) -> Bool {
        let host = authority.lowercased().prefix { $0 != ":" }
        return host == "sts.amazonaws.com" || host == "sts.amazonaws.com."
    }
}

extension STSEndpoint: CustomStringConvertible {
    package var description: String { "\(scheme)://\(authority)\(path == "/" ? "" : path)" }
}
