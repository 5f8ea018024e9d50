import ProxyCore
import Testing

@testable import Diagnosis

@Suite("What real upstreams say is understood")
struct RealWorldTests {
    /// The host has accepted this audience before, so that nothing but the words can be what decides.
    private static let history = history(algorithm: "RS256")

    private static func history(algorithm: String) -> [ProxyEvent] {
        [Case.mint(Case.facts(algorithm: algorithm)), .flowCompleted(Case.answered(200, flow: 7))]
    }

    @Test("The cause that the answer names is the one that is told", arguments: RealWorldCase.all)
    func cause(of answer: RealWorldCase) throws {
        let fields = answer.challenge.map { [("WWW-Authenticate", $0)] } ?? []
        let end = Case.answered(answer.status, fields, body: answer.body)
        let diagnosis = Case.diagnosis(of: end, after: Self.history(algorithm: answer.algorithm))
        #expect(diagnosis.cause == answer.cause, "\(answer.source)")
        let first = try #require(diagnosis.findings.first)
        #expect(first.verdict == .evidence)
        #expect(first.subject == answer.cause.subject)
        #expect(diagnosis.sentence?.plain.isEmpty == false)
        #expect((1...Diagnosis.remedyLimit).contains(diagnosis.remedies.count))
    }

    @Test("Each phrase that is known decides for its own cause, and for no longer one's", arguments: Phrasebook.phrases)
    func phrase(_ text: String, _ cause: Cause) {
        let answer = Case.answered(401, body: "refused: \(text) and so on")
        #expect(Case.diagnosis(of: answer, after: Self.history).cause == cause)
    }

    @Test("No phrase is known twice, and each cause that stands in a body has one in a case")
    func phrases() {
        #expect(Set(Phrasebook.phrases.map(\.text)).count == Phrasebook.phrases.count)
        let told = Set(RealWorldCase.all.map(\.cause))
        #expect(Set(Phrasebook.phrases.map(\.cause)).subtracting(told).isEmpty)
    }

    @Test("Each case has a source, and there are many")
    func sources() {
        #expect(RealWorldCase.all.count >= 40)
        // A page of its own, not only a site: where the text can be looked up.
        #expect(RealWorldCase.all.allSatisfy { $0.source.wholeMatch(of: /https:\/\/[a-z0-9.-]+\/[^ ]{4,}/) != nil })
        #expect(Set(RealWorldCase.all.map(\.description)).count == RealWorldCase.all.count)
    }

    @Test(
        "Words that are about something else name no cause",
        arguments: [
            (401, #"Bearer realm="audience""#, ""), (401, "Bearer", "maudlin"), (404, "Bearer", "Jwt is expired"),
            (400, "", "the audience of this concert"), (413, "", "token too long, scope"), (422, "", "expired"),
            (401, "", "Your client does not have permission to the requested URL /."),
            (401, "Bearer", "audience or issuer"), (200, "", "jwt expired"),
        ])
    func silence(status: Int, challenge: String, body: String) {
        let end = Case.answered(status, [("WWW-Authenticate", challenge)], body: body)
        let words = UpstreamWords(Case.evidence(of: end, after: Self.history))
        #expect(words.only == nil)
    }

    @Test(
        "What is said to be right, what is said of something else, and what stands for a secret complain of no token",
        arguments: [
            "bad <signature of A1>", "not expired yet but closed",
            "The token signature is valid, but the tenant is suspended",
            "The audience is fine; user disabled", "This page expired: session timeout, please log in",
            "signature of the API key is wrong",
        ])
    func reassured(_ body: String) {
        let words = UpstreamWords(Evidence(flow: Case.answered(401, body: body)))
        #expect(words.statements.isEmpty)
    }

    @Test(
        "A word is taken as it is meant where the text is about a token",
        arguments: [
            ("the token has a wrong audience", Cause.audience), ("expired", .expired),
            ("token expired at noon", .expired),
            ("no valid signature", .signature), ("this is not a valid signature", .signature),
            ("sent without a valid signature", .signature), ("a valid signature is required", .signature),
            ("checked whether the audience is valid: no", .audience),
            ("signature mismatch", .signature), ("the key is fine, the token signature not", .signature),
        ])
    func complaint(_ body: String, _ cause: Cause) {
        let words = UpstreamWords(Evidence(flow: Case.answered(401, body: body)))
        #expect(words.statements.map(\.cause) == [cause])
    }

    @Test("A compressed body is not read as words")
    func compressed() {
        let fields = [("Content-Encoding", "gzip")]
        #expect(UpstreamWords(Evidence(flow: Case.answered(401, fields, body: "Jwt is expired"))).statements.isEmpty)
        let plain = [("Content-Encoding", "identity")]
        #expect(UpstreamWords(Evidence(flow: Case.answered(401, plain, body: "Jwt is expired"))).only != nil)
    }

    @Test("A challenge goes before a body, and a phrase before a word")
    func precedence() {
        let both = Case.answered(
            401, [("WWW-Authenticate", #"Bearer error_description="The audience is invalid""#)], body: "Jwt is expired")
        #expect(UpstreamWords(Case.evidence(of: both)).only?.cause == .audience)
        let vague = Case.answered(
            401, [("WWW-Authenticate", #"Bearer error="expired""#)], body: "Jwt issuer is not configured")
        #expect(UpstreamWords(Case.evidence(of: vague)).only?.cause == .issuer)
    }

    @Test("A quote is one line of bounded length, with the words that matter in it")
    func quote() throws {
        let long =
            String(repeating: "x ", count: 1_000) + "The audience is invalid" + String(repeating: " y", count: 200)
        let words = UpstreamWords(Case.evidence(of: Case.answered(401, body: long + "\nsecond line")))
        let quote = try #require(words.only?.quote)
        #expect(quote.count <= UpstreamWords.quoteLength)
        #expect(quote.contains("audience"))
        #expect(!quote.contains("second"))
    }

    @Test("Hostile answers are read without harm")
    func hostile() {
        let bytes = (0..<8_192).map { UInt8(truncatingIfNeeded: $0 &* 131) }
        var end = Case.answered(401, [("WWW-Authenticate", String(repeating: #"Bearer e="\"#, count: 4_000))])
        end.response?.bodyPrefix = bytes
        let diagnosis = Case.diagnosis(of: end)
        #expect(diagnosis.cause != nil)
        #expect(diagnosis.findings.allSatisfy { $0.text.plain.count < 1_000 })
    }
}
