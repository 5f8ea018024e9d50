import AWSProfiles
import Foundation
import Testing

@testable import AWSClient

/// One line of `Resources/endpoints/endpoints.tsv`: what botocore's rules give.
struct EndpointRow: Sendable, CustomTestStringConvertible {
    let service: AWSService
    let region: String
    let variant: EndpointVariant
    let url: String
    let signingRegion: String

    var testDescription: String { "\(service.rawValue) \(region)\(variant.words)" }

    static let all: [EndpointRow] = {
        guard let file = Bundle.module.url(forResource: "Resources/endpoints/endpoints", withExtension: "tsv"),
            let text = try? String(contentsOf: file, encoding: .utf8)
        else { return [] }
        return text.split(separator: "\n").filter { !$0.hasPrefix("#") }.compactMap(EndpointRow.init)
    }()

    private init?(_ line: Substring) {
        let fields = line.split(separator: "\t").map(String.init)
        guard fields.count == 6, let service = AWSService(rawValue: fields[0]) else { return nil }
        self.service = service
        region = fields[1]
        variant = EndpointVariant(fips: fields[2] == "fips", dualStack: fields[3] == "dual")
        (url, signingRegion) = (fields[4], fields[5])
    }
}

@Suite("Addresses of services")
struct ServiceEndpointTests {
    @Test("The table is there: every region of eight partitions, each variant of five services")
    func table() throws {
        #expect(EndpointRow.all.count == 318)
        let regions = Set(EndpointRow.all.map(\.region))
        let partitions = try Set(regions.map { Partition.of(try AWSRegion($0)).name })
        #expect(partitions.count == 8)
        for service in AWSService.allCases {
            let variants = Set(EndpointRow.all.filter { $0.service == service }.map(\.variant))
            #expect(variants.count == 4)
        }
    }

    @Test("Each address is the one of AWS's rules", arguments: EndpointRow.all)
    func rule(_ row: EndpointRow) throws {
        let endpoint = try ServiceEndpoint(row.service, region: try AWSRegion(row.region), row.variant)
        #expect(endpoint.description == row.url)
        #expect(endpoint.region.name == row.signingRegion)
    }

    /// Settings of an environment and of a config file's text.
    private static func settings(_ environment: [String: String], _ config: String = "") -> AWSSettings {
        AWSSettings(environment: environment, home: "/h", shared: SharedConfig(config: Array(config.utf8)))
    }

    private static let services = """
        [default]
        services = local
        endpoint_url = http://profile
        [services local]
        sts =
          endpoint_url = http://section
        sso_oidc =
          endpoint_url = http://oidc
        """

