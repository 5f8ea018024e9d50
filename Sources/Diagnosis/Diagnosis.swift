import ProxyCore

/// Why a request went as it did: the evidence, ranked, one sentence, and at most three things to try.
///
/// Evidence in, verdicts out: nothing is asked of a network or a clock, and the same evidence is always the same diagnosis.
package struct Diagnosis: Sendable, Hashable {
    /// The most remedies there are.
    package static let remedyLimit = 3

    /// nil where nothing went wrong, or where it is not over yet.
    package let cause: Cause?
    /// The likely cause in one sentence, without a full stop; nil with ``cause``.
    package let sentence: EvidenceText?
    package let remedies: [Remedy]
    /// What speaks against the request first, and the cause before all; the rest in the order of likelihood.
    package let findings: [Finding]
    /// What the reader did to the request on purpose, to be said before anything else.
    package let fault: EvidenceText?

    package init(_ evidence: Evidence) {
        let words = UpstreamWords(evidence)
        let checks = evidence.flow.token.map { Checks(evidence: evidence, words: words, sent: $0) }
        let faulted = FaultedFlow(evidence, words)
        let real = CauseRules(evidence: evidence, words: words, checks: checks).cause
        let cause = faulted.map { $0.cause(insteadOf: real) } ?? real
        let sentence = cause.map { cause in
            (cause == .fault ? faulted?.sentence : nil) ?? CauseSentence(cause, evidence, words, checks).text
        }
        self.init(
            cause: cause, sentence: sentence, remedies: cause.map { Self.remedies(for: $0, evidence, faulted) } ?? [],
            findings: OwnFindings(evidence).findings + (checks?.findings ?? []),
            isAlarming: evidence.takesBrokenSignatures != nil, faulted)
    }

    /// - Parameters:
    ///   - findings: in the order in which they were looked for.
    ///   - isAlarming: whether the signature's line goes first, whatever the cause.
    init(
        cause: Cause?, sentence: EvidenceText?, remedies: [Remedy], findings: [Finding], isAlarming: Bool = false,
        _ faulted: FaultedFlow? = nil
    ) {
        let findings = cause?.isOfHead == true ? findings.map(\.withoutAction) : findings
        self.cause = cause
        self.sentence = sentence
        self.remedies = remedies
        fault = faulted?.text
        let found = Self.ranked(findings, cause)
        self.findings = (faulted.map { [$0.finding] } ?? []) + (isAlarming ? Self.signatureFirst(found) : found)
    }

    /// What the fault did not bring about is to be mended, and the fault to be taken back.
    private static func remedies(for cause: Cause, _ evidence: Evidence, _ faulted: FaultedFlow?) -> [Remedy] {
        let back = faulted.map { [$0.remedy] } ?? []
        let own = cause == .fault ? [] : CauseRemedies(cause, evidence).remedies
        return Array(own.prefix(remedyLimit - back.count)) + back
    }

    /// Whatever the request failed for: who takes any signature takes anybody's token.
    private static func signatureFirst(_ findings: [Finding]) -> [Finding] {
        findings.filter { $0.subject == .signature } + findings.filter { $0.subject != .signature }
    }

    private static func ranked(_ findings: [Finding], _ cause: Cause?) -> [Finding] {
        let against = findings.filter { $0.verdict == .evidence }
        let others = findings.filter { $0.verdict != .evidence }
        return against.filter { $0.subject == cause?.subject } + against.filter { $0.subject != cause?.subject }
            + others
    }
}

extension Finding {
    fileprivate var withoutAction: Finding { Finding(verdict, subject, text, more: more, aside: aside) }
}

extension Cause {
    /// Whether the request was turned down before anybody looked at its token: to ask more about that helps nobody.
    fileprivate var isOfHead: Bool { [.size, .proxyAuthentication, .parameter].contains(self) }

    /// What the finding is about in which the evidence for this cause stands.
    var subject: Finding.Subject? {
        switch self {
        case .audience: .audience
        case .issuer: .issuer
        case .expired, .lifetime: .expiry
        case .clock: .clock
        case .young: .age
        case .signature, .keys, .algorithm, .unverifying: .signature
        case .regardless: .bisect
        case .scope, .policy, .subject, .revoked, .route: .scope
        case .identity: .identity
        case .scheme, .header, .missing, .malformed, .parameter: .header
        case .size: .size
        default: nil
        }
    }
}
