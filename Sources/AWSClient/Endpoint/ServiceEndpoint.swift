package import AWSProfiles

/// The address of a service, and the region that signatures are scoped to.
package struct ServiceEndpoint: Sendable, Equatable {
    /// `https`, or `http` for an override.
    package let scheme: String
    /// Host and, unless it is the scheme's default, port: exactly the `Host` that is sent and signed.
    package let authority: String
    package let path: String
    /// Of IAM, the region that signs for the whole partition.
    package let region: AWSRegion
    /// Where the address comes from, in words: `AWS_ENDPOINT_URL`, `rule for eu-west-1`.
    package let origin: String

    /// What the settings say, else the address by rule.
    ///
    /// - Parameters:
    ///   - region: of SSO, the profile's `sso_region`.
    ///   - fips: asks for FIPS, whatever the settings say.
    /// - Throws: `conflict` for an override together with FIPS or dual-stack, as AWS's rules have it.
    package init(
        _ service: AWSService, region: AWSRegion, settings: AWSSettings, fips: Bool = false
    ) throws(STSConfigurationError) {
        let wish = try settings.endpointVariant()
        let variant = EndpointVariant(fips: fips || wish.fips != nil, dualStack: wish.dualStack != nil)
        guard let override = try settings.endpointOverride(of: service) else {
            try self.init(service, region: region, variant)
            return
        }
        guard variant == .plain else {
            let wishes = [wish.fips?.origin ?? (fips ? "a FIPS region" : nil), wish.dualStack?.origin]
            throw .conflict(override.origin, with: wishes.compactMap(\.self))
        }
        try self.init(service, url: override.value, region: region, from: override.origin)
    }

    /// The address by AWS's rules.
    init(_ service: AWSService, region: AWSRegion, _ variant: EndpointVariant) throws(STSConfigurationError) {
        let address = service.address(in: region, variant)
        (scheme, authority, path) = ("https", address.host, "/")
        self.region = try AWSRegion(address.signingRegion)
        origin = "rule for \(region)\(variant.words)"
    }

    /// An address that a setting names.
    init(
        _ service: AWSService, url: String, region: AWSRegion, from origin: String
    ) throws(STSConfigurationError) {
        let parts = try EndpointURL(url, from: origin)
        (scheme, authority, path) = (parts.scheme, parts.authority, parts.path)
        self.region = try AWSRegion(service.address(in: region, .plain).signingRegion)
        self.origin = origin
    }
}

extension ServiceEndpoint: CustomStringConvertible {
    package var description: String { "\(scheme)://\(authority)\(path == "/" ? "" : path)" }
}

extension STSConfigurationError {
    fileprivate static func conflict(_ override: String, with wishes: [String]) -> STSConfigurationError {
        let wishes = wishes.joined(separator: " and ")
        return STSConfigurationError(
            .conflict,
            message: "\(override) names an address, which cannot be combined with \(wishes)",
            remedy: "unset \(override), or \(wishes)")
    }
}