    @Test(
        "The first override that is set wins",
        arguments: [
            (
                ["AWS_ENDPOINT_URL_STS": "http://own", "AWS_ENDPOINT_URL": "http://all"], "http://own",
                "AWS_ENDPOINT_URL_STS"
            ),
            (["AWS_ENDPOINT_URL_STS": "", "AWS_ENDPOINT_URL": "http://all"], "http://all", "AWS_ENDPOINT_URL"),
            ([:], "http://section", "endpoint_url of sts in services local"),
            (["AWS_ENDPOINT_URL_SSO": "http://other"], "http://section", "endpoint_url of sts in services local"),
            (
                ["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "TRUE", "AWS_ENDPOINT_URL_STS": "http://own"],
                "https://sts.eu-west-1.amazonaws.com", "rule for eu-west-1"
            ),
        ])
    func precedence(environment: [String: String], url: String, origin: String) throws {
        let settings = Self.settings(environment, Self.services)
        let endpoint = try ServiceEndpoint(.sts, region: try AWSRegion("eu-west-1"), settings: settings)
        #expect(endpoint.description == url)
        #expect(endpoint.origin == origin)
    }

    @Test(
        "Each service has its variable and its place in the services section",
        arguments: [
            (AWSService.sso, "AWS_ENDPOINT_URL_SSO"), (.ssoOIDC, "AWS_ENDPOINT_URL_SSO_OIDC"),
            (.signin, "AWS_ENDPOINT_URL_SIGNIN"), (.iam, "AWS_ENDPOINT_URL_IAM"), (.sts, "AWS_ENDPOINT_URL_STS"),
        ])
    func variables(service: AWSService, variable: String) throws {
        let region = try AWSRegion("eu-west-1")
        let own = try ServiceEndpoint(service, region: region, settings: Self.settings([variable: "http://own:1/x"]))
        #expect(own.description == "http://own:1/x")
        #expect(own.origin == variable)
        #expect(own.region.name == (service == .iam ? "us-east-1" : "eu-west-1"))
        let all = try ServiceEndpoint(
            service, region: region, settings: Self.settings(["AWS_ENDPOINT_URL": "http://all"]))
        #expect(all.description == "http://all")
        let section = try ServiceEndpoint(service, region: region, settings: Self.settings([:], Self.services))
        let expected = [AWSService.sts: "http://section", .ssoOIDC: "http://oidc"][service] ?? "http://profile"
        #expect(section.description == expected)
    }

    @Test("A profile may turn its own endpoints off")
    func ignoredByProfile() throws {
        let settings = Self.settings([:], "[default]\nignore_configured_endpoint_urls = true\nendpoint_url = http://x")
        let endpoint = try ServiceEndpoint(.sso, region: try AWSRegion("eu-west-1"), settings: settings)
        #expect(endpoint.description == "https://portal.sso.eu-west-1.amazonaws.com")
    }

    @Test(
        "FIPS and dual-stack come from the environment, else from the profile",
        arguments: [
            ([:], "use_fips_endpoint = true", "https://sts-fips.us-east-1.amazonaws.com", "rule for us-east-1, FIPS"),
            (
                ["AWS_USE_FIPS_ENDPOINT": "false"], "use_fips_endpoint = true", "https://sts.us-east-1.amazonaws.com",
                "rule for us-east-1"
            ),
            ([:], "use_dualstack_endpoint = True", "https://sts.us-east-1.api.aws", "rule for us-east-1, dual-stack"),
            (
                ["AWS_USE_FIPS_ENDPOINT": "true"], "use_dualstack_endpoint = true",
                "https://sts-fips.us-east-1.api.aws", "rule for us-east-1, FIPS, dual-stack"
            ),
        ])
    func variants(environment: [String: String], profile: String, url: String, origin: String) throws {
        let settings = Self.settings(environment, "[default]\nregion = us-east-1\n\(profile)")
        let endpoint = try STSEndpoint(settings: settings)
        #expect(endpoint.description == url)
        #expect(endpoint.origin == origin)
    }

    @Test(
        "An override with FIPS or dual-stack is refused, and both settings are named",
        arguments: [
            (
                ["AWS_ENDPOINT_URL": "http://x", "AWS_USE_FIPS_ENDPOINT": "true"], "AWS_ENDPOINT_URL",
                "AWS_USE_FIPS_ENDPOINT"
            ),
            (["AWS_ENDPOINT_URL_STS": "http://x"], "AWS_ENDPOINT_URL_STS", "use_dualstack_endpoint of profile dev"),
            (
                ["AWS_ENDPOINT_URL_STS": "http://x", "AWS_REGION": "fips-us-east-1"], "AWS_ENDPOINT_URL_STS",
                "a FIPS region"
            ),
        ])
    func conflict(environment: [String: String], one: String, other: String) throws {
        let environment = ["AWS_REGION": "us-east-1", "AWS_PROFILE": "dev"].merging(environment) { $1 }
        let settings = Self.settings(environment, "[profile dev]\nuse_dualstack_endpoint = true")
        let error = #expect(throws: STSConfigurationError.self) { try STSEndpoint(settings: settings) }
        #expect(error?.code == .conflict)
        #expect(error?.message.contains(one) == true)
        #expect(error?.message.contains(other) == true)
    }

    @Test("A services section that is missing is refused, unless a variable comes before it")
    func missingSection() throws {
        let region = try AWSRegion("eu-west-1")
        let config = "[default]\nservices = gone"
        let error = #expect(throws: STSConfigurationError.self) {
            try ServiceEndpoint(.sts, region: region, settings: Self.settings([:], config))
        }
        #expect(error?.code == .missingSection)
        #expect(error?.description.contains("[services gone]") == true)
        #expect(error?.description.contains("/h/.aws/config") == true)
        let settings = Self.settings(["AWS_ENDPOINT_URL": "http://all"], config)
        let endpoint = try ServiceEndpoint(.sts, region: region, settings: settings)
        #expect(endpoint.description == "http://all")
    }

    @Test(
        "The global STS endpoint is never used, however it is named",
        arguments: [
            "https://sts.amazonaws.com", "https://STS.amazonaws.com:443/", "https://sts.amazonaws.com./",
            "http://sts.amazonaws.com:8080",
        ])
    func global(url: String) throws {
        let settings = Self.settings([:], "[default]\nregion = us-east-1\nendpoint_url = \(url)")
        let error = #expect(throws: STSConfigurationError.self) { try STSEndpoint(settings: settings) }
        #expect(error?.code == .invalidEndpoint)
        #expect(error?.message.contains("endpoint_url of profile default") == true)
        let legacy = Self.settings(["AWS_STS_REGIONAL_ENDPOINTS": "legacy"], "[default]\nregion = us-east-1")
        let endpoint = try STSEndpoint(settings: legacy)
        #expect(endpoint.authority == "sts.us-east-1.amazonaws.com")
    }
}
