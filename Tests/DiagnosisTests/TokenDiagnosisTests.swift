import ProxyCore
import Testing

@testable import Diagnosis

@Suite("A token by itself is judged by the rules that judge a sent one")
struct TokenDiagnosisTests {
    private static let now = WallTime(seconds: 1_000_000)

    private static let claims: [String: JSONValue] = [
        "iss": .string("https://issuer"), "aud": .string("https://a"), "sub": .string("me"),
        "iat": .integer(999_900), "exp": .integer(1_003_500),
    ]

    private static func evidence(
        _ changed: [String: JSONValue?] = [:], header: [String: JSONValue] = ["alg": .string("RS256")],
        repeated names: [String] = [], expecting audiences: [String] = [], length: Int = 1_200,
        checked check: SignatureCheck? = nil
    ) -> TokenEvidence {
        var claims = claims
        for (name, value) in changed { claims[name] = value }
        var evidence = TokenEvidence(
            header: .object(header), claims: .object(claims), length: length, now: now)
        evidence.repeatedNames = names
        evidence.expectedAudiences = audiences
        evidence.verification = check
        return evidence
    }

    private static func marks(_ diagnosis: Diagnosis) -> [Finding.Subject: Verdict] {
        diagnosis.findings.reduce(into: [:]) { $0[$1.subject] = $1.verdict }
    }

