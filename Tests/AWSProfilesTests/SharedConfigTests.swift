import AWSProfiles
import Testing

@Suite("The syntax of the shared files")
struct SharedConfigTests {
    /// A config file, the profile and key to look at, and the value.
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let file: String
        var profile = "default"
        var key = "region"
        let value: String?

        init(_ what: String, _ file: String, _ profile: String = "default", _ key: String = "region", is value: String?)
        {
            (testDescription, self.file, self.profile, self.key, self.value) = (what, file, profile, key, value)
        }
    }

    @Test(
        "A line of the config file is read as the Go SDK reads it",
        arguments: [
            Case("default", "[default]\nregion = eu-west-1", is: "eu-west-1"),
            Case("no spaces", "[default]\nregion=eu-west-1", is: "eu-west-1"),
            Case("many spaces and tabs", "[default]\nregion \t =\t  eu-west-1 \t", is: "eu-west-1"),
            Case("a colon", "[default]\nregion: eu-west-1", is: "eu-west-1"),
            Case("keys in capitals", "[default]\nREGION = eu-west-1", is: "eu-west-1"),
            Case("CRLF", "[default]\r\nregion = eu-west-1\r\n", is: "eu-west-1"),
            Case("byte order mark", "\u{FEFF}[default]\nregion = eu-west-1", is: "eu-west-1"),
            Case("later wins", "[default]\nregion = a\nregion = b", is: "b"),
            Case("later wins, empty", "[default]\nregion = a\nregion =", is: nil),
            Case("sections merged", "[default]\nregion = a\n[profile x]\n[default]\noutput = c", is: "a"),
            Case("sections merged, later wins", "[default]\nregion = a\n[profile x]\n[default]\nregion = c", is: "c"),
            Case("comment lines", "# c\n[default]\n; c\n  # region = a\nregion = b\n;region = c", is: "b"),
            Case("tail comment #", "[default]\nregion = a # b", is: "a"),
            Case("tail comment ;", "[default]\nregion = a\t; b", is: "a"),
            Case("no comment without a space", "[default]\nregion = a#b;c", is: "a#b;c"),
            Case("a comment for a value", "[default]\nregion = # b", is: nil),
            Case("a comment with a combining character", "[default]\nregion = a #\u{301}", is: "a"),
            Case("quoted value", "[default]\nregion = \"a\"", is: "a"),
            Case("value in apostrophes", "[default]\nregion = 'a'", is: "a"),
            Case("a lone quote", "[default]\nregion = \"", is: "\""),
            Case("quotes of two words", "[default]\nregion = 'a b' 'c'", is: "'a b' 'c'"),
            Case("empty quotes", "[default]\nregion = \"\"", is: nil),
            Case("two separators", "[default]\nregion = a = b", is: "a = b"),
            Case("a line without separator", "[default]\njunk\nregion = a", is: "a"),
            Case("a line without key", "[default]\n= a\nregion = b", is: "b"),
            Case("before any header", "region = a\n[default]\noutput = b", is: nil),
            Case("a named profile", "[profile dev]\nregion = a", "dev", is: "a"),
            Case("header with spaces", "[  profile \t dev  ]  \nregion = a", "dev", is: "a"),
            Case("header with a comment", "[profile dev] # mine]\nregion = a", "dev", is: "a"),
            Case("indented header", "  [profile dev]\nregion = a", "dev", is: "a"),
            Case("quoted name", "[profile \"my dev\"]\nregion = a", "my dev", is: "a"),
            Case("name in apostrophes", "[profile 'my dev']\nregion = a", "my dev", is: "a"),
            Case("quoted name with a bracket and a hash", "[profile \"a]#b\"] ; c\nregion = a", "a]#b", is: "a"),
            Case("name of two words", "[profile my dev]\nregion = a", "my dev", is: "a"),
            Case("name with an apostrophe", "[profile o'brien]\nregion = a", "o'brien", is: "a"),
            Case("names keep their case", "[profile Dev]\nregion = a", "dev", is: nil),
            Case("no word profile", "[dev]\nregion = a", "dev", is: nil),
            Case("another word", "[plugin dev]\nregion = a", "dev", is: nil),
            Case("[profile default] wins", "[profile default]\nregion = a\n[default]\nregion = b", is: "a"),
            Case("[profile default] wins, later", "[default]\nregion = b\n[profile default]\nregion = a", is: "a"),
            Case(
                "[profile default] replaces", "[default]\noutput = b\n[profile default]\n", "default", "output", is: nil
            ),
            Case("a broken header hides its lines", "[default]\nregion = a\n[profile x\nregion = b", is: "a"),
            Case("an empty header hides its lines", "[default]\nregion = a\n[ ]\nregion = b", is: "a"),
            Case("text after a header", "[default]\nregion = a\n[profile x]y\nregion = b", is: "a"),
            Case("continued value", "[default]\nregion = a\n  b\n\tc", is: "a\nb\nc"),
            Case("a key below a value", "[default]\nregion = a\n  output = b", is: "a"),
            Case("a bracket in a continued value", "[default]\nregion = a\n  [b", is: "a\n[b"),
            Case("text below an empty key", "[default]\nregion =\n  b", is: nil),
            Case("an indented section", "[default]\n  region = a\n  output = b", is: "a"),
            Case("an indented section, next key", "[default]\n  output = b\n  region = a", is: "a"),
            Case("an indented section, deeper", "[default]\n  s3 =\n    region = b\n  region = a", is: "a"),
            Case("a nested key is not the section's", "[default]\ns3 =\n  region = b", is: nil),
            Case("after a nested block", "[default]\ns3 =\n  x = b\nregion = a", is: "a"),
        ])
    func lines(_ one: Case) {
        let config = SharedConfig(config: Array(one.file.utf8))
        let value = config.profiles[one.profile]?[one.key]
        #expect(value == one.value)
    }

    @Test("Sessions and services stand apart from profiles, and nested blocks are read whole")
    func otherSections() {
        let file = """
            [profile dev]
            services = local
            [sso-session "corp x"]
            sso_region = eu-west-1 # where it lives
            [services local]
            sts =
              ENDPOINT_URL = "http://127.0.0.1:4566" # emulated
              other = 1
            sso =
            \tendpoint_url = http://127.0.0.1:1
            [stray]
            """
        let config = SharedConfig(config: Array(file.utf8))
        #expect(config.profiles.keys.sorted() == ["dev"])
        #expect(config.ssoSessions["corp x"]?["sso_region"] == "eu-west-1")
        #expect(config.services["local"]?.block("sts") == ["endpoint_url": "http://127.0.0.1:4566", "other": "1"])
        #expect(config.services["local"]?.block("sso") == ["endpoint_url": "http://127.0.0.1:1"])
        #expect(config.services["local"]?.block("iam") == [:])
        #expect(config.unprefixed == ["stray"])
    }

    @Test("A key that comes again replaces its block")
    func replacedBlock() {
        let config = SharedConfig(config: Array("[services x]\nsts =\n a = 1\n[services x]\nsts =\n b = 2\n".utf8))
        #expect(config.services["x"]?.block("sts") == ["b": "2"])
    }

    @Test(
        "For each key the credentials file wins",
        arguments: [
            ("[default]\nregion = a", "[default]\nregion = b", "default", "b"),
            ("[default]\nregion = a", "[default]\noutput = b", "default", "a"),
            ("[default]\nregion = a", "[default]\nregion =", "default", nil),
            ("", "[dev]\nregion = b", "dev", "b"),
            ("", "[my dev]\nregion = b", "my dev", "b"),
            ("", "[ \"my dev\" ]\nregion = b", "my dev", "b"),
            ("[profile dev]\nregion = a", "[profile dev]\nregion = b", "dev", "a"),
        ] as [(String, String, String, String?)])
    func merged(config: String, credentials: String, profile: String, region: String?) {
        let shared = SharedConfig(config: Array(config.utf8), credentials: Array(credentials.utf8))
        let value = shared.profiles[profile]?["region"]
        #expect(value == region)
    }

    private static func keys(_ id: String?, _ secret: String?, _ token: String?, _ file: String)
        -> AWSProfile.StaticKeys
    {
        AWSProfile.StaticKeys(accessKeyID: id, secretAccessKey: secret, sessionToken: token, file: file)
    }

    @Test(
        "Static keys are a set from one file, and no key of their own",
        arguments: [
            ("aws_access_key_id = A\naws_secret_access_key = B", "", keys("A", "B", nil, "config")),
            ("", "AWS_ACCESS_KEY_ID = A\naws_secret_access_key = B", keys("A", "B", nil, "credentials")),
            (
                "aws_access_key_id = A\naws_secret_access_key = B\naws_session_token = C",
                "aws_access_key_id = D\naws_secret_access_key = E", keys("D", "E", nil, "credentials")
            ),
            (
                "aws_access_key_id = A\naws_secret_access_key = B", "aws_access_key_id = D",
                keys("D", nil, nil, "credentials")
            ),
            (
                "aws_access_key_id = A\naws_secret_access_key = B", "aws_session_token = C",
                keys("A", "B", nil, "config")
            ),
            ("aws_session_token = C", "", nil),
            ("aws_access_key_id =", "aws_secret_access_key = ", nil),
        ] as [(String, String, AWSProfile.StaticKeys?)])
    func staticKeys(config: String, credentials: String, keys: AWSProfile.StaticKeys?) throws {
        let shared = SharedConfig(
            config: Array("[default]\n\(config)".utf8), credentials: Array("[default]\n\(credentials)".utf8))
        let profile = try #require(shared.profiles["default"])
        #expect(profile.staticKeys == keys)
        for key in ["aws_access_key_id", "aws_secret_access_key", "aws_session_token"] { #expect(profile[key] == nil) }
    }

    @Test("Neither a profile nor its keys print a secret")
    func redacted() throws {
        let file =
            "[default]\naws_access_key_id = AKIAX\naws_secret_access_key = hush\naws_session_token = hush\nx = hush"
        let shared = SharedConfig(config: Array(file.utf8))
        let profile = try #require(shared.profiles["default"])
        let keys = try #require(profile.staticKeys)
        var dumped = ""
        dump(shared, to: &dumped)
        for text in [
            "\(shared)", "\(profile)", "\(keys)", String(reflecting: profile), String(reflecting: keys), dumped,
        ] {
            #expect(!text.contains("hush"))
        }
        #expect("\(keys)".contains("AKIAX"))
    }
}
