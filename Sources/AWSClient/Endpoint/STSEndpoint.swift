/// Which STS to ask: its address, and the region that signatures are scoped to.
///
/// Always a regional endpoint: the global one refuses GetWebIdentityToken.
package struct STSEndpoint: Sendable, Equatable {
    /// `https`, or `http` for an override.
    package let scheme: String
    /// Host and, unless it is the scheme's default, port: exactly the `Host` that is sent and signed.
    package let authority: String
    package let path: String
    package let region: AWSRegion

    /// The endpoint that the AWS variables name, as the SDKs read them.
    ///
    /// `AWS_ENDPOINT_URL_STS`, then `AWS_ENDPOINT_URL`, unless `AWS_IGNORE_CONFIGURED_ENDPOINT_URLS` is `true`; else
    /// the region's own, by `AWS_USE_FIPS_ENDPOINT` and `AWS_USE_DUALSTACK_ENDPOINT`.
    package init(environment: [String: String]) throws(STSConfigurationError) {
        let variables = AWSVariables(environment)
        let region = try AWSRegion(environment: environment)
        let fips = try variables.isOn("AWS_USE_FIPS_ENDPOINT")
        let dualStack = try variables.isOn("AWS_USE_DUALSTACK_ENDPOINT")
        guard let (variable, url) = try variables.override() else {
            self.init(region: region, fips: fips, dualStack: dualStack)
            return
        }
        guard !fips, !dualStack else {
            throw STSConfigurationError(
                .conflict, message: "\(variable) cannot be combined with a FIPS or dual-stack endpoint",
                remedy: "unset \(variable), or AWS_USE_FIPS_ENDPOINT and AWS_USE_DUALSTACK_ENDPOINT")
        }
        try self.init(url: url, region: region, from: variable)
    }

    /// The endpoint of a region by AWS's rule.
    package init(region: AWSRegion, fips: Bool = false, dualStack: Bool = false) {
        let partition = Partition.of(region)
        let prefix = fips && !(partition.fipsIsPlain && !dualStack) ? "sts-fips" : "sts"
        let suffix = dualStack ? partition.dualStackSuffix : partition.suffix
        (scheme, path) = ("https", "/")
        authority = "\(prefix).\(region).\(suffix)"
        self.region = region
    }

    /// An endpoint named by its address.
    ///
    /// - Parameter variable: the setting's name, for the error text.
    package init(url: String, region: AWSRegion, from variable: String) throws(STSConfigurationError) {
        let parts = try EndpointURL(url, from: variable)
        guard parts.host.lowercased() != "sts.amazonaws.com" else {
            throw STSConfigurationError(
                .invalidEndpoint,
                message: "\(variable) names the global STS endpoint, which does not mint web identity tokens",
                remedy: "unset \(variable), so that the endpoint of \(region) is used")
        }
        (scheme, authority, path) = (parts.scheme, parts.authority, parts.path)
        self.region = region
    }
}

extension STSEndpoint: CustomStringConvertible {
    package var description: String { "\(scheme)://\(authority)\(path == "/" ? "" : path)" }
}
