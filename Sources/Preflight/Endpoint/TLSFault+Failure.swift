import ProxyCore
import TLSFaults

extension TLSFault {
    var isUntrusted: Bool { self == .untrusted }

    /// What it means for a way to STS, and what to do about it.
    func failure(at route: EndpointRoute, now: WallTime) -> PreflightFailure {
        switch self {
        case .noAnswer:
            PreflightFailure(
                "no TLS handshake in time", remedy: "what listens at \(route.tunnelTarget) does not answer: a firewall?"
            )
        case .closed:
            PreflightFailure(
                "the connection was closed during the TLS handshake",
                remedy: "a firewall or a proxy in between cuts TLS to \(route.host)")
        case .untrusted: Self.untrusted(route)
        case .expired(let end):
            PreflightFailure("the certificate expired \(end.duration(to: now).words) ago", remedy: Self.clockRemedy)
        case .notYetValid(let start):
            PreflightFailure(
                "the certificate is not good for another \(now.duration(to: start).words)", remedy: Self.clockRemedy)
        case .wrongName:
            PreflightFailure(
                "the certificate is not for \(route.host)",
                remedy: "something else answers under that name: check AWS_ENDPOINT_URL_STS, /etc/hosts and proxies")
        case .notTLS:
            PreflightFailure(
                "\(route.tunnelTarget) does not speak TLS",
                remedy: "if it is meant to be plain, write http:// in the endpoint's address")
        case .version:
            PreflightFailure(
                "no TLS version in common with \(route.host)", remedy: "it must speak TLS 1.2 or 1.3")
        case .other(let words):
            PreflightFailure("TLS: \(words)", remedy: "check what answers at \(route.tunnelTarget)")
        }
    }

    private static let clockRemedy =
        "check this machine's clock (date); if it is right, the endpoint needs another certificate"

    private static func untrusted(_ route: EndpointRoute) -> PreflightFailure {
        PreflightFailure(
            "no certificate authority that is trusted here vouches for the certificate of \(route.host)",
            remedy: """
                if a company's proxy looks into TLS, set AWS_CA_BUNDLE to a PEM file with its certificate authority
                else install the system's (the package ca-certificates)
                """)
    }
}
