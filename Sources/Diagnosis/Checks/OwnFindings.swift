import ProxyCore

/// What there is to say of a request that the proxy did not get an answer to.
struct OwnFindings {
    private let evidence: Evidence

    init(_ evidence: Evidence) { self.evidence = evidence }

    var findings: [Finding] {
        guard let error = evidence.flow.error, evidence.flow.response == nil else { return [] }
        return [sts(error), upstream(error), token].compactMap(\.self)
    }

    private func sts(_ error: ProxyError) -> Finding? {
        guard error.code == .tokenUnavailable else { return nil }
        guard let mint = evidence.failedMint else {
            return Finding(.evidence, .sts, "\(foreign: error.detail)", action: .refresh)
        }
        let asked: EvidenceText =
            if mint.flow == evidence.flow.start.id {
                ""
            } else if mint.time > evidence.flow.time {
                "   and again at \(time: mint.time)"
            } else {
                "   asked for \(time: mint.time), by another request"
            }
        return Finding(
            .evidence, .sts, "\(foreign: mint.failure.code)\(asked)", aside: "attempt \(mint.attempt)", action: .refresh
        )
    }

    private func upstream(_ error: ProxyError) -> Finding? {
        switch error.code {
        case .tokenUnavailable, .mintingOff: Finding(.none, .upstream, "never called")
        case .upstreamUnavailable, .upstreamTimeout:
            Finding(.evidence, .upstream, "\(foreign: error.detail)", action: .replay)
        default: nil
        }
    }

    private var token: Finding? {
        guard evidence.flow.token == nil else { return nil }
        guard let held = evidence.flow.heldToken else { return Finding(.none, .token, "none was sent") }
        return Finding(.none, .token, "\(held) was ready; nothing was sent")
    }
}
