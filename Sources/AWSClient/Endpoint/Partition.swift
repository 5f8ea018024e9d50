/// A group of regions with its own domain names (botocore's `partitions.json`).
///
/// Every region of AWS's list matches the pattern of its own partition, so the pattern alone decides; a test holds
/// the list against it.
struct Partition: Sendable, Equatable {
    let name: String
    let suffix: String
    let dualStackSuffix: String
    /// In GovCloud the plain endpoint of STS, the SSO portal and OIDC is the FIPS one.
    var fipsIsPlain = false
    /// The domain of `<region>.signin.…`; nil where sign-in follows the common rule.
    var signInDomain: String?
    /// The region that signs for services which the whole partition shares.
    let globalRegion: String
    let iam: IAMNames

    /// IAM's own addresses; a variant that is missing follows the common rule.
    struct IAMNames: Sendable, Equatable {
        /// The region that signs for them.
        let region: String
        let hosts: [EndpointVariant: String]
    }

    /// The partition whose region pattern `region` matches: a group, a word and a number. Else the commercial one.
    static func of(_ region: AWSRegion) -> Partition {
        let parts = region.name.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count >= 3, let number = parts.last, !number.isEmpty, number.allSatisfy(\.isNumber) else {
            return aws
        }
        return byGroup[parts.dropLast(2).joined(separator: "-")] ?? aws
    }
}
