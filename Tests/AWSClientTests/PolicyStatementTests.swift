import AWSClient
import Foundation
import IAMPolicies
import Testing

/// A policy as IAM reads it.
private struct Policy: Decodable {
    struct Statement: Decodable {
        let Effect: String
        let Action: String
        let Resource: String
        let Condition: [String: [String: Values]]
    }

    /// A string, or a list of them.
    struct Values: Decodable, Equatable {
        let list: [String]

        init(_ list: [String]) { self.list = list }

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let one = try? container.decode(String.self) {
                list = [one]
            } else {
                list = try container.decode([String].self)
            }
        }
    }

    let Version: String
    let Statement: [Statement]
}

@Suite("The least policy that allows a token")
struct PolicyStatementTests {
    private func parse(_ request: WebIdentityTokenRequest, on resource: String = "*") throws -> Policy {
        let json = PolicyDocument(PolicyStatement.minting(request, on: resource)).json
        return try JSONDecoder().decode(Policy.self, from: Data(json.utf8))
    }

    @Test("It names the audiences, the longest life and the algorithm, with the keys that STS has")
    func plain() throws {
        let resource = "arn:aws:sts::123456789012:self"
        let policy = try parse(
            .init(audiences: ["https://a", "b"], algorithm: .es384, duration: .seconds(900)), on: resource)
        #expect(policy.Version == "2012-10-17")
        let statement = try #require(policy.Statement.first)
        #expect(policy.Statement.count == 1)
        #expect(statement.Effect == "Allow")
        #expect(statement.Action == "sts:GetWebIdentityToken")
        #expect(statement.Resource == resource)
        #expect(
            statement.Condition == [
                "ForAllValues:StringEquals": ["sts:IdentityTokenAudience": .init(["https://a", "b"])],
                "NumericLessThanEquals": ["sts:DurationSeconds": .init(["900"])],
                "StringEquals": ["sts:SigningAlgorithm": .init(["ES384"])],
                "Null": ["sts:IdentityTokenAudience": .init(["false"])],
            ])
    }

    @Test("Without a wish the service's default duration is the bound")
    func defaultDuration() throws {
        let statement = try #require(try parse(.init(audiences: ["a"])).Statement.first)
        #expect(statement.Condition["NumericLessThanEquals"] == ["sts:DurationSeconds": .init(["300"])])
    }

    @Test("Tags need a second permission, for these keys and values")
    func tags() throws {
        let request = WebIdentityTokenRequest(
            audiences: ["a"], tags: [.init(key: "team", value: "a b"), .init(key: "Env", value: "")])
        let policy = try parse(request)
        #expect(policy.Statement.map(\.Action) == ["sts:GetWebIdentityToken", "sts:TagGetWebIdentityToken"])
        #expect(
            policy.Statement.last?.Condition == [
                "StringEquals": ["aws:RequestTag/team": .init(["a b"]), "aws:RequestTag/Env": .init([""])],
                "ForAllValues:StringEquals": ["aws:TagKeys": .init(["team", "Env"])],
            ])
    }

    @Test(
        "Whatever an audience holds, the policy is JSON of printable characters that means exactly it",
        arguments: [
            (#"a"b\c"#, #"a"b\c"#), ("line\nbreak\u{1B}[31m", "line\nbreak\u{1B}[31m"),
            ("\u{202E}x\u{2028}", "\u{202E}x\u{2028}"),
            ("日本 😀", "日本 😀"), ("${aws:username}", "${$}{aws:username}"), ("$5 {x}", "$5 {x}"),
        ])
    func hostile(audience: String, meant: String) throws {
        let request = WebIdentityTokenRequest(audiences: [audience])
        let json = PolicyDocument(PolicyStatement.minting(request)).json
        #expect(
            json.unicodeScalars.allSatisfy {
                $0 == "\n" || ![.control, .format].contains($0.properties.generalCategory)
            })
        let statement = try #require(try parse(request).Statement.first)
        #expect(statement.Condition["ForAllValues:StringEquals"] == ["sts:IdentityTokenAudience": .init([meant])])
    }
}
