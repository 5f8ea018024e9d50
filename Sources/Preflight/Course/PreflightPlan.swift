import ProxyCore

/// Which step comes next, and which need not be tried: a value without I/O.
///
/// The steps are looked at in the order of ``PreflightStep``. One that fails stops only those that depend on it; they are
/// entered as skipped, with the step at the root of it.
struct PreflightPlan: Sendable {
    /// The steps that are done, in order.
    private(set) var checks: [PreflightCheck] = []
    private var ahead = PreflightStep.allCases[...]
    /// Of each step that others cannot do without: the check at the root of its being amiss.
    private var amiss: [PreflightStep: PreflightCheck] = [:]

    init() {}

    /// The step to look at now; nil if none is left. Enters those that cannot be looked at on the way.
    mutating func next() -> PreflightStep? {
        while let step = ahead.first {
            guard let root = Self.needs(step).compactMap({ amiss[$0] }).first else { return step }
            ahead.removeFirst()
            amiss[step] = root
            checks.append(PreflightCheck(step, .skipped, Self.reason(root)))
        }
        return nil
    }

    /// The step that ``next()`` named was looked at.
    mutating func ended(_ finding: Finding, took: Duration?) {
        guard let step = ahead.popFirst() else { return }
        let check = PreflightCheck(
            step, finding.verdict, finding.text, remedy: finding.remedy,
            took: finding.verdict == .skipped ? nil : finding.took ?? took)
        checks.append(check)
        if finding.stopsOthers { amiss[step] = check }
    }

    /// The steps without whose outcome a step cannot be looked at.
    ///
    /// The clock is read off any answer, so it needs no credentials; and a wrong clock stops nothing, since signatures are
    /// corrected.
    static func needs(_ step: PreflightStep) -> [PreflightStep] {
        switch step {
        case .configuration: []
        case .region, .credentials: [.configuration]
        case .dns: [.region]
        case .tcp: [.dns]
        case .tls: [.tcp]
        case .identity: [.tls, .credentials]
        case .clock: [.tls]
        case .federation: [.identity]
        case .mint: [.identity, .federation]
        case .claims, .discovery: [.mint]
        case .keys: [.discovery]
        case .signature: [.keys]
        }
    }

    private static func reason(_ root: PreflightCheck) -> String {
        switch root.verdict {
        case .failed: "needs \(root.step.rawValue), which failed"
        case .unknown: "needs \(root.step.rawValue), which cannot be told"
        case .skipped, .ok: "needs \(root.step.rawValue)"
        }
    }
}
