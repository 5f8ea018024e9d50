package import ProxyCore

/// The reading table of a bisect: answers in, verdicts out. Pure: the same answers always read the same.
package struct BisectReading: Sendable, Hashable {
    /// What weighs most first; never empty.
    package let verdicts: [BisectVerdict]
    private let outcomes: [BisectStep: BisectOutcome]
    private let original: BisectOutcome
    /// The steps that were answered like the first one.
    private let alike: Set<BisectStep>
    /// Whether the broken signature was answered like the token that it was made of.
    private let isBrokenAlike: Bool
    /// Whether the token of the first time was over when it was sent again.
    private let isOver: Bool
    /// In what answers differ that have the status of the one they are compared with.
    private let differences: [BisectStep: EvidenceText]

    package init(_ report: BisectReport) {
        outcomes = Dictionary(
            uniqueKeysWithValues: BisectStep.allCases.map { ($0, BisectOutcome(status: report[$0]?.status)) })
        original = BisectOutcome(status: report.status)
        let likeness = { (step: BisectStep) in report[step].map { AnswerLikeness($0) } }
        let first = likeness(.asSent)
        alike = Set(BisectStep.allCases.filter { likeness($0) == first })
        // It is made of the fresh token, where there is one.
        let whole = report[.freshToken]?.status == nil ? first : likeness(.freshToken)
        isBrokenAlike = likeness(.brokenSignature) == whole
        isOver = report[.asSent]?.lifeLeft.map { $0 <= .zero } ?? false
        differences = Self.differences(report)
        verdicts = Self.verdicts(outcomes, original, alike, isBrokenAlike: isBrokenAlike, isOver: isOver)
    }

    /// Each is compared with the first; the broken signature with the token that it was made of.
    private static func differences(_ report: BisectReport) -> [BisectStep: EvidenceText] {
        guard let first = report[.asSent] else { return [:] }
        let whole = report[.freshToken].flatMap { $0.status == nil ? nil : $0 } ?? first
        return report.answers.reduce(into: [:]) { found, answer in
            guard answer.step != .asSent else { return }
            let other = answer.step == .brokenSignature ? whole : first
            found[answer.step] = AnswerDifference(answer, from: other)?.words
        }
    }

    package var first: BisectVerdict { verdicts.first ?? .inconclusive }

    package func outcome(_ step: BisectStep) -> BisectOutcome { outcomes[step] ?? .none }

    private static func verdicts(
        _ outcomes: [BisectStep: BisectOutcome], _ original: BisectOutcome, _ alike: Set<BisectStep>,
        isBrokenAlike: Bool, isOver: Bool
    ) -> [BisectVerdict] {
        let (sent, bare) = (outcomes[.asSent], outcomes[.noToken])
        let (fresh, broken) = (outcomes[.freshToken], outcomes[.brokenSignature])
        var verdicts: [BisectVerdict] = []
        if broken == .passed { verdicts.append(.signatureNotVerified) }
        if bare == .passed { verdicts.append(.tokenNotNeeded) }
        if sent == .refused, isOver { verdicts.append(.expiredSince) }
        if sent == .refused, !isOver, fresh == .passed { verdicts.append(.stale) }
        if sent == .passed, original == .refused { verdicts.append(.notReproduced) }
        if sent == .refused, broken == .refused, fresh == .refused || fresh == BisectOutcome.none {
            let answered = BisectStep.allCases.filter { outcomes[$0] != BisectOutcome.none }
            if bare == .refused, alike.isSuperset(of: answered) {
                verdicts.append(.refusedRegardless)
            } else {
                verdicts.append(isBrokenAlike ? .rejectedBeforeSignature : .signatureChecked)
            }
        }
        if sent == .passed || fresh == .passed, bare == .refused, broken == .refused { verdicts.append(.verifies) }
        return verdicts.isEmpty ? [.inconclusive] : verdicts
    }
}

// MARK: - Step by step

extension BisectReading {
    /// What one answer says, in a few words.
    package func words(_ step: BisectStep) -> EvidenceText {
        switch outcome(step) {
        case .none: "no answer"
        case .unclear: "says nothing of the token"
        case .passed: passed(step)
        case .refused: refused(step) + (differences[step].map { " (\($0))" } ?? "")
        }
    }

    private func passed(_ step: BisectStep) -> EvidenceText {
        switch step {
        case .asSent: original == .refused ? "passes now" : "passes, as before"
        case .noToken: "token is not needed"
        case .freshToken: outcome(.asSent) == .refused ? (isOver ? "passes" : "staleness") : "passes as well"
        case .brokenSignature: "SIGNATURE NOT VERIFIED"
        }
    }

    private func refused(_ step: BisectStep) -> EvidenceText {
        switch step {
        case .asSent: isOver ? "expired since" : original == .refused ? "reproduces" : "refused now"
        case .noToken: "token is required"
        case .freshToken: outcome(.asSent) == .refused && !isOver ? "not staleness" : "refused"
        case .brokenSignature: brokenRefused
        }
    }

    private var brokenRefused: EvidenceText {
        let whole = outcome(.freshToken) == .none ? outcome(.asSent) : outcome(.freshToken)
        if whole == .passed { return "signature is verified" }
        guard whole == .refused else { return "refused" }
        return isBrokenAlike ? "same answer as a good one" : "another answer than a good one"
    }
}
