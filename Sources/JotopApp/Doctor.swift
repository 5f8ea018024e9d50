import Preflight
import ProxyCore

/// Runs a preflight and prints it: lines as the steps end, or one JSON object at the end.
struct Doctor {
    let runner: PreflightRunner
    let isJSON: Bool
    let write: ([String]) throws -> Void

    /// - Returns: whether no step failed.
    func run() async throws -> Bool {
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
}
