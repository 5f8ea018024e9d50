import Foundation
import ProxyCore
import Testing
import Yams

@testable import TrustConfiguration

/// Values as they are, and values that want to be something else.
private let subjects: [TrustSubject] = [
    TrustSubject(
        issuer: "https://0a1b2c3d-1111-2222-3333-44445555669f.tokens.sts.global.api.aws",
        subject: "arn:aws:iam::123456789012:role/team/dev-api", audiences: ["https://billing.example.net"],
        algorithms: ["RS256"]),
    TrustSubject(
        issuer: #"https://a.example/$(rm -rf ~)`id`'";--"#,
        subject: "it's \"x\" \\ ${HOME} \u{1b}[2J\r\n- y: # z' OR 1=1; \u{202E}",
        audiences: ["a,b", "'; DROP USER x; --", "@/etc/passwd", "^;^", "*", "${aws:username}"],
        algorithms: ["ES384", "RS256"]),
]

@Suite("Trust configurations are what their formats ask for")
struct TrustFormatTests {
    private func object(_ text: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    @Test("API Gateway: a template with an authorizer", arguments: subjects)
    func apiGateway(subject: TrustSubject) throws {
        let template = try object(TrustFormat.apiGateway.text(for: subject))
        #expect(template["AWSTemplateFormatVersion"] as? String == "2010-09-09")
        let resources = try #require(template["Resources"] as? [String: [String: Any]])
        let authorizer = try #require(resources.values.first)
        #expect(authorizer["Type"] as? String == "AWS::ApiGatewayV2::Authorizer")
        let properties = try #require(authorizer["Properties"] as? [String: Any])
        #expect(Set(properties.keys) == ["ApiId", "Name", "AuthorizerType", "IdentitySource", "JwtConfiguration"])
        let jwt = try #require(properties["JwtConfiguration"] as? [String: Any])
        #expect(jwt["Issuer"] as? String == subject.issuer)
        #expect(jwt["Audience"] as? [String] == subject.audiences)
    }

    @Test("Azure: the members of a federated identity credential", arguments: subjects)
    func azure(subject: TrustSubject) throws {
        let credential = try object(TrustFormat.azure.text(for: subject))
        #expect(Set(credential.keys) == ["name", "issuer", "subject", "description", "audiences"])
        #expect(credential["issuer"] as? String == subject.issuer)
        #expect(credential["subject"] as? String == subject.subject)
        #expect(credential["audiences"] as? [String] == [subject.audiences[0]])
    }

    @Test("Databricks: an OIDC policy", arguments: subjects)
    func databricks(subject: TrustSubject) throws {
        let policy = try #require(
            try object(TrustFormat.databricks.text(for: subject))["oidc_policy"] as? [String: Any])
        #expect(policy["issuer"] as? String == subject.issuer)
        #expect(policy["subject"] as? String == subject.subject)
        #expect(policy["audiences"] as? [String] == subject.audiences)
        #expect(policy["subject_claim"] as? String == "sub")
    }

    @Test("Any verifier: issuer, keys, audiences, subject and algorithms", arguments: subjects)
    func oidc(subject: TrustSubject) throws {
        let settings = try object(TrustFormat.oidc.text(for: subject))
        #expect(settings["jwks_uri"] as? String == subject.issuer + "/.well-known/jwks.json")
        #expect(settings["algorithms"] as? [String] == subject.algorithms)
        #expect(settings["audiences"] as? [String] == subject.audiences)
    }

