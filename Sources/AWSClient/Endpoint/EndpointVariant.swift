import AWSProfiles

/// Which of a service's addresses: the usual one, the one with validated cryptography, the one that has IPv6 too.
struct EndpointVariant: Hashable {
    var fips = false
    var dualStack = false

    static let plain = EndpointVariant()
    static let all = [
        plain, EndpointVariant(fips: true), EndpointVariant(dualStack: true),
        EndpointVariant(fips: true, dualStack: true),
    ]

    /// In words, for the address's origin.
    var words: String { "\(fips ? ", FIPS" : "")\(dualStack ? ", dual-stack" : "")" }
}

extension AWSSettings {
    /// What asks for another than the plain endpoint: the settings that are on.
    ///
    /// `AWS_USE_FIPS_ENDPOINT` or the profile's `use_fips_endpoint`, `AWS_USE_DUALSTACK_ENDPOINT` or
    /// `use_dualstack_endpoint`.
    func endpointVariant() throws(STSConfigurationError) -> (fips: Setting?, dualStack: Setting?) {
        (
            try switchedOn("AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint"),
            try switchedOn("AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint")
        )
    }
}
