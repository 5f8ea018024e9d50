import Preflight
import ProxyCore

/// Runs a preflight and prints it: lines as the steps end, or one JSON object at the end.
struct Doctor {
    let isJSON: Bool
    let write: ([String]) throws -> Void

    /// - Returns: whether no step failed.
    func run(_ runner: PreflightRunner) async throws -> Bool {
        var printed = 0
        let report = await runner.run { report in
            guard !isJSON else { return }
            // Whoever reads may have gone; the last line tells.
            try? write(report.checks.dropFirst(printed).flatMap { DoctorText.lines($0) })
            printed = report.checks.count
        }
        try write(isJSON ? [DoctorJSON.text(report)] : ["", DoctorText.summary(report)])
        return report.isGood
    }

    /// The settings themselves are wrong, so there is nothing to run.
    ///
    /// - Returns: false: a step failed.
    func tell(_ failure: PreflightFailure) throws -> Bool {
        let report = PreflightReport(unconfigured: failure, at: .now())
        let lines = report.checks.flatMap { DoctorText.lines($0) }
        try write(isJSON ? [DoctorJSON.text(report)] : lines + ["", DoctorText.summary(report)])
        return report.isGood
    }
}
