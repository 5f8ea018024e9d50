/// A group of regions with its own domain names (botocore's `partitions.json`).
struct Partition: Sendable, Equatable {
    let name: String
    let suffix: String
    let dualStackSuffix: String
    /// In GovCloud the plain STS endpoint is the FIPS one.
    var fipsIsPlain = false

    /// The partition whose region pattern `region` matches: a group, a word and a number. Else the commercial one.
    static func of(_ region: AWSRegion) -> Partition {
        let parts = region.name.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count >= 3, let number = parts.last, !number.isEmpty, number.allSatisfy(\.isNumber) else {
            return aws
        }
        return byGroup[parts.dropLast(2).joined(separator: "-")] ?? aws
    }

    private static let aws = Partition(name: "aws", suffix: "amazonaws.com", dualStackSuffix: "api.aws")

    /// The groups beside those of the commercial partition (us, eu, ap, sa, ca, me, af, il, mx).
    private static let byGroup: [String: Partition] = [
        "us-gov": Partition(
            name: "aws-us-gov", suffix: "amazonaws.com", dualStackSuffix: "api.aws", fipsIsPlain: true),
        "cn": Partition(
            name: "aws-cn", suffix: "amazonaws.com.cn", dualStackSuffix: "api.amazonwebservices.com.cn"),
        "eusc-de": Partition(
            name: "aws-eusc", suffix: "amazonaws.eu", dualStackSuffix: "api.amazonwebservices.eu"),
        "us-iso": Partition(name: "aws-iso", suffix: "c2s.ic.gov", dualStackSuffix: "api.aws.ic.gov"),
        "us-isob": Partition(name: "aws-iso-b", suffix: "sc2s.sgov.gov", dualStackSuffix: "api.aws.scloud"),
        "eu-isoe": Partition(name: "aws-iso-e", suffix: "cloud.adc-e.uk", dualStackSuffix: "api.cloud-aws.adc-e.uk"),
        "us-isof": Partition(name: "aws-iso-f", suffix: "csp.hci.ic.gov", dualStackSuffix: "api.aws.hci.ic.gov"),
    ]
}
