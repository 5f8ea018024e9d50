import AWSClient
import AWSProfiles
import Foundation
import JotopSettings
import Preflight
import ProxyCore

/// Runs a preflight and prints it: lines as the steps end, or one JSON object at the end.
struct Doctor {
    let isJSON: Bool
    let write: ([String]) throws -> Void

    /// Looks at what an environment leads to.
    ///
    /// - Parameter adjust: changes how STS is called.
    /// - Returns: whether no step failed.
    func examine(
        _ settings: RunSettings, request: PreflightRequest, environment: [String: String],
        adjust: (inout STSClient.Configuration) -> Void = { _ in }
    ) async throws -> Bool {
        let aws: AWSSettings
        let network: AWSNetwork
        do {
            aws = try AWSSettings(reading: environment)
            network = try AWSNetwork(aws)
        } catch let error as SharedConfigError {
            return try tell(PreflightFailure(error.message, remedy: error.remedy))
        } catch let error as AWSNetwork.Failure {
            return try tell(PreflightFailure(error.message, remedy: error.remedy))
        }
        return try await AWSTransport.with(network) { transport in
            var access = await AWSAccess(aws, network, transport: transport, prompt: CodePrompt())
            access.adjustSTS(adjust)
            let clock = ServiceClock()
            let credentials = access.credentials(clock: clock)
            var request = request
            if case .success(let sts) = access.sts { request.correctsClock = sts.correctsClock }
            let probes = PreflightProbes(access, settings: settings, credentials: credentials, clock: clock)
            return try await run(
                PreflightRunner(probes, request: request, utcOffset: TimeZone.current.secondsFromGMT()))
        }
    }

    /// - Returns: whether no step failed.
    private func run(_ runner: PreflightRunner) async throws -> Bool {
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
    private func tell(_ failure: PreflightFailure) throws -> Bool {
        let report = PreflightReport(unconfigured: failure, at: .now())
        let lines = report.checks.flatMap { DoctorText.lines($0) }
        try write(isJSON ? [DoctorJSON.text(report)] : lines + ["", DoctorText.summary(report)])
        return report.isGood
    }
}

extension PreflightRequest {
    /// A doctor always mints: for want of an audience, one that no upstream accepts.
    static func doctor(_ settings: RunSettings) -> PreflightRequest {
        var request = PreflightRequest(settings)
        request.isStandIn = request.audiences == nil
        request.audiences = request.audiences ?? standIn
        return request
    }
}
