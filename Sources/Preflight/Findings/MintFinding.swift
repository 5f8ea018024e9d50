import ProxyCore
import TokenDecoding

/// Whether STS mints, and for how long.
struct MintFinding {
    private let result: Result<PreflightToken, MintFailure>
    /// How long the token lives, where it can be read.
    private let granted: Duration?
    private let request: PreflightRequest
    private let audiences: AudienceSet

    init(_ result: Result<PreflightToken, MintFailure>, request: PreflightRequest, audiences: AudienceSet) {
        self.result = result
        granted = (try? result.get()).flatMap { Self.life(of: $0.compact.exposed) }
        self.request = request
        self.audiences = audiences
    }

    var finding: Finding {
        switch result {
        case .success(let token): .ok("\(request.algorithm) for \(audiences), \(life(token.cap))")
        case .failure(let failure): .failed(failure.description, remedy: remedy(of: failure))
        }
    }

    private func life(_ cap: SessionCap?) -> String {
        guard let cap else { return granted?.words ?? "asked for \(request.duration.words)" }
        return "capped: \(cap.asked.exact) instead of \(cap.wanted.exact), as the session ends before"
    }

    private static func life(of token: String) -> Duration? {
        guard let decoded = try? TokenDecoder.decode(token) else { return nil }
        let claims = RegisteredClaims(decoded.claims)
        guard let issued = claims.issuedAt, let expires = claims.expiry else { return nil }
        return issued.duration(to: expires)
    }

    /// Policies often allow single audiences, and nobody would have allowed the stand-in.
    private func remedy(of failure: MintFailure) -> String? {
        guard request.isStandIn, failure.code.hasPrefix("AccessDenied") else { return failure.remedy }
        let advice = """
            \(audiences) stands in for an audience, and policies often allow single ones:
            try jotop doctor --audience with the one that your upstream expects
            """
        return [advice, failure.remedy].compactMap { $0 }.joined(separator: "\n")
    }
}
