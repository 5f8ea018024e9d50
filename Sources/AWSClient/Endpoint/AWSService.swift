/// A service of AWS that the program calls.
package enum AWSService: String, Sendable, CaseIterable {
    case sts
    /// The portal of IAM Identity Center, which gives out role credentials.
    case sso
    /// The token service of IAM Identity Center.
    case ssoOIDC = "sso_oidc"
    /// The service behind `aws login`.
    case signin
    case iam

    /// The variable that replaces this service's address.
    var variable: String { "AWS_ENDPOINT_URL_\(rawValue.uppercased())" }

    /// The address by AWS's rules (botocore's endpoint rule sets), and the region that signs for it.
    func address(in region: AWSRegion, _ variant: EndpointVariant) -> (host: String, signingRegion: String) {
        let partition = Partition.of(region)
        let name =
            switch self {
            case .sts: Self.regional("sts", region, partition, variant)
            case .sso: Self.regional("portal.sso", region, partition, variant)
            case .ssoOIDC: Self.regional("oidc", region, partition, variant)
            case .signin: Self.signIn(region, partition, variant)
            case .iam: partition.iam.hosts[variant] ?? Self.common("iam", partition, variant)
            }
        guard self == .iam else { return (name, region.name) }
        return (name, partition.iam.hosts[variant] == nil ? partition.globalRegion : partition.iam.region)
    }

    private static func regional(
        _ prefix: String, _ region: AWSRegion, _ partition: Partition, _ variant: EndpointVariant
    ) -> String {
        var variant = variant
        if partition.fipsIsPlain && !variant.dualStack { variant.fips = false }
        return common(prefix, in: region, partition, variant)
    }

    private static func signIn(_ region: AWSRegion, _ partition: Partition, _ variant: EndpointVariant) -> String {
        if let domain = partition.signInDomain, variant == .plain { return "\(region).signin.\(domain)" }
        return common("signin", in: region, partition, variant)
    }

    private static func common(
        _ prefix: String, in region: AWSRegion? = nil, _ partition: Partition, _ variant: EndpointVariant
    ) -> String {
        let suffix = variant.dualStack ? partition.dualStackSuffix : partition.suffix
        return "\(prefix)\(variant.fips ? "-fips" : "")\(region.map { ".\($0)" } ?? "").\(suffix)"
    }
}
