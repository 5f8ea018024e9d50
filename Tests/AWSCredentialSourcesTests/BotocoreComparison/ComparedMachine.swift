import Foundation

/// A machine, and why botocore is known to find other credentials on it than jotop.
struct ComparedMachine: Sendable {
    enum Difference: String, Sendable, CaseIterable {
        case halfPair = "half a pair of keys in the environment is an error in botocore, and none in Go"
        case otherNames = "Go reads AWS_ACCESS_KEY and AWS_SECRET_KEY, botocore does not"
        case webIdentityOrder =
            "the profile's role comes before the environment's web identity in botocore, after it in Go"
        case keysAndSingleSignOn = "single sign-on comes before a profile's keys in botocore, after them in Go"
        case keysAndProcess = "credential_process comes before the config file's keys in botocore, after them in Go"
        case roleWithoutSource = "botocore refuses a role without a source; Go assumes it with what else there is"
        case twoKinds = "Go refuses more than one kind in a profile, botocore takes the first"
        case loopToKeys = "Go takes the keys of a profile that is met again, botocore calls it a loop"
        case roleOnTop = "Go assumes a profile's role over its own single sign-on, botocore refuses it"
        case shell = "Go lets the shell run a credential_process, botocore does not"
        case partialSingleSignOn = "sso_region and sso_start_url alone are an error in Go, and nothing in botocore"
    }

    let name: String
    var environment: [String: String] = [:]
    var config = ""
    var credentials = ""
    var difference: Difference?

    init(
        _ name: String, _ environment: [String: String] = [:], config: String = "", credentials: String = "",
        _ difference: Difference? = nil
    ) {
        (self.name, self.environment, self.config, self.credentials) = (name, environment, config, credentials)
        self.difference = difference
    }
}

extension ComparedMachine {
    private static let dev = ["AWS_PROFILE": "dev"]
    private static let env = ["AWS_ACCESS_KEY_ID": "AKIDENV", "AWS_SECRET_ACCESS_KEY": "s"]
    private static let webIdentity = [
        "AWS_WEB_IDENTITY_TOKEN_FILE": "HOME/token", "AWS_ROLE_ARN": "arn:aws:iam::123456789012:role/pod",
    ]
    private static let container = ["AWS_CONTAINER_CREDENTIALS_FULL_URI": "SERVER/container"]
    private static let noInstance = ["AWS_EC2_METADATA_DISABLED": "true"]
    private static func keys(_ profile: String) -> String {
        "[\(profile)]\naws_access_key_id = AKID\(profile.uppercased())\naws_secret_access_key = s\n"
    }
    private static func role(_ name: String) -> String { "role_arn = arn:aws:iam::123456789012:role/\(name)\n" }
    private static let process = "credential_process = HOME/print PROCESS\n"
    private static let center =
        "sso_account_id = 1\nsso_role_name = r\nsso_region = us-east-1\nsso_start_url = https://start\n"
    private static let session = """
        [profile dev]
        sso_session = corp
        sso_account_id = 1
        sso_role_name = r
        [sso-session corp]
        sso_region = us-east-1
        sso_start_url = https://start

        """

