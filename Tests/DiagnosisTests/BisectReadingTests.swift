import ProxyCore
import Testing

@testable import Diagnosis

@Suite("The reading table of a bisect")
struct BisectReadingTests {
    /// A line of the table: what the four were answered, the last time as well, and what that means.
    struct Row: Sendable, CustomStringConvertible {
        let original: Int?
        let statuses: [Int?]
        var said: [String?] = [nil, nil, nil, nil]
        var lifeLeft: Duration?
        let verdicts: [BisectVerdict]

        var description: String { "\(statuses.map { $0.map(String.init) ?? "-" }.joined(separator: " "))" }

        var report: BisectReport {
            BisectReport(
                time: Case.sentAt, flow: FlowID(1), host: "a", status: original,
                answers: zip(BisectStep.allCases, zip(statuses, said)).map { step, answer in
                    BisectAnswer(step: step, flow: FlowID(2), lifeLeft: lifeLeft, status: answer.0, said: answer.1)
                }, phase: .complete)
        }
    }

    /// Every combination of passed and refused, with answers of the same words.
    static let table: [Row] = [
        Row(
            original: 401, statuses: [200, 200, 200, 200],
            verdicts: [.signatureNotVerified, .tokenNotNeeded, .notReproduced]),
        Row(original: 401, statuses: [200, 200, 200, 401], verdicts: [.tokenNotNeeded, .notReproduced]),
        Row(
            original: 401, statuses: [200, 200, 401, 200],
            verdicts: [.signatureNotVerified, .tokenNotNeeded, .notReproduced]),
        Row(original: 401, statuses: [200, 200, 401, 401], verdicts: [.tokenNotNeeded, .notReproduced]),
        Row(original: 401, statuses: [200, 401, 200, 200], verdicts: [.signatureNotVerified, .notReproduced]),
        Row(original: 401, statuses: [200, 401, 200, 401], verdicts: [.notReproduced, .verifies]),
        Row(original: 401, statuses: [200, 401, 401, 200], verdicts: [.signatureNotVerified, .notReproduced]),
        Row(original: 401, statuses: [200, 401, 401, 401], verdicts: [.notReproduced, .verifies]),
        Row(
            original: 401, statuses: [401, 200, 200, 200], verdicts: [.signatureNotVerified, .tokenNotNeeded, .stale]),
        Row(original: 401, statuses: [401, 200, 200, 401], verdicts: [.tokenNotNeeded, .stale]),
        Row(original: 401, statuses: [401, 200, 401, 200], verdicts: [.signatureNotVerified, .tokenNotNeeded]),
        Row(original: 401, statuses: [401, 200, 401, 401], verdicts: [.tokenNotNeeded, .rejectedBeforeSignature]),
        Row(original: 401, statuses: [401, 401, 200, 200], verdicts: [.signatureNotVerified, .stale]),
        Row(original: 401, statuses: [401, 401, 200, 401], verdicts: [.stale, .verifies]),
        Row(original: 401, statuses: [401, 401, 401, 200], verdicts: [.signatureNotVerified]),
        Row(original: 401, statuses: [401, 401, 401, 401], verdicts: [.refusedRegardless]),
        // A request that went well the first time is no news if it does again.
        Row(original: 200, statuses: [200, 401, 200, 401], verdicts: [.verifies]),
        Row(original: 204, statuses: [404, 401, 404, 403], verdicts: [.verifies]),
        Row(original: 200, statuses: [200, 200, 200, 200], verdicts: [.signatureNotVerified, .tokenNotNeeded]),
        // STS gave no fresh token.
        Row(original: 401, statuses: [401, 403, nil, 401], verdicts: [.rejectedBeforeSignature]),
        Row(original: 401, statuses: [401, 401, nil, 401], verdicts: [.refusedRegardless]),
        Row(original: 401, statuses: [401, 401, nil, nil], verdicts: [.inconclusive]),
        // Answers that say nothing of the token.
        Row(original: 401, statuses: [503, 503, 503, 503], verdicts: [.inconclusive]),
        Row(original: 401, statuses: [401, 401, 401, 500], verdicts: [.inconclusive]),
        Row(original: 401, statuses: [429, 429, 429, 429], verdicts: [.inconclusive]),
        Row(original: 401, statuses: [nil, nil, nil, nil], verdicts: [.inconclusive]),
        Row(original: 401, statuses: [500, 401, 500, 200], verdicts: [.signatureNotVerified]),
    ]

    /// The same statuses, told apart by their words.
    static let words: [Row] = [
        Row(
            original: 401, statuses: [401, 401, 401, 401], said: ["aud", "no token", "aud", "aud"],
            verdicts: [.rejectedBeforeSignature]),
        Row(
            original: 401, statuses: [401, 401, 401, 401], said: ["aud", "no token", "aud", "bad signature"],
            verdicts: [.signatureChecked]),
        Row(
            original: 403, statuses: [403, 401, 403, 401], said: [nil, "x", nil, "y"], verdicts: [.signatureChecked]),
        Row(
            original: 401, statuses: [401, 401, 401, 401], said: ["expired", "no token", "aud", "aud"],
            verdicts: [.rejectedBeforeSignature]),
        Row(
            original: 401, statuses: [401, 401, 401, 401],
            said: ["no: id a1b2, 12 ms", "No: id c3d4, 13 ms", "no: id e5f6, 9 ms", "no: id 77aa, 1 ms"],
            verdicts: [.refusedRegardless]),
    ]

