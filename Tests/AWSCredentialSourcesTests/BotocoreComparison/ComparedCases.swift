extension ComparedCase {
    /// The matrix. A row is a name, an environment, the two files, and the columns that are known to differ.
    static let all: [ComparedCase] = regions + endpoints + syntax + keys

    private static let twoRegions = "[default]\nregion = us-east-1\n[profile dev]\nregion = eu-west-1\n"

    private static let regions = [
        ComparedCase("nothing at all"),
        ComparedCase(
            "AWS_REGION", ["AWS_REGION": "eu-west-1"],
            differences: [.region: .regionVariable, .endpoint: .regionVariable]),
        ComparedCase("AWS_DEFAULT_REGION", ["AWS_DEFAULT_REGION": "eu-west-1"], config: twoRegions),
        ComparedCase(
            "both variables", ["AWS_REGION": "eu-west-1", "AWS_DEFAULT_REGION": "us-west-2"],
            differences: [.region: .regionVariable, .endpoint: .regionVariable]),
        ComparedCase("region of the default profile", config: twoRegions),
        ComparedCase("region of a profile", ["AWS_PROFILE": "dev"], config: twoRegions),
        ComparedCase("AWS_DEFAULT_PROFILE", ["AWS_DEFAULT_PROFILE": "dev"], config: twoRegions),
        ComparedCase(
            "both profile variables", ["AWS_PROFILE": "default", "AWS_DEFAULT_PROFILE": "dev"], config: twoRegions,
            differences: [.region: .profileOrder, .endpoint: .profileOrder]),
        ComparedCase("a profile without region", ["AWS_PROFILE": "bare"], config: twoRegions + "[profile bare]\n"),
        ComparedCase("a region of the credentials file", credentials: "[default]\nregion = eu-west-1\n"),
        ComparedCase("a region in both files", config: twoRegions, credentials: "[default]\nregion = ca-west-1\n"),
        ComparedCase("another partition", ["AWS_DEFAULT_REGION": "cn-north-1"]),
        ComparedCase("a region in no list", ["AWS_DEFAULT_REGION": "eusc-de-north-9"]),
    ]

    private static let services = """
        [default]
        region = eu-west-1
        services = local
        endpoint_url = http://profile.test
        [services local]
        sts =
          endpoint_url = http://section.test:4566/base
        """

    private static let endpoints = [
        ComparedCase(
            "service variable", ["AWS_ENDPOINT_URL_STS": "http://own.test", "AWS_ENDPOINT_URL": "http://all.test"],
            config: services),
        ComparedCase("common variable", ["AWS_ENDPOINT_URL": "http://all.test:8080"], config: services),
        ComparedCase("services section", config: services),
        ComparedCase(
            "endpoint of the profile", config: "[default]\nregion = eu-west-1\nendpoint_url = http://p.test\n"),
        ComparedCase("services section that is missing", config: "[default]\nregion = eu-west-1\nservices = gone\n"),
        ComparedCase(
            "endpoints ignored",
            ["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true", "AWS_ENDPOINT_URL": "http://all.test"],
            config: services),
        ComparedCase(
            "endpoints ignored by the profile",
            config: services.replacingFirst("\n", "\nignore_configured_endpoint_urls = true\n")),
        ComparedCase("FIPS", ["AWS_DEFAULT_REGION": "us-east-1", "AWS_USE_FIPS_ENDPOINT": "true"]),
        ComparedCase("FIPS in GovCloud", ["AWS_DEFAULT_REGION": "us-gov-west-1", "AWS_USE_FIPS_ENDPOINT": "TRUE"]),
        ComparedCase("FIPS of the profile", config: "[default]\nregion = us-east-1\nuse_fips_endpoint = true\n"),
        ComparedCase("dual-stack", ["AWS_DEFAULT_REGION": "cn-north-1", "AWS_USE_DUALSTACK_ENDPOINT": "true"]),
        ComparedCase(
            "dual-stack off by variable", ["AWS_USE_DUALSTACK_ENDPOINT": "false"],
            config: "[default]\nregion = us-east-1\nuse_dualstack_endpoint = true\n"),
        ComparedCase(
            "FIPS and an override",
            ["AWS_DEFAULT_REGION": "us-east-1", "AWS_USE_FIPS_ENDPOINT": "true", "AWS_ENDPOINT_URL": "http://x.test"],
            differences: [.endpoint: .conflict]),
        ComparedCase(
            "dual-stack and an override of the profile", ["AWS_USE_DUALSTACK_ENDPOINT": "true"],
            config: "[default]\nregion = us-east-1\nendpoint_url = http://x.test\n",
            differences: [.endpoint: .conflict]),
        ComparedCase(
            "global endpoint", ["AWS_DEFAULT_REGION": "us-east-1", "AWS_STS_REGIONAL_ENDPOINTS": "legacy"],
            differences: [.endpoint: .globalEndpoint]),
    ]

    private static let syntax = [
        ComparedCase("spaces, capitals and CRLF", config: "[default]\r\nREGION\t=  eu-west-1  \r\n"),
        ComparedCase(
            "spaces in a header", config: "[ default ]\nregion = eu-west-1\n",
            differences: [.region: .spacesInHeader, .endpoint: .spacesInHeader, .profiles: .spacesInHeader]),
        ComparedCase("a colon for the sign", config: "[default]\nregion: eu-west-1\n"),
        ComparedCase("comment lines", config: "# a\n[default]\n; b\nregion = eu-west-1\n  # c\n"),
        ComparedCase(
            "a comment after a value", config: "[default]\nregion = eu-west-1 # mine\n",
            differences: [.region: .tailComments, .endpoint: .tailComments]),
        ComparedCase(
            "a hash within a value", credentials: "[default]\naws_access_key_id = A#B\naws_secret_access_key = S;T\n"),
        ComparedCase("an indented section", config: "[default]\n  output = json\n  region = eu-west-1\n"),
        ComparedCase("a bare section", config: "[dev]\nregion = eu-west-1\n"),
        ComparedCase("a bare section that is asked for", ["AWS_PROFILE": "dev"], config: "[dev]\nregion = eu-west-1\n"),
        ComparedCase(
            "a profile that is missing", ["AWS_PROFILE": "dev"], config: twoRegions.replacingFirst("dev", "prod")),
        ComparedCase("default that is asked for and missing", ["AWS_PROFILE": "default"]),
        ComparedCase("a quoted name", ["AWS_PROFILE": "my dev"], config: "[profile \"my dev\"]\nregion = eu-west-1\n"),
        ComparedCase(
            "a name of two words", ["AWS_PROFILE": "my dev"], config: "[profile my dev]\nregion = eu-west-1\n",
            differences: [
                .region: .spacesInName, .endpoint: .spacesInName, .profiles: .spacesInName, .keys: .spacesInName,
            ]),
        ComparedCase(
            "a quoted value", config: "[default]\nregion = \"eu-west-1\"\n",
            differences: [.region: .quotedValues, .endpoint: .quotedValues]),
        ComparedCase(
            "a line that cannot be read", config: "[default]\nregion = eu-west-1\njunk\n",
            differences: Dictionary(uniqueKeysWithValues: ComparedColumn.allCases.map { ($0, .junk) })),
        ComparedCase(
            "a section twice", config: "[default]\nregion = eu-west-1\n[default]\noutput = json\n",
            differences: Dictionary(uniqueKeysWithValues: ComparedColumn.allCases.map { ($0, .duplicates) })),
        ComparedCase(
            "[profile default] last", config: "[default]\nregion = us-east-1\n[profile default]\nregion = eu-west-1\n"),
        ComparedCase(
            "[profile default] first", config: "[profile default]\nregion = eu-west-1\n[default]\nregion = us-east-1\n",
            differences: [.region: .defaultProfile, .endpoint: .defaultProfile]),
        ComparedCase(
            "a byte order mark", config: "\u{FEFF}[default]\nregion = eu-west-1\n",
            differences: Dictionary(uniqueKeysWithValues: ComparedColumn.allCases.map { ($0, .byteOrderMark) })),
        ComparedCase(
            "an indented key below a value", config: "[default]\nregion = eu-west-1\n  output = json\n",
            differences: [.region: .nestedLine, .endpoint: .nestedLine]),
    ]

    private static let alpha = "[default]\naws_access_key_id = A\naws_secret_access_key = S\n"

    private static let keys = [
        ComparedCase("keys of the credentials file", credentials: alpha),
        ComparedCase("keys of the config file", config: alpha + "aws_session_token = T\n"),
        ComparedCase(
            "keys of both files", config: alpha + "aws_session_token = T\n",
            credentials: "[default]\naws_access_key_id = B\naws_secret_access_key = R\n"),
        ComparedCase(
            "keys and token", ["AWS_PROFILE": "dev"],
            credentials: alpha.replacingFirst("default", "dev") + "aws_session_token = T\n"),
        ComparedCase("an id alone", credentials: "[default]\naws_access_key_id = A\n"),
        ComparedCase("a token alone", credentials: "[default]\naws_session_token = T\n"),
        ComparedCase("profiles of both files", config: twoRegions, credentials: "[ci]\nregion = us-east-1\n" + alpha),
    ]
}

extension String {
    fileprivate func replacingFirst(_ part: String, _ other: String) -> String {
        guard let range = firstRange(of: part) else { return self }
        return self[..<range.lowerBound] + other + self[range.upperBound...]
    }
}
