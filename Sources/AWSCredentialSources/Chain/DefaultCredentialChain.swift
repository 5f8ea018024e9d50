package import AWSClient
package import AWSProfiles

/// The credentials that the AWS SDK for Go would find here: environment, web identity of the environment, the active
/// profile, container, EC2 instance.
///
/// A source that is configured and fails ends the search with its error. The settings are read anew each time, so a
/// login that was made meanwhile counts. What the roles and programs gave that an outer role stands on is kept, and the
/// token of the instance's metadata service.
package struct DefaultCredentialChain: CredentialProvider {
    package let name = "credentials"
    private let settings: @Sendable () throws(SharedConfigError) -> AWSSettings
    private let endpoints: CredentialEndpoints
    private let context: CredentialContext
    private let metadata: InstanceMetadata
    private let links: KeptLinks

    /// - Parameters:
    ///   - settings: reads environment and files.
    ///   - metadata: shared with those who look for the instance's region.
    package init(
        settings: @escaping @Sendable () throws(SharedConfigError) -> AWSSettings, endpoints: CredentialEndpoints,
        context: CredentialContext, metadata: InstanceMetadata? = nil
    ) {
        self.settings = settings
        self.endpoints = endpoints
        self.context = context
        self.metadata = metadata ?? InstanceMetadata(context: context)
        links = KeptLinks(context: context)
    }

    package func credentials() async throws(CredentialError) -> AWSCredentials {
        let found = try await search()
        links.ended(with: found)
        return found
    }

    package func rejected(_ credentials: AWSCredentials) async { links.rejected(result: credentials) }

    private func search() async throws(CredentialError) -> AWSCredentials {
        let settings = try read()
        let assembly = SourceAssembly(
            settings: settings, endpoints: endpoints, context: context, metadata: metadata, links: links)
        let environment: CredentialError
        do {
            return try await EnvironmentCredentials(environment: settings.environment).credentials()
        } catch {
            // Half a pair is none here, as in the Go SDK; if nothing else is found, the error tells of it.
            environment = error
        }
        if let source = try WebIdentityCredentials(settings, service: assembly.roleService) {
            return try await source.credentials()
        }
        do {
            let plan = try ProfilePlan(settings.profileName, in: settings.shared)
            return try await assembly.source(plan).credentials()
        } catch {
            throw error.code == .exhausted ? error.preceded(by: [environment, Self.noWebIdentity]) : error
        }
    }

    private func read() throws(CredentialError) -> AWSSettings {
        let settings: AWSSettings
        do { settings = try self.settings() } catch {
            throw CredentialError(
                .incomplete, source: "shared files", message: error.message, remedy: error.remedy)
        }
        guard settings.isProfileNamed, settings.profile == nil else { return settings }
        throw CredentialError(
            .incomplete, source: "profile \(settings.profileName)",
            message: "the environment names it, but the shared files do not have it",
            remedy:
                "run `aws configure --profile \(settings.profileName.asShellWord)`, or set AWS_PROFILE to one that exists"
        )
    }

    private static let noWebIdentity = CredentialError(
        .notConfigured, source: "web identity", message: "AWS_WEB_IDENTITY_TOKEN_FILE is not set",
        remedy: "EKS sets it for service accounts with a role")
}

extension CredentialError {
    /// The same, with the sources that were asked before.
    fileprivate func preceded(by causes: [CredentialError]) -> CredentialError {
        CredentialError(code, source: source, message: message, remedy: remedy, causes: causes + self.causes)
    }
}
