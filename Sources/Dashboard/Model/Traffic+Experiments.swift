import Diagnosis
import ProxyCore

/// What was found out by asking.
extension Traffic {
    /// A check that has told nothing for so long is not waited for any more: its answer may have been missed.
    private static let patience = Duration.seconds(15)

    func bisect(of flow: FlowID) -> BisectReport? { observations.experiments.bisect(of: flow) }

    func verification(of token: TokenFacts) -> TokenVerified? {
        observations.experiments.verification(of: token.id, for: token.audiences)
    }

    func isVerifying(_ token: TokenID, at now: WallTime) -> Bool {
        verificationsUnderWay[token].map { now < $0.advanced(by: Self.patience) } ?? false
    }
}
