import Testing

@testable import AWSClient

@Suite("Which STS to ask")
struct STSEndpointTests {
    @Test(
        "Each partition has its own names",
        arguments: [
            ("eu-west-1", "sts.eu-west-1.amazonaws.com", "sts.eu-west-1.api.aws", "sts-fips.eu-west-1.amazonaws.com"),
            (
                "mx-central-1", "sts.mx-central-1.amazonaws.com", "sts.mx-central-1.api.aws",
                "sts-fips.mx-central-1.amazonaws.com"
            ),
            (
                "us-gov-west-1", "sts.us-gov-west-1.amazonaws.com", "sts.us-gov-west-1.api.aws",
                "sts.us-gov-west-1.amazonaws.com"
            ),
            (
                "cn-north-1", "sts.cn-north-1.amazonaws.com.cn", "sts.cn-north-1.api.amazonwebservices.com.cn",
                "sts-fips.cn-north-1.amazonaws.com.cn"
            ),
            (
                "eusc-de-east-1", "sts.eusc-de-east-1.amazonaws.eu", "sts.eusc-de-east-1.api.amazonwebservices.eu",
                "sts-fips.eusc-de-east-1.amazonaws.eu"
            ),
            (
                "us-iso-east-1", "sts.us-iso-east-1.c2s.ic.gov", "sts.us-iso-east-1.api.aws.ic.gov",
                "sts-fips.us-iso-east-1.c2s.ic.gov"
            ),
            (
                "us-isob-east-1", "sts.us-isob-east-1.sc2s.sgov.gov", "sts.us-isob-east-1.api.aws.scloud",
                "sts-fips.us-isob-east-1.sc2s.sgov.gov"
            ),
            (
                "eu-isoe-west-1", "sts.eu-isoe-west-1.cloud.adc-e.uk", "sts.eu-isoe-west-1.api.cloud-aws.adc-e.uk",
                "sts-fips.eu-isoe-west-1.cloud.adc-e.uk"
            ),
            (
                "us-isof-south-1", "sts.us-isof-south-1.csp.hci.ic.gov", "sts.us-isof-south-1.api.aws.hci.ic.gov",
                "sts-fips.us-isof-south-1.csp.hci.ic.gov"
            ),
            ("moon-1", "sts.moon-1.amazonaws.com", "sts.moon-1.api.aws", "sts-fips.moon-1.amazonaws.com"),
        ])
    func partitions(name: String, plain: String, dualStack: String, fips: String) throws {
        let region = try AWSRegion(name)
        #expect(STSEndpoint(region: region).authority == plain)
        #expect(STSEndpoint(region: region, dualStack: true).authority == dualStack)
        #expect(STSEndpoint(region: region, fips: true).authority == fips)
        #expect(
            STSEndpoint(region: region, fips: true, dualStack: true).authority == "sts-fips." + dualStack.dropFirst(4))
        #expect(STSEndpoint(region: region).scheme == "https")
    }

    @Test(
        "The region is AWS_REGION's, then AWS_DEFAULT_REGION's; empty is unset",
        arguments: [
            (["AWS_REGION": "eu-west-1", "AWS_DEFAULT_REGION": "us-east-1"], "eu-west-1"),
            (["AWS_REGION": "", "AWS_DEFAULT_REGION": "us-east-1"], "us-east-1"),
            (["AWS_DEFAULT_REGION": "us-east-2"], "us-east-2"),
        ])
    func region(environment: [String: String], name: String) throws {
        #expect(try STSEndpoint(environment: environment).region.name == name)
    }

    @Test(
        "An address in the environment replaces the rule",
        arguments: [
            (["AWS_ENDPOINT_URL_STS": "http://127.0.0.1:4566"], "http://127.0.0.1:4566"),
            (
                ["AWS_ENDPOINT_URL_STS": "http://127.0.0.1:4566/", "AWS_ENDPOINT_URL": "http://other"],
                "http://127.0.0.1:4566"
            ),
            (
                ["AWS_ENDPOINT_URL_STS": "", "AWS_ENDPOINT_URL": "https://local.test:443/base"],
                "https://local.test/base"
            ),
            (["AWS_ENDPOINT_URL": "http://[::1]:8080"], "http://[::1]:8080"),
            (["AWS_ENDPOINT_URL": "HTTP://local.test:80"], "http://local.test"),
            (
                ["AWS_ENDPOINT_URL": "http://x", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true"],
                "https://sts.eu-west-1.amazonaws.com"
            ),
            (["AWS_USE_FIPS_ENDPOINT": "true"], "https://sts-fips.eu-west-1.amazonaws.com"),
            (
                ["AWS_USE_DUALSTACK_ENDPOINT": "TRUE", "AWS_USE_FIPS_ENDPOINT": "false"],
                "https://sts.eu-west-1.api.aws"
            ),
            (["AWS_STS_REGIONAL_ENDPOINTS": "legacy"], "https://sts.eu-west-1.amazonaws.com"),
        ])
    func overrides(environment: [String: String], endpoint: String) throws {
        let environment = environment.merging(["AWS_REGION": "eu-west-1"]) { $1 }
        #expect(try STSEndpoint(environment: environment).description == endpoint)
    }

    @Test("The client's other settings come from the environment too")
    func clientSettings() throws {
        var environment = ["AWS_REGION": "eu-west-1"]
        var configuration = try STSClient.Configuration(environment: environment)
        #expect(configuration.retries.maximumAttempts == 3)
        #expect(configuration.correctsClock)
        environment["AWS_MAX_ATTEMPTS"] = "7"
        environment["AWS_DISABLE_CLOCK_SKEW_CORRECTION"] = "true"
        configuration = try STSClient.Configuration(environment: environment)
        #expect(configuration.retries.maximumAttempts == 7)
        #expect(!configuration.correctsClock)
        for text in ["0", "-1", "x", "1.5"] {
            environment["AWS_MAX_ATTEMPTS"] = text
            let error = #expect(throws: STSConfigurationError.self) {
                try STSClient.Configuration(environment: environment)
            }
            #expect(error?.code == .invalidNumber)
        }
    }

    @Test(
        "A setting that cannot be used is refused with a remedy",
        arguments: [
            ([:], STSConfigurationError.Code.missingRegion),
            (["AWS_REGION": "eu west"], .invalidRegion),
            (["AWS_REGION": "evil.example/"], .invalidRegion),
            (["AWS_REGION": "-eu"], .invalidRegion),
            (["AWS_REGION": String(repeating: "a", count: 64)], .invalidRegion),
            (["AWS_REGION": "aws-global"], .invalidRegion),
            (["AWS_REGION": "eu-west-1", "AWS_ENDPOINT_URL_STS": "127.0.0.1:4566"], .invalidEndpoint),
            (["AWS_REGION": "eu-west-1", "AWS_ENDPOINT_URL_STS": "ftp://host"], .invalidEndpoint),
            (["AWS_REGION": "eu-west-1", "AWS_ENDPOINT_URL_STS": "http://"], .invalidEndpoint),
            (["AWS_REGION": "eu-west-1", "AWS_ENDPOINT_URL_STS": "http://user@host"], .invalidEndpoint),
            (["AWS_REGION": "eu-west-1", "AWS_ENDPOINT_URL_STS": "http://host?x=y"], .invalidEndpoint),
            (["AWS_REGION": "eu-west-1", "AWS_ENDPOINT_URL_STS": "http://host:99999"], .invalidEndpoint),
            (["AWS_REGION": "eu-west-1", "AWS_ENDPOINT_URL_STS": "http://ho st"], .invalidEndpoint),
            (["AWS_REGION": "eu-west-1", "AWS_ENDPOINT_URL": "https://sts.amazonaws.com"], .invalidEndpoint),
            (["AWS_REGION": "eu-west-1", "AWS_USE_FIPS_ENDPOINT": "yes"], .invalidSwitch),
            (["AWS_REGION": "eu-west-1", "AWS_USE_FIPS_ENDPOINT": "true", "AWS_ENDPOINT_URL": "http://x"], .conflict),
        ])
    func refused(environment: [String: String], code: STSConfigurationError.Code) {
        let error = #expect(throws: STSConfigurationError.self) { try STSEndpoint(environment: environment) }
        #expect(error?.code == code)
        #expect(error?.remedy.isEmpty == false)
    }
}
