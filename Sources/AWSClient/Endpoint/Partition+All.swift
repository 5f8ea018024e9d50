extension Partition {
    static let aws = Partition(
        name: "aws", suffix: "amazonaws.com", dualStackSuffix: "api.aws", signInDomain: "aws.amazon.com",
        globalRegion: "us-east-1",
        iam: IAMNames(
            region: "us-east-1", hosts: [dualStack: "iam.global.api.aws", fipsDualStack: "iam-fips.global.api.aws"]))

    /// The groups beside those of the commercial partition (us, eu, ap, sa, ca, me, af, il, mx).
    static let byGroup: [String: Partition] = [
        "us-gov": govCloud, "cn": china, "eusc-de": europeanSovereign, "us-iso": iso, "us-isob": isoB,
        "eu-isoe": isoE, "us-isof": isoF,
    ]

    private static let fips = EndpointVariant(fips: true)
    private static let dualStack = EndpointVariant(dualStack: true)
    private static let fipsDualStack = EndpointVariant(fips: true, dualStack: true)

    private static let govCloud = Partition(
        name: "aws-us-gov", suffix: "amazonaws.com", dualStackSuffix: "api.aws", fipsIsPlain: true,
        signInDomain: "amazonaws-us-gov.com", globalRegion: "us-gov-west-1",
        iam: IAMNames(
            region: "us-gov-west-1",
            hosts: [
                .plain: "iam.us-gov.amazonaws.com", fips: "iam.us-gov.amazonaws.com",
                dualStack: "iam.us-gov.api.aws", fipsDualStack: "iam.us-gov.api.aws",
            ]))

    private static let china = Partition(
        name: "aws-cn", suffix: "amazonaws.com.cn", dualStackSuffix: "api.amazonwebservices.com.cn",
        signInDomain: "amazonaws.cn", globalRegion: "cn-northwest-1",
        iam: IAMNames(
            region: "cn-north-1",
            hosts: [
                .plain: "iam.cn-north-1.amazonaws.com.cn", dualStack: "iam.global.api.amazonwebservices.com.cn",
            ]))

    private static let europeanSovereign = Partition(
        name: "aws-eusc", suffix: "amazonaws.eu", dualStackSuffix: "api.amazonwebservices.eu",
        globalRegion: "eusc-de-east-1",
        iam: IAMNames(region: "eusc-de-east-1", hosts: [.plain: "iam.eusc-de-east-1.amazonaws.eu"]))

    private static let iso = Partition(
        name: "aws-iso", suffix: "c2s.ic.gov", dualStackSuffix: "api.aws.ic.gov", globalRegion: "us-iso-east-1",
        iam: IAMNames(
            region: "us-iso-east-1",
            hosts: [.plain: "iam.us-iso-east-1.c2s.ic.gov", fips: "iam-fips.us-iso-east-1.c2s.ic.gov"]))

    private static let isoB = Partition(
        name: "aws-iso-b", suffix: "sc2s.sgov.gov", dualStackSuffix: "api.aws.scloud", globalRegion: "us-isob-east-1",
        iam: IAMNames(
            region: "us-isob-east-1",
            hosts: [.plain: "iam.us-isob-east-1.sc2s.sgov.gov", fips: "iam-fips.us-isob-east-1.sc2s.sgov.gov"]))

    private static let isoE = Partition(
        name: "aws-iso-e", suffix: "cloud.adc-e.uk", dualStackSuffix: "api.cloud-aws.adc-e.uk",
        globalRegion: "eu-isoe-west-1",
        iam: IAMNames(region: "eu-isoe-west-1", hosts: [.plain: "iam.eu-isoe-west-1.cloud.adc-e.uk"]))

    private static let isoF = Partition(
        name: "aws-iso-f", suffix: "csp.hci.ic.gov", dualStackSuffix: "api.aws.hci.ic.gov",
        globalRegion: "us-isof-south-1",
        iam: IAMNames(region: "us-isof-south-1", hosts: [.plain: "iam.us-isof-south-1.csp.hci.ic.gov"]))
}
