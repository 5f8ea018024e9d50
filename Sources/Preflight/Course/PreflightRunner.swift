package import AWSClient
package import ProxyCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Looks at one step after the other, from configuration to a verified token, and tells of each.
package struct PreflightRunner: Sendable {
    let probes: PreflightProbes
    let request: PreflightRequest
    let environment: STSClient.Environment
    let utcOffset: Int

    /// - Parameter utcOffset: seconds east of UTC, for the times that are shown.
    package init(
        _ probes: PreflightProbes, request: PreflightRequest, environment: STSClient.Environment = .live,
        utcOffset: Int = 0
    ) {
        self.probes = probes
        self.request = request
        self.environment = environment
        self.utcOffset = utcOffset
    }

    /// Runs to the end, or to the end of the step in which its task is cancelled.
    ///
    /// - Parameter progressed: told of all that is known after each step; the last report is complete.
    /// - Returns: the last report.
    @discardableResult
    package func run(
        _ progressed: (PreflightReport) -> Void = { _ in }
    ) async -> PreflightReport {
        let start = now
        var plan = PreflightPlan()
        var evidence = Evidence()
        var step = plan.next()
        var report = PreflightReport(time: start, checks: [], isComplete: false)
        while let looked = step, !Task.isCancelled {
            let began = environment.uptime()
            let finding = await look(at: looked, &evidence)
            plan.ended(finding, took: Self.isTimed(looked) ? environment.uptime() - began : nil)
            step = plan.next()
            report = PreflightReport(time: start, checks: plan.checks, isComplete: step == nil)
            progressed(report)
        }
        return report
    }

    var now: WallTime { WallTime(milliseconds: Int64(environment.now().timeIntervalSince1970 * 1000)) }

    /// Whether a step waits for anything but this program.
    private static func isTimed(_ step: PreflightStep) -> Bool {
        switch step {
        case .configuration, .region, .claims, .signature: false
        case .dns, .tcp, .tls, .credentials, .identity, .clock, .federation, .mint, .discovery, .keys: true
        }
    }
}
