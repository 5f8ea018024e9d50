package import AWSProfiles

/// A region, and who says so.
package struct RegionChoice: Sendable, Equatable {
    package let region: AWSRegion
    /// Where it comes from, in words: `AWS_REGION`, `region of profile dev`, `instance metadata`.
    package let origin: String
    /// Whether it was named by a FIPS pseudo-region such as `fips-us-east-1`, which stands for the FIPS endpoint of
    /// the region.
    package let wantsFIPS: Bool

    package init(_ name: String, origin: String) throws(STSConfigurationError) {
        let plain = Self.withoutFIPS(name)
        region = try AWSRegion(plain, from: origin)
        self.origin = origin
        wantsFIPS = plain != name
    }

    /// The region of `AWS_REGION`, else of `AWS_DEFAULT_REGION`, else of the active profile.
    ///
    /// - Returns: nil where none of them names one: the instance's metadata may be asked then.
    package static func configured(in settings: AWSSettings) throws(STSConfigurationError) -> RegionChoice? {
        guard let setting = settings.setting(["AWS_REGION", "AWS_DEFAULT_REGION"], "region") else { return nil }
        return try RegionChoice(setting.value, origin: setting.origin)
    }

    private static func withoutFIPS(_ name: String) -> String {
        if name.hasPrefix("fips-") { return String(name.dropFirst("fips-".count)) }
        return name.hasSuffix("-fips") ? String(name.dropLast("-fips".count)) : name
    }
}

extension RegionChoice: CustomStringConvertible {
    package var description: String { "\(region) (\(origin))" }
}

extension STSConfigurationError {
    /// No setting names a region.
    static func missingRegion(_ settings: AWSSettings) -> STSConfigurationError {
        STSConfigurationError(
            .missingRegion,
            message: "neither AWS_REGION, nor AWS_DEFAULT_REGION, nor profile \(settings.profileName) names a region",
            remedy: "export AWS_REGION, for example eu-west-1")
    }
}