    @Test("Of one that nobody has checked there are ticks for what was looked at, and for nothing else")
    func unasked() {
        let diagnosis = Diagnosis(of: Self.evidence())
        #expect(diagnosis.cause == nil && diagnosis.sentence == nil && diagnosis.remedies.isEmpty)
        #expect(
            Self.marks(diagnosis) == [
                .audience: .none, .expiry: .fine, .clock: .fine, .size: .fine, .algorithm: .fine, .signature: .unknown,
            ])
    }

    @Test("A good one, checked and expected, has ticks throughout")
    func good() {
        let diagnosis = Diagnosis(
            of: Self.evidence(expecting: ["https://b", "https://a"], checked: ExperimentTests.check(.valid).check))
        #expect(diagnosis.cause == nil)
        #expect(Set(Self.marks(diagnosis).values) == [.fine])
        #expect(diagnosis.finding(.issuer)?.more?.plain == "https://issuer")
    }

    struct Row: Sendable {
        let changed: [String: JSONValue?]
        let subject: Finding.Subject
        let verdict: Verdict
        let cause: Cause?

        init(_ changed: [String: JSONValue?], _ subject: Finding.Subject, _ verdict: Verdict, _ cause: Cause?) {
            (self.changed, self.subject, self.verdict, self.cause) = (changed, subject, verdict, cause)
        }
    }

    static let rows: [Row] = [
        Row(["exp": .integer(999_900)], .expiry, .evidence, .expired),
        Row(["exp": .integer(999_995)], .expiry, .evidence, .expired),
        Row(["exp": .integer(999_996)], .expiry, .unknown, nil),
        Row(["exp": .integer(1_000_001)], .expiry, .fine, nil),
        Row(["exp": nil], .token, .evidence, .malformed),
        Row(["exp": .string("soon")], .token, .evidence, .malformed),
        Row(["iss": nil], .token, .evidence, .malformed),
        Row(["aud": .array([.string("a"), .integer(1)])], .token, .evidence, .malformed),
        Row(["aud": .array([])], .token, .evidence, .malformed),
        Row(["nbf": .string("now")], .token, .evidence, .malformed),
        Row(["iat": .integer(1_000_002)], .clock, .fine, nil),
        Row(["iat": .integer(1_000_005)], .clock, .unknown, nil),
        Row(["iat": .integer(1_000_006)], .clock, .evidence, .clock),
        Row(["nbf": .integer(1_000_060)], .clock, .evidence, .clock),
        Row(["iat": nil], .clock, .none, nil),
    ]

    @Test("What its claims say for and against it", arguments: rows)
    func claims(_ row: Row) throws {
        let diagnosis = Diagnosis(of: Self.evidence(row.changed))
        #expect(Self.marks(diagnosis)[row.subject] == row.verdict)
        #expect(diagnosis.cause == row.cause)
        #expect((diagnosis.sentence == nil) == (row.cause == nil))
        if row.cause != nil { #expect(diagnosis.findings.first?.verdict == .evidence) }
    }

    @Test("An audience that it does not name is told beside those that it names")
    func otherAudience() {
        let diagnosis = Diagnosis(of: Self.evidence(expecting: ["https://b"]))
        #expect(diagnosis.cause == .audience)
        #expect(diagnosis.sentence?.plain == "the token is meant for https://a, and not for https://b")
        #expect(diagnosis.findings.first?.subject == .audience)
    }

    static let checks: [(verdict: SignatureCheck.Verdict, fault: SignatureCheck.Fault?, cause: Cause?)] = [
        (.invalid, .badSignature, .signature), (.invalid, .unknownKey, .keys), (.invalid, .algorithm, .algorithm),
        (.invalid, .malformed, .malformed), (.unchecked, .issuer, .keys), (.unchecked, .unreachable, nil),
        (.unchecked, .untrustedIssuer, nil),
    ]

    @Test(
        "What came of the check of its signature has the line and the cause that it has for a request",
        arguments: checks)
    func signature(_ row: (verdict: SignatureCheck.Verdict, fault: SignatureCheck.Fault?, cause: Cause?)) {
        let check = ExperimentTests.check(row.verdict, row.fault, keys: row.verdict == .invalid)
        let own = Diagnosis(of: Self.evidence(checked: check.check))
        let sent = Case.diagnosis(
            of: Case.answered(401),
            after: [Case.mint(Case.facts()), .flowCompleted(Case.answered(200, flow: 5)), .tokenVerified(check)])
        #expect(own.cause == row.cause)
        #expect(own.finding(.signature) == sent.finding(.signature))
        #expect(own.finding(.issuer)?.verdict == sent.finding(.issuer)?.verdict || row.fault == .malformed)
        if row.cause != nil, row.cause != .malformed {
            #expect(sent.cause == row.cause)
            #expect(own.remedies.first?.text.plain == "do something")
        }
    }

    @Test("Who cannot trust the signature does not look at the claims")
    func order() {
        let check = ExperimentTests.check(.invalid, .badSignature).check
        let diagnosis = Diagnosis(of: Self.evidence(["exp": .integer(1)], checked: check))
        #expect(diagnosis.cause == .signature)
        #expect(diagnosis.findings.prefix(2).map(\.verdict) == [.evidence, .evidence])
        #expect(diagnosis.findings.first?.subject == .signature)
    }

    @Test(
        "An algorithm that STS never uses is held against a token before anything else, with what to do",
        arguments: [
            ("none", "the token is not signed at all: its header names the algorithm none"),
            ("None", "the token is not signed at all: its header names the algorithm none"),
            ("HS256", "the token is not from STS: its header names the algorithm HS256"),
            ("PS384", "the token is not from STS: its header names the algorithm PS384"),
            ("", "the token's header names no algorithm"),
        ])
    func otherAlgorithm(name: String, sentence: String) {
        let diagnosis = Diagnosis(of: Self.evidence(["exp": .integer(1)], header: ["alg": .string(name)]))
        #expect(diagnosis.cause == .algorithm)
        #expect(diagnosis.sentence?.plain == sentence)
        #expect(diagnosis.findings.first?.subject == .algorithm && diagnosis.findings.first?.verdict == .evidence)
        #expect(diagnosis.remedies.first?.setting == "jotop token --audience VALUE")
    }

    @Test("STS's own algorithms have a tick, and a header without one has none", arguments: ["RS256", "ES384"])
    func ownAlgorithm(name: String) {
        #expect(Diagnosis(of: Self.evidence(header: ["alg": .string(name)])).finding(.algorithm)?.verdict == .fine)
        #expect(Diagnosis(of: Self.evidence(header: [:])).finding(.algorithm)?.verdict == .evidence)
    }

    @Test("What a token says twice is held against it, with the names")
    func repeated() {
        let diagnosis = Diagnosis(of: Self.evidence(repeated: ["aud", "kid"]))
        #expect(diagnosis.cause == .malformed)
        #expect(diagnosis.finding(.token)?.text.plain == "named more than once: aud, kid")
        #expect(diagnosis.finding(.token)?.text.parts.contains(.foreign("aud, kid")) == true)
        #expect(diagnosis.sentence?.plain.contains("says something twice") == true)
        #expect(diagnosis.remedies.count == 1)
    }

    @Test("One that fills what servers take of a whole head is a question, and no fault")
    func large() {
        let diagnosis = Diagnosis(of: Self.evidence(length: 8_193))
        #expect(diagnosis.finding(.size)?.verdict == .unknown)
        #expect(diagnosis.cause == nil)
    }
}
