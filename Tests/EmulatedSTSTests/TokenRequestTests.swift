import ProxyCore
import Testing

@testable import EmulatedSTS

@Suite("The parameters of GetWebIdentityToken")
struct TokenRequestTests {
    private static let good = "Audience.member.1=a&SigningAlgorithm=RS256"

    private func failure(_ form: String) -> QueryError? {
        do throws(QueryError) {
            _ = try TokenRequest(QueryParameters(form.utf8))
            return nil
        } catch { return error }
    }

    /// The form that breaks a rule, and the words after "failed to satisfy constraint: ".
    private static let violations: [(form: String, value: String, constraint: String)] = [
        ("SigningAlgorithm=RS256", "Value null at 'audience'", "Member must not be null"),
        ("SigningAlgorithm=RS256&Audience=", "Value null at 'audience'", "Member must not be null"),
        (
            "SigningAlgorithm=RS256&Audience.member.1=", "Value '[]' at 'audience'",
            "Member must satisfy constraint: [Member must have length less than or equal to 1000, "
                + "Member must have length greater than or equal to 1]"
        ),
        ("Audience.member.1=a", "Value null at 'signingAlgorithm'", "Member must not be null"),
        (
            "Audience.member.1=a&SigningAlgorithm=", "Value '' at 'signingAlgorithm'",
            "Member must have length greater than or equal to 5"
        ),
        (
            "Audience.member.1=a&SigningAlgorithm=RS256x", "Value 'RS256x' at 'signingAlgorithm'",
            "Member must have length less than or equal to 5"
        ),
        (
            "\(good)&DurationSeconds=59", "Value '59' at 'durationSeconds'",
            "Member must have value greater than or equal to 60"
        ),
        (
            "\(good)&DurationSeconds=3601", "Value '3601' at 'durationSeconds'",
            "Member must have value less than or equal to 3600"
        ),
        ("\(good)&DurationSeconds=x", "Value 'x' at 'durationSeconds'", "Member must be an integer"),
        (
            "\(good)&Tags.member.1.Key=%3Cteam%3E&Tags.member.1.Value=v", "Value '<team>' at 'tags.1.member.key'",
            #"Member must satisfy regular expression pattern: [\p{L}\p{Z}\p{N}_.:/=+\-@]+"#
        ),
        (
            "\(good)&Tags.member.1.Key=k&Tags.member.1.Value=%21", "Value '!' at 'tags.1.member.value'",
            #"Member must satisfy regular expression pattern: [\p{L}\p{Z}\p{N}_.:/=+\-@]*"#
        ),
        ("\(good)&Tags.member.1.Key=k", "Value null at 'tags.1.member.value'", "Member must not be null"),
        ("\(good)&Tags.member.7.Value=v", "Value null at 'tags.1.member.key'", "Member must not be null"),
    ]

    @Test("A value out of bounds is refused in the service's words", arguments: violations)
    func constraints(form: String, value: String, constraint: String) {
        let message = "1 validation error detected: \(value) failed to satisfy constraint: \(constraint)"
        #expect(failure(form) == QueryError("ValidationError", message))
    }

    @Test(
        "Lengths and counts have an upper bound",
        arguments: [
            ("Tags.member.1.Key=\(String(repeating: "k", count: 129))&Tags.member.1.Value=v", "equal to 128"),
            ("Tags.member.1.Key=k&Tags.member.1.Value=\(String(repeating: "v", count: 257))", "equal to 256"),
            (
                (1...51).map { "Tags.member.\($0).Key=k\($0)&Tags.member.\($0).Value=v" }.joined(separator: "&"),
                "equal to 50"
            ),
            ((2...11).map { "Audience.member.\($0)=\($0)" }.joined(separator: "&"), "equal to 10"),
            ("Audience.member.2=\(String(repeating: "a", count: 1_001))", "greater than or equal to 1]"),
        ])
    func upperBounds(parameters: String, ending: String) {
        let error = failure("\(Self.good)&\(parameters)")
        #expect(error?.code == "ValidationError")
        #expect(error?.message.hasSuffix(ending) == true)
    }

    @Test("Several violations come in one message")
    func several() {
        let error = failure("\(Self.good)&Tags.member.1.Key=&Tags.member.1.Value=test")
        #expect(
            error?.message
                == "2 validation errors detected: Value '' at 'tags.1.member.key' failed to satisfy constraint: "
                + "Member must have length greater than or equal to 1; Value '' at 'tags.1.member.key' failed to "
                + #"satisfy constraint: Member must satisfy regular expression pattern: [\p{L}\p{Z}\p{N}_.:/=+\-@]+"#)
    }

    @Test("Only two algorithms exist, in upper case", arguments: ["RS384", "ES256", "HS256", "rs256"])
    func algorithms(name: String) {
        #expect(failure("Audience.member.1=a&SigningAlgorithm=\(name)") == .unsupportedAlgorithm)
    }

    @Test("Tag keys are unique whatever their case", arguments: ["team", "Team", "TEAM"])
    func duplicateTags(second: String) {
        let form = "Tags.member.1.Key=team&Tags.member.1.Value=1&Tags.member.2.Key=\(second)&Tags.member.2.Value=2"
        #expect(failure("\(Self.good)&\(form)") == .duplicateTags)
    }

    @Test("What is within bounds is read, in order")
    func accepted() throws {
        let form = """
            Audience.member.10=ten&Audience.member.2=a+b&Audience.member.1=https%3A%2F%2F%E4%BE%8B\
            &SigningAlgorithm=ES384\
            &DurationSeconds=60&Tags.member.1.Key=aws%3Ax&Tags.member.1.Value=
            """
        let request = try TokenRequest(QueryParameters(form.utf8))
        #expect(request.audiences == ["https://例", "a b", "ten"])
        #expect(request.algorithm == .es384)
        #expect(request.duration == 60)
        #expect(request.tags == [.init(key: "aws:x", value: "")])
        #expect(try TokenRequest(QueryParameters(Self.good.utf8)).duration == 300)
    }
}
