import JotopTestSupport
import Testing

/// What the built program refuses, and in which words.
@Suite("What the program refuses", .timeLimit(.minutes(10)))
struct ProgramRefusalTests {
    struct Mistake: Sendable, CustomTestStringConvertible {
        let arguments: [String]
        var environment: [String: String] = ["AWS_REGION": "us-east-1"]
        var input = ""
        let status: Int32
        let says: [String]
        var testDescription: String { "jotop \(arguments.joined(separator: " "))" }
    }

    static let mistakes: [Mistake] = [
        Mistake(arguments: ["--no-such-flag"], status: 64, says: ["--no-such-flag"]),
        Mistake(arguments: ["--token-duration", "5s"], status: 64, says: ["--token-duration '5s'", "60s to 1h"]),
        Mistake(
            arguments: [], environment: ["AWS_REGION": "us-east-1", "UPSTREAM_SCHEME": "gopher"], status: 64,
            says: ["UPSTREAM_SCHEME", "http or https"]),
        Mistake(arguments: ["--headless"], environment: [:], status: 1, says: ["region", "AWS_REGION"]),
        Mistake(arguments: ["--config", "/nonexistent.yaml"], status: 64, says: ["--config", "/nonexistent.yaml"]),
        Mistake(arguments: ["--record", "/nonexistent/x"], status: 64, says: ["--record"]),
        Mistake(
            arguments: ["--upstream-ca", "/dev/null", "--listen-addr", "127.0.0.1:0"], status: 1,
            says: ["--upstream-ca /dev/null", "PEM"]),
        Mistake(
            arguments: ["--tls-cert", "c.pem"], status: 64, says: ["--tls-cert 'c.pem'", "--tls-key is missing"]),
        Mistake(
            arguments: ["--tls-cert", "/dev/null", "--tls-key", "/dev/null", "--listen-addr", "127.0.0.1:0"], status: 1,
            says: ["--tls-cert /dev/null: there is no certificate"]),
        Mistake(arguments: ["demo", "--for", "soon"], status: 64, says: ["--for 'soon'", "10s"]),
        Mistake(arguments: ["sts", "--listen-addr", "nowhere"], status: 64, says: ["--listen-addr 'nowhere'"]),
        Mistake(arguments: ["decode", "not-a-token"], status: 1, says: ["no JWT", "three parts"]),
        Mistake(arguments: ["decode"], status: 1, says: ["no token given"]),
        Mistake(arguments: ["decode"], input: "a.b.c\u{1B}[2J", status: 1, says: ["no JWT"]),
        Mistake(
            arguments: ["token", "--audience", "x"], status: 1,
            says: ["AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set"]),
        Mistake(arguments: ["token"], status: 64, says: ["--audience"]),
    ]

    @Test("Bad input gets a clear error that names the remedy, and the right exit code", arguments: mistakes)
    func mistake(_ mistake: Mistake) async throws {
        let outcome = try await JotopProgram.run(
            mistake.arguments, environment: mistake.environment, input: mistake.input)
        #expect(outcome.status == mistake.status)
        for words in mistake.says { #expect(outcome.errors.contains(words)) }
        #expect(!outcome.errors.contains("\u{1B}"))
    }

    @Test("A port in use is told with what to do about it")
    func portInUse() async throws {
        let other = try await RawServer.start()
        let outcome = try await JotopProgram.run(
            ["--listen-addr", "127.0.0.1:\(other.port)"], environment: ["AWS_REGION": "us-east-1"])
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("cannot listen on 127.0.0.1:\(other.port): address already in use"))
        #expect(outcome.errors.contains("ss -ltnp 'sport = :\(other.port)'"))
    }

    @Test(
        "A token in the wrong place of the command line is not repeated",
        arguments: [["run", "TOKEN"], ["--TOKEN"], ["decode", "--check", "TOKEN"], ["sts", "Bearer", "TOKEN"]])
    func misplacedToken(_ arguments: [String]) async throws {
        let token = FakeTokens.compact(audiences: ["https://a"])
        let outcome = try await JotopProgram.run(arguments.map { $0.replacing("TOKEN", with: token) })
        #expect(outcome.status == 64)
        #expect(!outcome.errors.contains(FakeTokens.signature) && !outcome.output.contains(FakeTokens.signature))
    }
}
