package import ProxyCore

/// What was found out by asking: signatures that were checked, and bisects. A value of bounded size.
package struct Experiments: Sendable {
    /// Of each kind; the oldest goes first.
    private static let limit = 128

    private var verifications: [TokenVerified] = []
    private var bisects: [BisectReport] = []

    package init() {}

    package mutating func verified(_ check: TokenVerified) {
        verifications.removeAll { $0.token == check.token && $0.audiences == check.audiences }
        verifications.append(check)
        if verifications.count > Self.limit { verifications.removeFirst() }
    }

    package mutating func bisected(_ report: BisectReport) {
        bisects.removeAll { $0.flow == report.flow }
        bisects.append(report)
        if bisects.count > Self.limit { bisects.removeFirst() }
    }

    /// The latest check of a token.
    package func verification(of token: TokenID, for audiences: AudienceSet) -> TokenVerified? {
        verifications.last { $0.token == token && $0.audiences == audiences }
    }

    /// The latest bisect of a flow, as far as it has come.
    package func bisect(of flow: FlowID) -> BisectReport? { bisects.last { $0.flow == flow } }

    /// The flow whose bisect has shown that a host takes tokens with broken signatures; nil if none has, or if a later one showed
    /// that it does not any more.
    package func takesBrokenSignatures(_ host: String) -> FlowID? {
        for report in bisects.reversed() where report.host == host && report.phase == .complete {
            switch BisectOutcome(status: report[.brokenSignature]?.status) {
            case .passed: return report.flow
            case .refused: return nil
            case .unclear, .none: continue
            }
        }
        return nil
    }
}
