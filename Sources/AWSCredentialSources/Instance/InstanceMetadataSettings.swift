import AWSClient
package import AWSProfiles

/// Where the metadata service of an EC2 instance stands, and how long to wait for it (AWS SDKs and Tools Reference
/// Guide, *IMDS credential provider*).
package struct InstanceMetadataSettings: Sendable, Equatable {
    /// The service must not be asked at all.
    package let isDisabled: Bool
    /// Nil for a setting that is no address.
    package let address: EndpointAddress?
    /// As the Go SDK has it, connecting and first byte together.
    let timeout: Duration
    let attempts: Int

    package init(_ settings: AWSSettings) {
        isDisabled = settings.variable("AWS_EC2_METADATA_DISABLED")?.lowercased() == "true"
        let given = settings.setting(["AWS_EC2_METADATA_SERVICE_ENDPOINT"], "ec2_metadata_service_endpoint")
        let mode = settings.setting(["AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE"], "ec2_metadata_service_endpoint_mode")
        let usual = mode?.value.lowercased() == "ipv6" ? "http://[fd00:ec2::254]" : "http://169.254.169.254"
        address = Self.address(given?.value ?? usual)
        let seconds = settings.setting(["AWS_METADATA_SERVICE_TIMEOUT"], "metadata_service_timeout")
        timeout =
            seconds.flatMap { Double($0.value) }.flatMap { (0.1...60).contains($0) ? .seconds($0) : nil }
            ?? .milliseconds(750)
        let number = settings.setting(["AWS_METADATA_SERVICE_NUM_ATTEMPTS"], "metadata_service_num_attempts")
        attempts = number.flatMap { Int($0.value) }.flatMap { (1...10).contains($0) ? $0 : nil } ?? 3
    }

    private static func address(_ url: String) -> EndpointAddress? {
        guard let address = try? WebAddress(url), address.query == nil else { return nil }
        return EndpointAddress(scheme: address.scheme, authority: address.authority, path: address.path)
    }
}
