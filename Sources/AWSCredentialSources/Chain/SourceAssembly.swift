import AWSClient
import AWSProfiles

/// Makes the source that a plan describes.
struct SourceAssembly: Sendable {
    let settings: AWSSettings
    let endpoints: CredentialEndpoints
    let context: CredentialContext
    let metadata: InstanceMetadata
    let links: KeptLinks

    func source(_ plan: ProfilePlan) throws(CredentialError) -> any CredentialProvider {
        let base = try base(of: plan)
        guard let role = plan.role else { return base }
        let link: ProfilePlan
        if case .profile(let source) = plan.base {
            link = source
        } else {
            link = ProfilePlan(profile: plan.profile, base: plan.base, role: nil)
        }
        return AssumedRoleCredentials(
            role, of: plan.profile, over: Self.words(for: plan),
            source: links.keeping(base, of: link, in: settings.shared),
            service: try roleService())
    }

    /// For calls that a role's assuming takes.
    func roleService() throws(CredentialError) -> RoleService {
        do { return RoleService(try endpoints.sts(settings), context: context) } catch { throw unset(error) }
    }

    private func base(of plan: ProfilePlan) throws(CredentialError) -> any CredentialProvider {
        switch plan.base {
        case .profile(let source): return try self.source(source)
        case .staticKeys(let profile): return StaticProfileCredentials(profile)
        case .named(let source): return try named(source, plan)
        case .webIdentity(let role, let file):
            return WebIdentityCredentials(
                role, tokenFile: settings.expanding(file),
                name: "profile \(plan.profile) (web identity, role \(role.roleName))",
                origin: "web_identity_token_file of profile \(plan.profile)", service: try roleService())
        case .identityCenter(let center): return try identityCenter(center)
        case .login(let session): return try login(session, plan.profile)
        case .process(let command):
            return ProcessCredentials(
                command: command, profile: plan.profile, environment: settings.environment, context: context)
        case .surroundings:
            return try SurroundingCredentials(settings, of: plan.profile, metadata: metadata, context: context)
        }
    }

    private func named(
        _ source: ProfilePlan.NamedSource, _ plan: ProfilePlan
    ) throws(CredentialError) -> any CredentialProvider {
        switch source {
        case .environment: return EnvironmentCredentials(environment: settings.environment)
        case .instance: return InstanceRoleCredentials(InstanceMetadataSettings(settings), metadata: metadata)
        case .container:
            if let container = try ContainerSettings(settings) {
                return ContainerCredentials(container, context: context)
            }
            throw CredentialError(
                .incomplete, source: "profile \(plan.profile)",
                message: "credential_source is EcsContainer, but neither AWS_CONTAINER_CREDENTIALS_RELATIVE_URI nor "
                    + "AWS_CONTAINER_CREDENTIALS_FULL_URI is set",
                remedy: "run in a container of ECS or EKS, or set credential_source to what there is")
        }
    }

    private func identityCenter(_ center: IdentityCenterSettings) throws(CredentialError) -> IdentityCenterCredentials {
        do throws(STSConfigurationError) {
            let region = try AWSRegion(center.region)
            return IdentityCenterCredentials(
                center, portal: try endpoints.address(.sso, region, settings),
                oidc: try endpoints.address(.ssoOIDC, region, settings),
                cacheFolder: settings.files.ssoCache, context: context)
        } catch {
            throw CredentialError(
                .incomplete, source: center.sourceName, message: error.message,
                remedy: error.code == .invalidRegion ? "set sso_region to a region's name" : error.remedy)
        }
    }

    private func login(_ session: String, _ profile: String) throws(CredentialError) -> LoginCredentials {
        do throws(STSConfigurationError) {
            let region = try endpoints.sts(settings).endpoint.region
            return LoginCredentials(
                session: session, profile: profile, signIn: try endpoints.address(.signin, region, settings),
                cacheFolder: settings.files.loginCache, context: context)
        } catch {
            throw unset(error)
        }
    }

    private func unset(_ error: STSConfigurationError) -> CredentialError {
        CredentialError(.incomplete, source: "STS endpoint", message: error.message, remedy: error.remedy)
    }

    /// What a role stands on, in words.
    private static func words(for plan: ProfilePlan) -> String {
        switch plan.base {
        case .profile(let source): "profile \(source.profile)"
        case .staticKeys: "its own keys"
        case .named(.environment): "environment"
        case .named(.instance): "EC2 instance role"
        case .named(.container): "container"
        case .webIdentity: "web identity"
        case .identityCenter: "IAM Identity Center"
        case .login: "aws login"
        case .process: "credential_process"
        case .surroundings: "container or EC2 instance role"
        }
    }
}
