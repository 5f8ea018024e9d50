package import AWSClient
package import AWSProfiles

/// Where a container's credentials are to be had (AWS SDKs and Tools Reference Guide, *Container credential provider*).
package struct ContainerSettings: Sendable, Equatable {
    /// The variable that names the address.
    let variable: String
    let scheme: String
    let host: String
    let authority: String
    let pathAndQuery: String
    let authorization: Authorization?

    /// What the `Authorization` field is to say.
    enum Authorization: Sendable, Equatable {
        case file(String)
        case value(RedactedString)
    }

    static let sourceName = "container"
    private static let relative = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"
    private static let full = "AWS_CONTAINER_CREDENTIALS_FULL_URI"

    /// - Returns: nil where neither variable is set.
    /// - Throws: `incomplete` for an address that is none.
    package init?(_ settings: AWSSettings) throws(CredentialError) {
        if let path = settings.variable(Self.relative) {
            guard path.hasPrefix("/") else { throw Self.invalid(Self.relative, "does not start with a slash") }
            try self.init("http://169.254.170.2\(path)", from: Self.relative, settings)
        } else if let url = settings.variable(Self.full) {
            try self.init(url, from: Self.full, settings)
        } else {
            return nil
        }
    }

    private init(_ url: String, from variable: String, _ settings: AWSSettings) throws(CredentialError) {
        let address: WebAddress
        do { address = try WebAddress(url) } catch { throw Self.invalid(variable, "\(error)") }
        self.variable = variable
        scheme = address.scheme
        host = address.host
        authority = address.authority
        pathAndQuery = address.target
        if let file = settings.variable("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE") {
            authorization = .file(settings.expanding(file))
        } else {
            authorization = settings.variable("AWS_CONTAINER_AUTHORIZATION_TOKEN").map {
                .value(RedactedString($0))
            }
        }
    }

    private static func invalid(_ variable: String, _ reason: String) -> CredentialError {
        CredentialError(
            .incomplete, source: sourceName, message: "\(variable) \(reason)",
            remedy: "leave \(variable) as ECS or EKS sets it, or unset it")
    }
}
