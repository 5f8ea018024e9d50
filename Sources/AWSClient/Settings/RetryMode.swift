package import AWSProfiles

/// How failed calls are repeated, by `AWS_RETRY_MODE` or the profile's `retry_mode`.
///
/// All three are accepted, so that a machine set up for other programs suits; every one retries as ``RetryPolicy``
/// does. `legacy` is an SDK's own past, and what `adaptive` adds, a client that slows itself down, would matter to a
/// program that asks far more often than this one.
package enum RetryMode: String, Sendable, CaseIterable {
    case standard, adaptive, legacy

    /// - Throws: `invalidRetryMode` for any other word.
    package init(_ settings: AWSSettings) throws(STSConfigurationError) {
        guard let setting = settings.setting(["AWS_RETRY_MODE"], "retry_mode") else {
            self = .standard
            return
        }
        guard let mode = RetryMode(rawValue: setting.value.lowercased()) else {
            throw STSConfigurationError(
                .invalidRetryMode,
                message: "\(setting.origin) is \"\(setting.value.prefix(20))\", which is no retry mode",
                remedy: "set it to standard, adaptive or legacy, or unset it")
        }
        self = mode
    }
}
