import AWSClient
import AWSProfiles

/// The credentials that a container or an instance gives to whatever runs in it: the end of the search.
struct SurroundingCredentials: CredentialProvider {
    let name = "container or EC2 instance role"
    private let container: ContainerCredentials?
    private let instance: InstanceRoleCredentials
    private let before: [CredentialError]

    /// - Parameter profile: the one that said nothing of credentials.
    init(
        _ settings: AWSSettings, of profile: String, metadata: InstanceMetadata, context: CredentialContext
    ) throws(CredentialError) {
        container = try ContainerSettings(settings).map {
            ContainerCredentials($0, context: context)
        }
        instance = InstanceRoleCredentials(InstanceMetadataSettings(settings), metadata: metadata)
        before = [Self.reason(profile, settings), Self.noContainer]
    }

    func credentials() async throws(CredentialError) -> AWSCredentials {
        if let container { return try await container.credentials() }
        do {
            return try await instance.credentials()
        } catch {
            guard error.code == .notConfigured else { throw error }
            throw CredentialError(
                .exhausted, source: "credentials", message: "no source has any", remedy: Self.remedy,
                causes: before + [error])
        }
    }

    private static let remedy =
        "log in with `aws configure sso`, or export AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; "
        + "`jotop demo` needs no AWS account"

    private static let noContainer = CredentialError(
        .notConfigured, source: ContainerSettings.sourceName,
        message: "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI and AWS_CONTAINER_CREDENTIALS_FULL_URI are not set",
        remedy: "ECS and EKS set them")

    /// Why the profile gave nothing.
    private static func reason(_ name: String, _ settings: AWSSettings) -> CredentialError {
        let source = "profile \(name)"
        let remedy = "run `aws configure sso --profile \(name.asShellWord)`"
        guard let profile = settings.shared.profiles[name] else {
            return CredentialError(
                .notConfigured, source: source, message: "the shared files have no such profile", remedy: remedy)
        }
        guard profile["role_arn"] == nil else {
            return CredentialError(
                .incomplete, source: source,
                message: "it has role_arn, but neither source_profile nor credential_source",
                remedy: "add source_profile with the name of the profile that may assume the role")
        }
        return CredentialError(
            .notConfigured, source: source, message: "it says nothing of credentials", remedy: remedy)
    }
}
