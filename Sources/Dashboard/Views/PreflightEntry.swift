import Canvas
import Diagnosis
import ProxyCore

/// One line of a preflight: a step, or several that have the same to say.
struct PreflightEntry: Sendable, Equatable {
    /// How much is said of steps that went well.
    enum Density: Sendable, Hashable, CaseIterable {
        /// Each step has a line.
        case whole
        /// Steps that belong together share one.
        case brief
        /// The settings share one too.
        case tight
        /// All of them share one, below what did not go well.
        case problems
    }

    let verdict: Verdict
    let name: String
    /// May hold untrusted text.
    let text: String
    var remedy: String?
    var took: Duration?

    init(_ verdict: Verdict, _ name: String, _ text: String, remedy: String? = nil, took: Duration? = nil) {
        self.verdict = verdict
        self.name = name
        self.text = text
        self.remedy = remedy
        self.took = took
    }

    init(_ check: PreflightCheck) {
        self.init(
            Verdict(check.verdict), check.step.rawValue, check.text,
            remedy: check.verdict == .ok ? nil : check.remedy, took: check.took)
    }

    static func entries(of report: PreflightReport, _ density: Density) -> [PreflightEntry] {
        switch density {
        case .whole: report.checks.map { PreflightEntry($0) }
        case .brief: brief(report.checks[...])
        case .tight: tight(report.checks)
        case .problems: problems(report.checks)
        }
    }

    // MARK: - Fewer lines

    private static func problems(_ checks: [PreflightCheck]) -> [PreflightEntry] {
        let wrong = checks.filter { $0.verdict == .failed || $0.verdict == .unknown }
        let skipped = checks.filter { $0.verdict == .skipped }
        let passed = checks.filter { $0.verdict == .ok }.map(\.step.rawValue)
        let rest = wrong.map { PreflightEntry($0) } + brief(skipped[...])
        guard !passed.isEmpty else { return rest }
        return rest + [PreflightEntry(.fine, "\(passed.count) of \(checks.count)", passed.joined(separator: ", "))]
    }

    private static func tight(_ checks: [PreflightCheck]) -> [PreflightEntry] {
        guard checks.count > 1, checks[0].step == .configuration, checks[1].step == .region,
            checks[0].verdict == .ok, checks[1].verdict == .ok
        else { return brief(checks[...]) }
        return [PreflightEntry(.fine, "configuration", "region \(checks[1].text)")] + brief(checks[2...])
    }

    private static func brief(_ checks: ArraySlice<PreflightCheck>) -> [PreflightEntry] {
        var entries: [PreflightEntry] = []
        var rest = checks
        while let first = rest.first {
            let run = rest.prefix { $0.verdict == first.verdict && $0.step.group == first.step.group }
            let skipped = rest.prefix { $0.verdict == .skipped }
            if skipped.count > 1 {
                entries.append(Self.skipped(skipped))
                rest = rest.dropFirst(skipped.count)
            } else if first.verdict == .ok, let passed = first.step.group?.entry(run) {
                entries.append(passed)
                rest = rest.dropFirst(run.count)
            } else {
                entries.append(PreflightEntry(first))
                rest = rest.dropFirst()
            }
        }
        return entries
    }

    /// What one of them says goes for the others too: they hang on the same step that went wrong.
    private static func skipped(_ checks: ArraySlice<PreflightCheck>) -> PreflightEntry {
        let names = checks.map(\.step.rawValue)
        let text = checks.first?.text ?? ""
        return PreflightEntry(
            .none, names.first ?? "",
            "\(text)\(text.isEmpty ? "" : "   ")also: \(names.dropFirst().joined(separator: ", "))")
    }
}

extension Verdict {
    init(_ verdict: PreflightCheck.Verdict) {
        self =
            switch verdict {
            case .ok: .fine
            case .failed: .evidence
            case .unknown: .unknown
            case .skipped: .none
            }
    }
}
