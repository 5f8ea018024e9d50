import AWSClient

extension Machine {
    /// All rows of the table.
    static let all = order + insideProfile + chained

    private static let keys = ["AWS_ACCESS_KEY_ID": "AKIDENV", "AWS_SECRET_ACCESS_KEY": "s"]
    private static let webIdentity = [
        "AWS_WEB_IDENTITY_TOKEN_FILE": "~/token", "AWS_ROLE_ARN": "arn:aws:iam::123456789012:role/pod",
    ]
    private static let container = ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/v2/credentials/1"]
    private static let dev = ["AWS_PROFILE": "dev"]
    private static let noInstance = ["AWS_EC2_METADATA_DISABLED": "TRUE"]
    static let defaultKeys = "[default]\naws_access_key_id = AKIDDEFAULT\naws_secret_access_key = s\n"
    private static let baseKeys = "[base]\naws_access_key_id = AKIDBASE\naws_secret_access_key = s\n"
    private static let devKeys = "[dev]\naws_access_key_id = AKIDDEV\naws_secret_access_key = s\n"
    private static let process =
        #"credential_process = echo '{"Version": 1, "AccessKeyId": "PROCESS", "SecretAccessKey": "s"}'"#
    private static let center =
        "sso_account_id = 1\nsso_role_name = r\nsso_region = us-east-1\nsso_start_url = https://start\n"
    private static func role(_ name: String) -> String { "role_arn = arn:aws:iam::123456789012:role/\(name)\n" }

