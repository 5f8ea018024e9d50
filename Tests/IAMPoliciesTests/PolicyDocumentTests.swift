import IAMPolicies
import Testing

@Suite("A policy as JSON")
struct PolicyDocumentTests {
    @Test("It is laid out to be read and pasted: a list has a line for each")
    func layout() {
        var mint = PolicyStatement.mintingWebIdentity(
            for: ["https://api.example.com", "urn:b"], duration: .seconds(3_600), algorithms: ["RS256"])
        mint.sid = "Jotop"
        let tag = PolicyStatement.taggingWebIdentity([("team", "core")])
        #expect(
            PolicyDocument([mint, tag]).json == """
                {
                  "Version": "2012-10-17",
                  "Statement": [
                    {
                      "Sid": "Jotop",
                      "Effect": "Allow",
                      "Action": "sts:GetWebIdentityToken",
                      "Resource": "*",
                      "Condition": {
                        "ForAllValues:StringEquals": {
                          "sts:IdentityTokenAudience": [
                            "https://api.example.com",
                            "urn:b"
                          ]
                        },
                        "NumericLessThanEquals": {
                          "sts:DurationSeconds": "3600"
                        },
                        "StringEquals": {
                          "sts:SigningAlgorithm": "RS256"
                        },
                        "Null": {
                          "sts:IdentityTokenAudience": "false"
                        }
                      }
                    },
                    {
                      "Effect": "Allow",
                      "Action": "sts:TagGetWebIdentityToken",
                      "Resource": "*",
                      "Condition": {
                        "StringEquals": {
                          "aws:RequestTag/team": "core"
                        },
                        "ForAllValues:StringEquals": {
                          "aws:TagKeys": "team"
                        }
                      }
                    }
                  ]
                }
                """)
    }

    @Test("What is not asked for is not bounded")
    func unbounded() {
        let statement = PolicyStatement.mintingWebIdentity(for: ["a"], duration: nil, algorithms: [])
        #expect(statement.conditions.map(\.test) == ["ForAllValues:StringEquals", "Null"])
        #expect(statement.resource == "*")
    }
}
