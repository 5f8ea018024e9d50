package import AWSClient
package import AWSProfiles

/// The long-lived, or exported temporary, keys that stand in a profile themselves.
package struct StaticProfileCredentials: CredentialProvider {
    package let name: String
    private let keys: AWSProfile.StaticKeys?

    package init(_ profile: AWSProfile) {
        name = "profile \(profile.name)"
        keys = profile.staticKeys
    }

    package func credentials() async throws(CredentialError) -> AWSCredentials {
        switch (keys?.accessKeyID, keys?.secretAccessKey) {
        case (let id?, let secret?):
            return AWSCredentials(
                accessKeyID: id, secretAccessKey: secret, sessionToken: keys?.sessionToken, source: name)
        case (nil, nil):
            throw CredentialError(
                .notConfigured, source: name, message: "it has no access key",
                remedy: "run `aws configure`, or put another source of credentials into the profile")
        case (let id, _):
            let (present, missing) = id == nil ? (Self.secret, Self.id) : (Self.id, Self.secret)
            throw CredentialError(
                .incomplete, source: name,
                message: "the \(keys?.file ?? "shared") file has its \(present), but not its \(missing)",
                remedy: "add \(missing) beside \(present), or remove both")
        }
    }

    private static let id = "aws_access_key_id"
    private static let secret = "aws_secret_access_key"
}
