import AWSClient
import AWSProfiles
import Testing

@Suite("Which region, and who says so")
struct RegionChoiceTests {
    private static func settings(_ environment: [String: String], _ config: String = "") -> AWSSettings {
        AWSSettings(environment: environment, home: "/h", shared: SharedConfig(config: Array(config.utf8)))
    }

    @Test(
        "AWS_REGION, then AWS_DEFAULT_REGION, then the profile, then what the caller found",
        arguments: [
            (["AWS_REGION": "a-b-1", "AWS_DEFAULT_REGION": "c-d-1"], "region = e-f-1", "a-b-1", "AWS_REGION"),
            (["AWS_REGION": "", "AWS_DEFAULT_REGION": "c-d-1"], "region = e-f-1", "c-d-1", "AWS_DEFAULT_REGION"),
            ([:], "region = e-f-1", "e-f-1", "region of profile default"),
            (["AWS_REGION": ""], "region = ", "g-h-1", "instance metadata"),
        ])
    func order(environment: [String: String], profile: String, region: String, origin: String) throws {
        let found = try RegionChoice("g-h-1", origin: "instance metadata")
        let endpoint = try STSEndpoint(settings: Self.settings(environment, "[default]\n\(profile)"), fallback: found)
        #expect(endpoint.region.name == region)
        #expect(endpoint.regionOrigin == origin)
    }

    @Test("It is the active profile's region, and no other's")
    func activeProfile() throws {
        let config = "[default]\nregion = a-b-1\n[profile dev]\nregion = c-d-1\n[profile bare]"
        let dev = try RegionChoice.configured(in: Self.settings(["AWS_PROFILE": "dev"], config))
        #expect(dev?.description == "c-d-1 (region of profile dev)")
        let bare = try RegionChoice.configured(in: Self.settings(["AWS_PROFILE": "bare"], config))
        #expect(bare == nil)
    }

    @Test("Without any, the error names the three places and the profile")
    func missing() {
        let error = #expect(throws: STSConfigurationError.self) {
            try STSEndpoint(settings: Self.settings(["AWS_PROFILE": "dev"]))
        }
        #expect(error?.code == .missingRegion)
        for word in ["AWS_REGION", "AWS_DEFAULT_REGION", "profile dev"] {
            #expect(error?.message.contains(word) == true)
        }
    }

    @Test("A region that is none is refused by the name of its setting")
    func invalid() {
        let error = #expect(throws: STSConfigurationError.self) {
            try RegionChoice.configured(in: Self.settings([:], "[default]\nregion = eu west"))
        }
        #expect(error?.code == .invalidRegion)
        #expect(error?.message.hasPrefix("region of profile default is \"eu west\"") == true)
    }

    @Test(
        "A FIPS pseudo-region is the region, with its FIPS endpoint",
        arguments: ["fips-us-west-2", "us-west-2-fips"])
    func pseudoRegion(name: String) throws {
        let endpoint = try STSEndpoint(settings: Self.settings(["AWS_REGION": name]))
        #expect(endpoint.region.name == "us-west-2")
        #expect(endpoint.authority == "sts-fips.us-west-2.amazonaws.com")
    }
}