    @Test("Statuses alone", arguments: table)
    func statuses(_ row: Row) { #expect(BisectReading(row.report).verdicts == row.verdicts) }

    /// The token of the first time was over by then.
    static let expired: [Row] = [
        Row(original: 401, statuses: [401, 401, 200, 401], lifeLeft: .zero, verdicts: [.expiredSince, .verifies]),
        Row(
            original: 401, statuses: [401, 403, 401, 401], lifeLeft: .seconds(-9),
            verdicts: [.expiredSince, .rejectedBeforeSignature]),
        Row(
            original: 401, statuses: [401, 401, 401, 401], lifeLeft: .seconds(-9),
            verdicts: [.expiredSince, .refusedRegardless]),
        Row(original: 401, statuses: [401, 401, 200, 401], lifeLeft: .seconds(1), verdicts: [.stale, .verifies]),
        Row(
            original: 401, statuses: [200, 401, 200, 401], lifeLeft: .seconds(-9),
            verdicts: [.notReproduced, .verifies]),
    ]

    @Test("A token that has expired since is not called stale", arguments: expired)
    func expiredSince(_ row: Row) {
        let reading = BisectReading(row.report)
        #expect(reading.verdicts == row.verdicts)
        guard row.verdicts.contains(.expiredSince) else { return }
        #expect(reading.words(.asSent).plain == "expired since")
        #expect(!reading.words(.freshToken).plain.contains("staleness"))
    }

    @Test("Answers of the same status differ by their words, ids and numbers aside", arguments: words)
    func differs(_ row: Row) { #expect(BisectReading(row.report).verdicts == row.verdicts) }

    /// All 256 combinations of the four outcomes.
    static let combinations: [[BisectOutcome]] = {
        let all = BisectOutcome.allCases
        return all.flatMap { a in all.flatMap { b in all.flatMap { c in all.map { [a, b, c, $0] } } } }
    }()

    @Test("Whatever the others are, a broken signature that passes is said, and one that does not pass is not")
    func alwaysSaid() {
        for outcomes in Self.combinations {
            let reading = BisectReading(Row(original: 401, statuses: outcomes.map(\.status), verdicts: []).report)
            #expect(reading.verdicts.contains(.signatureNotVerified) == (outcomes[3] == .passed))
            #expect(reading.verdicts.contains(.tokenNotNeeded) == (outcomes[1] == .passed))
            #expect(reading.verdicts.contains(.stale) == (outcomes[0] == .refused && outcomes[2] == .passed))
            #expect(!reading.verdicts.isEmpty && Set(reading.verdicts).count == reading.verdicts.count)
            #expect(reading.verdicts.contains(.inconclusive) == (reading.verdicts == [.inconclusive]))
            if outcomes[3] == .passed { #expect(reading.first == .signatureNotVerified) }
            for step in BisectStep.allCases { #expect(!reading.words(step).plain.isEmpty) }
        }
    }

    private static func refused(_ step: BisectStep, _ challenge: String?, _ length: Int, _ mark: String) -> BisectAnswer
    {
        BisectAnswer(
            step: step, flow: FlowID(2), status: 401,
            traits: AnswerTraits(challenge: challenge, bodyLength: length, bodyMark: mark))
    }

    @Test("Answers of one status are told apart by what differs in them")
    func difference() {
        let report = BisectReport(
            time: Case.sentAt, flow: FlowID(1), host: "a", status: 401,
            answers: [
                Self.refused(.asSent, "Bearer", 12, "a"), Self.refused(.noToken, nil, 40, "b"),
                Self.refused(.freshToken, "Bearer x", 12, "c"), Self.refused(.brokenSignature, "Bearer x", 12, "c"),
            ], phase: .complete)
        let reading = BisectReading(report)
        #expect(reading.words(.asSent).plain == "reproduces")
        #expect(reading.words(.noToken).plain == "token is required (no WWW-Authenticate, body 40 B, not 12 B)")
        #expect(reading.words(.freshToken).plain == "not staleness (another WWW-Authenticate, another body of 12 B)")
        #expect(
            reading.words(.brokenSignature).plain
                == "same answer as a good one (status, WWW-Authenticate and body alike)")
    }

    @Test("Of answers with different statuses, or without anything kept, the status alone tells")
    func noDifference() {
        let kept = Self.refused(.noToken, nil, 1, "a")
        let bare = BisectAnswer(step: .asSent, flow: nil, status: 401)
        let forbidden = BisectAnswer(step: .asSent, flow: nil, status: 403, traits: kept.traits)
        #expect(AnswerDifference(kept, from: bare) == nil)
        #expect(AnswerDifference(kept, from: forbidden) == nil)
    }

    @Test("Each verdict has a sentence without a full stop, and one that says that all is well is the only tick")
    func sentences() {
        for verdict in BisectVerdict.allCases { #expect(verdict.sentence.plain.last?.isLetter == true) }
        #expect(BisectVerdict.allCases.filter { $0.standing == .fine } == [.verifies])
    }
}

extension BisectOutcome {
    /// A status that comes to it.
    fileprivate var status: Int? {
        switch self {
        case .passed: 200
        case .refused: 401
        case .unclear: 503
        case .none: nil
        }
    }
}