    private static let order: [Machine] = [
        Machine(
            "Environment keys come first", keys.merging(webIdentity) { $1 }.merging(container) { $1 },
            credentials: defaultKeys, gives: .keys("AKIDENV", from: "environment")),
        Machine(
            "Environment keys beat AWS_PROFILE", keys.merging(dev) { $1 }, credentials: devKeys,
            gives: .keys("AKIDENV", from: "environment")),
        Machine(
            "The Go SDK's other names count", ["AWS_ACCESS_KEY": "AKIDENV", "AWS_SECRET_KEY": "s"],
            credentials: defaultKeys, gives: .keys("AKIDENV", from: "environment")),
        Machine(
            "Half a pair in the environment is none", ["AWS_ACCESS_KEY_ID": "AKIDENV"], credentials: defaultKeys,
            gives: .keys("AKIDDEFAULT", from: "profile default")),
        Machine(
            "Empty variables are none", ["AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""],
            credentials: defaultKeys, gives: .keys("AKIDDEFAULT", from: "profile default")),
        Machine(
            "Web identity of the environment beats the profile", webIdentity.merging(dev) { $1 }, credentials: devKeys,
            gives: .keys("pod.over.web-token", from: "web identity (role pod)")),
        Machine(
            "A token file without a role ends the search", ["AWS_WEB_IDENTITY_TOKEN_FILE": "~/token"],
            credentials: defaultKeys, gives: .error(.incomplete, containing: "AWS_ROLE_ARN is not")),
        Machine(
            "A token file that is not there ends the search",
            webIdentity.merging(["AWS_WEB_IDENTITY_TOKEN_FILE": "~/gone"]) { $1 }, credentials: defaultKeys,
            gives: .error(.failed, containing: "gone does not exist")),
        Machine(
            "The profile beats the container", container, credentials: defaultKeys,
            gives: .keys("AKIDDEFAULT", from: "profile default")),
        Machine(
            "The container beats the instance", container, config: "[default]\nregion = eu-west-1\n",
            gives: .keys("container", from: "container")),
        Machine(
            "A container that fails ends the search", container, services: { $0.containerStatus = 403 },
            gives: .error(.failed, containing: "169.254.170.2 answered 403")),
        Machine(
            "RELATIVE_URI beats FULL_URI",
            container.merging(["AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://10.0.0.1/"]) { $1 },
            gives: .keys("container", from: "container")),
        Machine("The instance comes last", gives: .keys("instance", from: "EC2 instance role app")),
        Machine(
            "An instance without a role has nothing", services: { $0.instanceRole = nil },
            gives: .error(.exhausted, containing: "EC2 instance role: the instance has no role")),
        Machine(
            "An instance that may not be asked has nothing", noInstance,
            gives: .error(.exhausted, containing: "AWS_EC2_METADATA_DISABLED forbids")),
        Machine(
            "A profile that is named must exist", ["AWS_PROFILE": "gone"], credentials: defaultKeys,
            gives: .error(.incomplete, containing: "gone")),
        Machine(
            "A profile that is named must exist, also with keys in the environment",
            keys.merging(["AWS_PROFILE": "gone"]) { $1 }, gives: .error(.incomplete, containing: "gone")),
    ]

    private static let insideProfile: [Machine] = [
        Machine(
            "source_profile beats the profile's own keys", dev,
            config: "[profile dev]\nsource_profile = base\n\(role("reader"))", credentials: devKeys + baseKeys,
            gives: .keys("reader.over.AKIDBASE", from: "profile dev (role reader over profile base)")),
        Machine(
            "Keys beat single sign-on, login and process", dev,
            config: "[profile dev]\n\(center)login_session = l\n\(process)\n", credentials: devKeys,
            gives: .keys("AKIDDEV", from: "profile dev")),
        Machine(
            "Keys come before a role, which they assume", dev, config: "[profile dev]\n\(role("reader"))",
            credentials: devKeys,
            gives: .keys("reader.over.AKIDDEV", from: "profile dev (role reader over its own keys)")),
        Machine(
            "credential_source Environment", dev,
            config: "[profile dev]\ncredential_source = Environment\n\(role("reader"))",
            gives: .error(.notConfigured, containing: "AWS_ACCESS_KEY_ID")),
        Machine(
            "credential_source Ec2InstanceMetadata", dev,
            config: "[profile dev]\ncredential_source = Ec2InstanceMetadata\n\(role("reader"))",
            gives: .keys("reader.over.instance", from: "profile dev (role reader over EC2 instance role)")),
        Machine(
            "credential_source EcsContainer", dev.merging(container) { $1 },
            config: "[profile dev]\ncredential_source = EcsContainer\n\(role("reader"))",
            gives: .keys("reader.over.container", from: "profile dev (role reader over container)")),
        Machine(
            "credential_source EcsContainer outside a container", dev,
            config: "[profile dev]\ncredential_source = EcsContainer\n\(role("reader"))",
            gives: .error(.incomplete, containing: "neither AWS_CONTAINER_CREDENTIALS_RELATIVE_URI")),
        Machine(
            "Another credential_source", dev, config: "[profile dev]\ncredential_source = Elsewhere\n\(role("reader"))",
            gives: .error(.incomplete, containing: "credential_source is \"Elsewhere\"")),
        Machine(
            "Web identity of a profile", dev,
            config: "[profile dev]\nweb_identity_token_file = ~/token\n\(role("pod"))",
            gives: .keys("pod.over.web-token", from: "profile dev (web identity, role pod)")),
        Machine(
            "Single sign-on beats login and process", dev,
            config: "[profile dev]\n\(center)login_session = l\n\(process)\n",
            gives: .keys("sso.r.1.access", from: "profile dev (IAM Identity Center)")),
        Machine(
            "A role on top of single sign-on", dev, config: "[profile dev]\n\(center)\(role("reader"))",
            gives: .keys("reader.over.sso.r.1.access", from: "profile dev (role reader over IAM Identity Center)")),
        Machine(
            "Single sign-on that fails ends the search", dev.merging(container) { $1 },
            config: "[profile dev]\n\(center)", services: { $0.portalStatus = 401 },
            gives: .error(.loginNeeded, containing: "run `aws sso login --profile dev`")),
        Machine(
            "login_session beats credential_process", dev, config: "[profile dev]\nlogin_session = l\n\(process)\n",
            gives: .error(.loginNeeded, containing: "run `aws login --profile dev`")),
        Machine(
            "credential_process beats the container", dev.merging(container) { $1 },
            config: "[profile dev]\n\(process)\n",
            gives: .keys("PROCESS", from: "profile dev (credential_process)")),
        Machine(
            "A role over nothing stands on the container", dev.merging(container) { $1 },
            config: "[profile dev]\n\(role("reader"))",
            gives: .keys("reader.over.container", from: "profile dev (role reader over container or EC2 instance role)")
        ),
    ]

    private static let chained: [Machine] = [
        Machine(
            "source_profile chains", dev,
            config: """
                [profile dev]
                source_profile = mid
                \(role("top"))[profile mid]
                source_profile = base
                \(role("mid"))
                """, credentials: baseKeys,
            gives: .keys("top.over.mid.over.AKIDBASE", from: "profile dev (role top over profile mid)")),
        Machine(
            "The source may be of any kind", dev,
            config: "[profile dev]\nsource_profile = run\n\(role("top"))[profile run]\n\(process)\n",
            gives: .keys("top.over.PROCESS", from: "profile dev (role top over profile run)")),
        Machine(
            "A source with keys and a role of its own assumes it with them", dev,
            config:
                "[profile dev]\nsource_profile = base\n\(role("top"))[profile base]\n\(role("mid"))source_profile = x\n",
            credentials: baseKeys,
            gives: .keys("top.over.mid.over.AKIDBASE", from: "profile dev (role top over profile base)")),
        Machine(
            "A profile may name itself, if it has keys", dev,
            config: "[profile dev]\nsource_profile = dev\n\(role("reader"))", credentials: devKeys,
            gives: .keys("reader.over.AKIDDEV", from: "profile dev (role reader over profile dev)")),
        Machine(
            "A profile that names itself without keys", dev,
            config: "[profile dev]\nsource_profile = dev\n\(role("reader"))",
            gives: .error(.incomplete, containing: "names the profile itself")),
        Machine(
            "A loop", dev,
            config: """
                [profile dev]
                source_profile = a
                \(role("top"))[profile a]
                source_profile = b
                \(role("a"))[profile b]
                source_profile = a
                \(role("b"))
                """, gives: .error(.incomplete, containing: "dev → a → b → a")),
        Machine(
            "A source that does not exist", dev, config: "[profile dev]\nsource_profile = gone\n\(role("reader"))",
            gives: .error(.incomplete, containing: "source_profile names gone")),
        Machine(
            "A source without credentials", dev,
            config: "[profile dev]\nsource_profile = empty\n\(role("reader"))[profile empty]\nregion = eu-west-1\n",
            gives: .error(.incomplete, containing: "empty, which has no credentials")),
        Machine(
            "Two kinds in one profile", dev,
            config: "[profile dev]\nsource_profile = base\ncredential_source = Environment\n\(role("reader"))",
            credentials: baseKeys, gives: .error(.incomplete, containing: "source_profile and credential_source")),
        Machine(
            "Process and web identity in one profile", dev,
            config: "[profile dev]\nweb_identity_token_file = ~/token\n\(process)\n\(role("reader"))",
            gives: .error(.incomplete, containing: "credential_process and web_identity_token_file")),
        Machine(
            "A source without a role", dev, config: "[profile dev]\nsource_profile = base\n", credentials: baseKeys,
            gives: .error(.incomplete, containing: "source_profile, but no role_arn")),
    ]
}
