package import AWSProfiles

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension AWSSettings {
    /// The file of certificates to trust instead of the system's: `AWS_CA_BUNDLE`, else the profile's `ca_bundle`.
    ///
    /// - Returns: the path of a PEM file that can be read, a leading `~/` expanded; nil where none is set.
    package func trustRoots() throws(STSConfigurationError) -> Setting? {
        guard let setting = setting(["AWS_CA_BUNDLE"], "ca_bundle") else { return nil }
        let path = expanding(setting.value)
        var isFolder = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw unusable(setting, "which does not exist")
        }
        guard !isFolder else { throw unusable(setting, "which is a folder") }
        guard FileManager.default.isReadableFile(atPath: path) else {
            throw unusable(setting, "which this user may not read")
        }
        return Setting(value: path, origin: setting.origin)
    }

    private func unusable(_ setting: Setting, _ reason: String) -> STSConfigurationError {
        STSConfigurationError(
            .unreadableFile, message: "\(setting.origin) names \(expanding(setting.value)), \(reason)",
            remedy: "set it to a PEM file with the certificates to trust, or unset it")
    }
}