    @Test("Envoy: a filter and a cluster", arguments: subjects)
    func envoy(subject: TrustSubject) throws {
        let documents = try Array(Yams.load_all(yaml: TrustFormat.envoy.text(for: subject))).compactMap {
            $0 as? [String: Any]
        }
        try #require(documents.count == 2)
        let config = try #require(documents[0]["typed_config"] as? [String: Any])
        #expect(
            config["@type"] as? String
                == "type.googleapis.com/envoy.extensions.filters.http.jwt_authn.v3.JwtAuthentication")
        let provider = try #require((config["providers"] as? [String: [String: Any]])?["aws"])
        #expect(provider["issuer"] as? String == subject.issuer)
        #expect(provider["audiences"] as? [String] == subject.audiences)
        #expect((provider["subjects"] as? [String: String])?["exact"] == subject.subject)
        let keys = try #require((provider["remote_jwks"] as? [String: Any])?["http_uri"] as? [String: Any])
        #expect(keys["uri"] as? String == subject.keySet)
        #expect(keys["cluster"] as? String == documents[1]["name"] as? String)
    }

    @Test(
        "Envoy: the cluster is where the issuer's URL leads, with TLS for https alone",
        arguments: [
            ("https://a.example/x", "a.example", 443, true), ("https://a.example:8443", "a.example", 8443, true),
            ("http://127.0.0.1:4000/x", "127.0.0.1", 4000, false), ("http://a.example", "a.example", 80, false),
            ("http://[::1]:4000", "::1", 4000, false),
            ("https://[::1]:4000", "::1", 4000, true), ("https://10.0.0.1", "10.0.0.1", 443, true),
        ])
    func envoyCluster(_ row: (issuer: String, host: String, port: Int, hasTLS: Bool)) throws {
        let subject = TrustSubject(issuer: row.issuer, subject: "s", audiences: ["a"], algorithms: [])
        let text = TrustFormat.envoy.text(for: subject)
        let documents = try Array(Yams.load_all(yaml: text))
        let cluster = try #require(documents.last as? [String: Any])
        let context = (cluster["transport_socket"] as? [String: Any])?["typed_config"] as? [String: Any]
        #expect((context != nil) == row.hasTLS)
        if let context { try checkTrust(context, in: row.host) }
        let assignment = try #require(cluster["load_assignment"] as? [String: Any])
        let endpoints = try #require((assignment["endpoints"] as? [[String: Any]])?.first)
        let endpoint = try #require((endpoints["lb_endpoints"] as? [[String: [String: Any]]])?.first?["endpoint"])
        let address = try #require((endpoint["address"] as? [String: [String: Any]])?["socket_address"])
        #expect(address["address"] as? String == row.host)
        #expect(address["port_value"] as? Int == row.port)
    }

    /// Without both Envoy takes the keys from anybody who answers.
    private func checkTrust(_ context: [String: Any], in host: String) throws {
        let common = try #require(context["common_tls_context"] as? [String: Any])
        let validation = try #require(common["validation_context"] as? [String: Any])
        #expect((validation["trusted_ca"] as? [String: String])?["filename"]?.hasPrefix("/etc/ssl/") == true)
        let name = try #require((validation["match_typed_subject_alt_names"] as? [[String: Any]])?.first)
        #expect((name["matcher"] as? [String: String])?["exact"] == host)
        let isAddress = host.contains(":") || host.first?.isNumber == true
        #expect(name["san_type"] as? String == (isAddress ? "IP_ADDRESS" : "DNS"))
        #expect(context["sni"] as? String == (isAddress ? nil : host))
    }

    @Test("Kubernetes: an authentication configuration", arguments: subjects)
    func kubernetes(subject: TrustSubject) throws {
        let text = TrustFormat.kubernetes.text(for: subject)
        let document = try #require(try Yams.load(yaml: text) as? [String: Any])
        #expect(document["kind"] as? String == "AuthenticationConfiguration")
        #expect((document["apiVersion"] as? String) == "apiserver.config.k8s.io/v1")
        let jwt = try #require((document["jwt"] as? [[String: Any]])?.first)
        let issuer = try #require(jwt["issuer"] as? [String: Any])
        #expect(issuer["url"] as? String == subject.issuer)
        #expect(issuer["audiences"] as? [String] == subject.audiences)
        #expect(issuer["audienceMatchPolicy"] as? String == "MatchAny")
        let rule = try #require((jwt["claimValidationRules"] as? [[String: String]])?.first)
        #expect(rule == ["claim": "sub", "requiredValue": subject.subject])
        #expect(
            (jwt["claimMappings"] as? [String: [String: String]])?["username"] == ["claim": "sub", "prefix": "aws:"])
    }

    @Test("Google Cloud: one command, each value one word", arguments: subjects)
    func gcp(subject: TrustSubject) throws {
        let commands = try ShellWords.commands(in: TrustFormat.gcp.text(for: subject))
        try #require(commands.count == 1)
        let words = commands[0]
        #expect(words.prefix(5) == ["gcloud", "iam", "workload-identity-pools", "providers", "create-oidc"])
        #expect(words.contains("--issuer-uri=" + subject.issuer))
        #expect(words.contains("--attribute-mapping=google.subject=assertion.sub"))
        let audiences = try #require(words.first { $0.hasPrefix("--allowed-audiences=") }).dropFirst(
            "--allowed-audiences=".count)
        #expect(Self.gcloudList(String(audiences)) == subject.audiences)
        let condition = try #require(words.first { $0.hasPrefix("--attribute-condition=") })
        #expect(condition.hasPrefix("--attribute-condition=assertion.sub == \""))
        // A CEL string is a YAML string here: both escape alike.
        let literal = condition.dropFirst("--attribute-condition=assertion.sub == ".count)
        #expect(try Yams.load(yaml: String(literal)) as? String == subject.subject)
    }

    /// As `gcloud topic escaping` has it.
    private static func gcloudList(_ text: String) -> [String] {
        guard text.hasPrefix("^"), let end = text.dropFirst().firstIndex(of: "^") else {
            return text.components(separatedBy: ",")
        }
        let delimiter = String(text[text.index(after: text.startIndex)..<end])
        return String(text[text.index(after: end)...]).components(separatedBy: delimiter)
    }

    @Test("Vault: three commands, each field one word", arguments: subjects)
    func vault(subject: TrustSubject) throws {
        let commands = try ShellWords.commands(in: TrustFormat.vault.text(for: subject))
        try #require(commands.count == 3)
        // On a path of its own, and nothing is written where there is a method already.
        #expect(commands[0] == ["vault", "auth", "enable", "-path=aws-web-identity", "jwt"])
        #expect(commands[1].prefix(3) == ["vault", "write", "auth/aws-web-identity/config"])
        #expect(commands[1].contains("oidc_discovery_url=" + subject.issuer))
        let role = commands[2]
        #expect(role.contains("role_type=jwt") && role.contains("user_claim=sub"))
        #expect(role.contains("bound_subject=" + subject.subject))
        let audiences = role.filter { $0.hasPrefix("bound_audiences=") }.map { $0.dropFirst("bound_audiences=".count) }
        // A file's name is what `@` begins, and what `\@` does not.
        #expect(audiences.map { $0.hasPrefix("\\@") ? String($0.dropFirst()) : String($0) } == subject.audiences)
        #expect(!audiences.contains { $0.hasPrefix("@") })
    }

    @Test("Vault: an audience with a comma stays one, as only a single value is taken apart")
    func vaultComma() throws {
        let subject = TrustSubject(issuer: "https://i", subject: "s", audiences: ["a,b"], algorithms: ["RS256"])
        let role = try #require(try ShellWords.commands(in: TrustFormat.vault.text(for: subject)).last)
        #expect(role.filter { $0.hasPrefix("bound_audiences=") } == ["bound_audiences=a,b", "bound_audiences=a,b"])
    }

    @Test(
        "What a format cannot do for a subject is said in it",
        arguments: [
            (.apiGateway, "ES384", ["a"], "s", ["ES384", "does not look at sub"]),
            (.apiGateway, "RS256", ["a"], "s", ["does not look at sub"]),
            (.azure, "ES384", ["a", "b"], "s", ["sign with RS256", "one audience, the first of 2"]),
            (.databricks, "ES384", ["a"], "s", ["ES384"]), (.databricks, "RS256", ["a", "b"], "s", []),
            (.gcp, "RS256", ["a"], String(repeating: "s", count: 127), []),
            (.gcp, "ES384", (1...11).map { "a\($0)" }, String(repeating: "s", count: 128), ["ES384", "10", "127"]),
            (.gcp, "RS256", [String(repeating: "a", count: 257)], "s", ["256"]),
            (.vault, "ES384", ["a"], "s", ["default policy"]), (.envoy, "ES384", ["a"], "s", []),
            (.kubernetes, "ES384", ["a", "b"], "s", []), (.snowflake, "ES384", ["a"], "s", []),
            (.oidc, "ES384", ["a"], "s", []), (.databricks, "\u{1b}[2J", ["a"], "s", ["of these tokens"]),
        ] as [(TrustFormat, String, [String], String, [String])])
    func remarks(
        _ row: (format: TrustFormat, algorithm: String, audiences: [String], subject: String, said: [String])
    ) {
        let subject = TrustSubject(
            issuer: "https://i", subject: row.subject, audiences: row.audiences, algorithms: [row.algorithm])
        let remarks = row.format.remarks(on: subject)
        #expect(remarks.count == row.said.count)
        for (remark, words) in zip(remarks, row.said) { #expect(remark.contains(words)) }
        let text = row.format.text(for: subject)
        for remark in remarks { #expect(text.contains(remark)) }
    }

    @Test("Snowflake: two statements, each value one string", arguments: subjects)
    func snowflake(subject: TrustSubject) throws {
        let tokens = try SQLTokens.tokens(in: TrustFormat.snowflake.text(for: subject))
        #expect(tokens.filter { $0 == .mark(";") }.count == 2)
        let strings = tokens.compactMap { if case .string(let value) = $0 { value } else { nil } }
        #expect(strings == [subject.issuer, subject.subject] + subject.audiences)
        let words = tokens.compactMap { if case .word(let value) = $0 { value } else { nil } }
        #expect(words.contains("OIDC_AUDIENCE_LIST") && words.contains("OIDC"))
        #expect(!words.contains("DROP"))
    }

    @Test("Each format has a name and a file", arguments: TrustFormat.allCases)
    func formats(format: TrustFormat) {
        #expect(!format.title.isEmpty && !format.fileExtension.isEmpty)
        #expect(format.text(for: subjects[0]).contains(subjects[0].subject) || format == .apiGateway)
    }
}