    private static let surroundings = [
        ComparedMachine("nothing", noInstance), ComparedMachine("an instance"),
        ComparedMachine("a container", container),
        ComparedMachine("a container with authorization", container.adding("AWS_CONTAINER_AUTHORIZATION_TOKEN", "tok")),
        ComparedMachine(
            "a container with a token file",
            container.adding("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "HOME/token")
                .adding("AWS_CONTAINER_AUTHORIZATION_TOKEN", "tok")),
        ComparedMachine("a container elsewhere", ["AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://10.0.0.1/x"]),
        ComparedMachine(
            "a bad authorization", container.adding("AWS_CONTAINER_AUTHORIZATION_TOKEN", "a\r\nb")),
        ComparedMachine("environment keys", env.merging(container) { $1 }, credentials: keys("default")),
        ComparedMachine("environment keys and a profile", env.merging(dev) { $1 }, credentials: keys("dev")),
        ComparedMachine("environment keys and a missing profile", env.merging(["AWS_PROFILE": "gone"]) { $1 }),
        ComparedMachine("an id alone", ["AWS_ACCESS_KEY_ID": "A"], .halfPair),
        ComparedMachine("a secret alone", ["AWS_SECRET_ACCESS_KEY": "s"]),
        ComparedMachine("an empty id", ["AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": "s"]),
        ComparedMachine("Go's names", ["AWS_ACCESS_KEY": "A", "AWS_SECRET_KEY": "s"], .otherNames),
        ComparedMachine("web identity", webIdentity),
        ComparedMachine("web identity and keys", webIdentity.merging(dev) { $1 }, credentials: keys("dev")),
        ComparedMachine(
            "web identity and a role", webIdentity.merging(dev) { $1 },
            config: "[profile dev]\nsource_profile = base\n" + role("top"), credentials: keys("base"), .webIdentityOrder
        ),
        ComparedMachine("web identity without a role", ["AWS_WEB_IDENTITY_TOKEN_FILE": "HOME/token"]),
        ComparedMachine("web identity without a file", webIdentity.adding("AWS_WEB_IDENTITY_TOKEN_FILE", "HOME/gone")),
    ]

    private static let profiles = [
        ComparedMachine("default keys", container, credentials: keys("default")),
        ComparedMachine("keys of the config file", config: keys("default")),
        ComparedMachine("a named profile", dev, credentials: keys("default") + keys("dev")),
        ComparedMachine("a missing profile", ["AWS_PROFILE": "gone"], credentials: keys("default")),
        ComparedMachine("a half pair in a profile", credentials: "[default]\naws_access_key_id = A\n"),
        ComparedMachine("a profile without credentials", dev, config: "[profile dev]\nregion = eu-west-1\n"),
        ComparedMachine("single sign-on", dev, config: "[profile dev]\n" + center),
        ComparedMachine("single sign-on with a session", dev, config: session),
        ComparedMachine(
            "a session that is missing", dev,
            config: session.replacingOccurrences(of: "[sso-session corp]", with: "[x]")),
        ComparedMachine(
            "a region that differs", dev,
            config: session.replacingOccurrences(of: "sso_role", with: "sso_region = eu-west-1\nsso_role")),
        ComparedMachine(
            "nobody logged in", dev,
            config: "[profile dev]\n" + center.replacingOccurrences(of: "start\n", with: "other\n")),
        ComparedMachine(
            "single sign-on in part", dev, config: "[profile dev]\nsso_account_id = 1\nsso_role_name = r\n"),
        ComparedMachine(
            "the other part", dev, config: "[profile dev]\nsso_region = us-east-1\nsso_start_url = https://start\n",
            .partialSingleSignOn),
        ComparedMachine(
            "single sign-on and keys", dev, config: "[profile dev]\n" + center, credentials: keys("dev"),
            .keysAndSingleSignOn),
        ComparedMachine("a process", dev, config: "[profile dev]\n" + process),
        ComparedMachine(
            "a process and a container", dev.merging(container) { $1 }, config: "[profile dev]\n" + process),
        ComparedMachine("a process and keys", dev, config: "[profile dev]\n" + process, credentials: keys("dev")),
        ComparedMachine(
            "a process and keys of the config file", dev,
            config: keys("profile dev").replacingOccurrences(of: "PROFILE DEV", with: "DEV") + process, .keysAndProcess),
        ComparedMachine(
            "a process with quotes", dev, config: "[profile dev]\ncredential_process = HOME/print 'A B' \"C D\"\n"),
        ComparedMachine("a process that fails", dev, config: "[profile dev]\ncredential_process = false\n"),
        ComparedMachine("a process that is not there", dev, config: "[profile dev]\ncredential_process = /gone x\n"),
        ComparedMachine("a process that says junk", dev, config: "[profile dev]\ncredential_process = echo junk\n"),
        ComparedMachine(
            "a process with a variable", dev, config: "[profile dev]\ncredential_process = X=1 HOME/print A\n", .shell),
    ]

    private static let roles = [
        ComparedMachine(
            "a role", dev, config: "[profile dev]\nsource_profile = base\n" + role("top"), credentials: keys("base")),
        ComparedMachine(
            "a role and keys", dev, config: "[profile dev]\nsource_profile = base\n" + role("top"),
            credentials: keys("base") + keys("dev")),
        ComparedMachine(
            "roles in a chain", dev,
            config: "[profile dev]\nsource_profile = mid\n" + role("top") + "[profile mid]\nsource_profile = base\n"
                + role("mid"), credentials: keys("base")),
        ComparedMachine(
            "a role over a process", dev,
            config: "[profile dev]\nsource_profile = run\n" + role("top") + "[profile run]\n" + process),
        ComparedMachine(
            "a role over single sign-on", dev,
            config: "[profile dev]\nsource_profile = sso\n" + role("top") + "[profile sso]\n" + center),
        ComparedMachine(
            "a role over web identity", dev,
            config: "[profile dev]\nsource_profile = web\n" + role("top")
                + "[profile web]\nweb_identity_token_file = HOME/token\n" + role("pod")),
        ComparedMachine(
            "web identity of a profile", dev,
            config: "[profile dev]\nweb_identity_token_file = HOME/token\n" + role("pod")),
        ComparedMachine(
            "a role over the instance", dev,
            config: "[profile dev]\ncredential_source = Ec2InstanceMetadata\n" + role("top")),
        ComparedMachine(
            "a role over the container", dev.merging(container) { $1 },
            config: "[profile dev]\ncredential_source = EcsContainer\n" + role("top")),
        ComparedMachine(
            "a role over no container", dev, config: "[profile dev]\ncredential_source = EcsContainer\n" + role("top")),
        ComparedMachine(
            "capitals of a source", dev,
            config: "[profile dev]\ncredential_source = ec2instancemetadata\n" + role("top")),
        ComparedMachine(
            "a role over nobody knows", dev, config: "[profile dev]\ncredential_source = Elsewhere\n" + role("top")),
        ComparedMachine(
            "a role over itself", dev, config: "[profile dev]\nsource_profile = dev\n" + role("top"),
            credentials: keys("dev")),
        ComparedMachine(
            "a role over itself without keys", dev, config: "[profile dev]\nsource_profile = dev\n" + role("top")),
        ComparedMachine(
            "a loop", dev,
            config: "[profile dev]\nsource_profile = mid\n" + role("top") + "[profile mid]\nsource_profile = dev\n"
                + role("mid")),
        ComparedMachine(
            "a loop that ends in keys", dev,
            config: "[profile dev]\nsource_profile = mid\n" + role("top") + "[profile mid]\nsource_profile = dev\n"
                + role("mid"), credentials: keys("dev"), .loopToKeys),
        ComparedMachine("a role over nothing", dev, config: "[profile dev]\nsource_profile = gone\n" + role("top")),
        ComparedMachine(
            "a role over an empty profile", dev,
            config: "[profile dev]\nsource_profile = empty\n" + role("top") + "[profile empty]\noutput = json\n"),
        ComparedMachine(
            "a role without a source", dev.merging(container) { $1 }, config: "[profile dev]\n" + role("top"),
            .roleWithoutSource),
        ComparedMachine(
            "a role on top of single sign-on", dev, config: "[profile dev]\n" + center + role("top"), .roleOnTop),
        ComparedMachine(
            "two sources", dev,
            config: "[profile dev]\nsource_profile = base\ncredential_source = Ec2InstanceMetadata\n" + role("top"),
            credentials: keys("base")),
        ComparedMachine(
            "web identity and a process", dev,
            config: "[profile dev]\nweb_identity_token_file = HOME/token\n" + process + role("pod"), .twoKinds),
    ]

    static let all = surroundings + profiles + roles
}

extension [String: String] {
    fileprivate func adding(_ name: String, _ value: String) -> [String: String] { merging([name: value]) { $1 } }
}
