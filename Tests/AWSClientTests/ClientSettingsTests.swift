import AWSClient
import AWSProfiles
import Foundation
import Testing

@Suite("Settings of the client from environment and profile")
struct ClientSettingsTests {
    private static func settings(_ environment: [String: String], _ profile: String = "") -> AWSSettings {
        let config = "[default]\nregion = eu-west-1\n\(profile)"
        return AWSSettings(environment: environment, home: "/h", shared: SharedConfig(config: Array(config.utf8)))
    }

    @Test(
        "Attempts and retry mode: the variable wins over the profile",
        arguments: [
            ([:], "", 3, RetryMode.standard),
            ([:], "max_attempts = 5\nretry_mode = adaptive", 5, .adaptive),
            (
                ["AWS_MAX_ATTEMPTS": "2", "AWS_RETRY_MODE": "Legacy"], "max_attempts = 5\nretry_mode = adaptive", 2,
                .legacy
            ),
            (["AWS_MAX_ATTEMPTS": "", "AWS_RETRY_MODE": "standard"], "max_attempts = 1", 1, .standard),
        ])
    func retries(environment: [String: String], profile: String, attempts: Int, mode: RetryMode) throws {
        let configuration = try STSClient.Configuration(settings: Self.settings(environment, profile))
        #expect(configuration.retries.maximumAttempts == attempts)
        #expect(configuration.retryMode == mode)
    }

    @Test(
        "A value that cannot be used is refused by the name of its setting",
        arguments: [
            (["AWS_RETRY_MODE": "fast"], "", STSConfigurationError.Code.invalidRetryMode, "AWS_RETRY_MODE"),
            ([:], "retry_mode = no", .invalidRetryMode, "retry_mode of profile default"),
            ([:], "max_attempts = 0", .invalidNumber, "max_attempts of profile default"),
            ([:], "max_attempts = 99999999999999999999", .invalidNumber, "max_attempts of profile default"),
            (["AWS_DISABLE_CLOCK_SKEW_CORRECTION": "1"], "", .invalidSwitch, "AWS_DISABLE_CLOCK_SKEW_CORRECTION"),
            (["AWS_USE_FIPS_ENDPOINT": "no"], "", .invalidSwitch, "AWS_USE_FIPS_ENDPOINT"),
        ])
    func refused(environment: [String: String], profile: String, code: STSConfigurationError.Code, origin: String) {
        let error = #expect(throws: STSConfigurationError.self) {
            try STSClient.Configuration(settings: Self.settings(environment, profile))
        }
        #expect(error?.code == code)
        #expect(error?.message.contains(origin) == true)
        #expect(error?.remedy.isEmpty == false)
    }

    @Test(
        "In a profile a switch that is neither true nor false is off, as in the Go SDK",
        arguments: ["use_fips_endpoint = yes", "use_dualstack_endpoint = no", "ignore_configured_endpoint_urls = 1"])
    func profileSwitches(_ profile: String) throws {
        let configuration = try STSClient.Configuration(settings: Self.settings([:], profile))
        #expect(configuration.endpoint.authority == "sts.eu-west-1.amazonaws.com")
    }

    @Test(
        "Clock correction is on unless the variable turns it off",
        arguments: [(nil, true), ("false", true), ("True", false)])
    func clock(value: String?, corrects: Bool) throws {
        let environment = value.map { ["AWS_DISABLE_CLOCK_SKEW_CORRECTION": $0] } ?? [:]
        let configuration = try STSClient.Configuration(settings: Self.settings(environment))
        #expect(configuration.correctsClock == corrects)
    }

    @Test("The trust roots are a file that can be read, by AWS_CA_BUNDLE before ca_bundle")
    func trustRoots() throws {
        let folder = NSTemporaryDirectory() + "/jotop-ca-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try Data("pem".utf8).write(to: URL(fileURLWithPath: folder + "/a.pem"))
        func settings(_ environment: [String: String], _ profile: String) -> AWSSettings {
            let shared = SharedConfig(config: Array("[default]\n\(profile)".utf8))
            return AWSSettings(environment: environment, home: folder, shared: shared)
        }
        let none = try settings([:], "").trustRoots()
        #expect(none == nil)
        let named = try settings(["AWS_CA_BUNDLE": folder + "/a.pem"], "ca_bundle = /gone").trustRoots()
        #expect(named == AWSSettings.Setting(value: folder + "/a.pem", origin: "AWS_CA_BUNDLE"))
        let profile = try settings([:], "ca_bundle = ~/a.pem").trustRoots()
        #expect(profile == AWSSettings.Setting(value: folder + "/a.pem", origin: "ca_bundle of profile default"))
        for (path, reason) in [("~/b.pem", "does not exist"), ("~/", "is a folder")] {
            let error = #expect(throws: STSConfigurationError.self) {
                try settings(["AWS_CA_BUNDLE": path], "").trustRoots()
            }
            #expect(error?.code == .unreadableFile)
            #expect(error?.message.contains(reason) == true)
            #expect(error?.message.contains(folder) == true)
        }
    }
}
