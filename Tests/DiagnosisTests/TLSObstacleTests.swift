import ProxyCore
import Testing

@testable import Diagnosis

@Suite("Why TLS fails decides what to try")
struct TLSObstacleTests {
    private static func diagnosis(_ detail: String) -> Diagnosis {
        Case.diagnosis(of: Case.refused(.upstreamUnavailable, detail))
    }

    @Test(
        "Each kind has a sentence of its own, and the authority's option stands only where an authority is missing",
        arguments: [
            (
                "TLS: no certificate authority that is trusted here vouches for the certificate of a.example; see --upstream-ca",
                "no certificate authority"
            ),
            ("TLS: the certificate of a.example expired at 2026-01-01T00:00:00Z", "has expired"),
            ("TLS: the certificate of a.example is not valid before 2027-01-01T00:00:00Z", "not valid yet"),
            ("TLS: the certificate is not for a.example", "another name"),
            ("TLS: a.example speaks no TLS 1.2 or later", "1.2 or later"),
            (
                "TLS: a.example:80 does not speak TLS; if it is meant not to, use --upstream-scheme http",
                "does not speak TLS"
            ),
            ("TLS: handshake failed", "no TLS connection"),
        ])
    func kinds(detail: String, words: String) {
        let diagnosis = Self.diagnosis(detail)
        #expect(diagnosis.cause == .tls)
        #expect(diagnosis.sentence?.plain.contains(words) == true)
        #expect(!diagnosis.remedies.isEmpty)
        let offersAuthority = diagnosis.remedies.contains { $0.setting == "--upstream-ca FILE" }
        #expect(offersAuthority == detail.contains("no certificate authority"))
    }

    @Test("A host's name is no reason", arguments: ["mytls.example", "certificate.example"])
    func names(host: String) {
        #expect(Self.diagnosis("the name \(host) cannot be resolved").cause == .name)
        #expect(Self.diagnosis("something else by \(host):443").cause == .unreachable)
    }

    @Test("A clock that may be wrong is looked at first where a certificate is over or not yet good")
    func clock() {
        let expired = Self.diagnosis("TLS: the certificate of a.example expired at 2026-01-01T00:00:00Z")
        #expect(expired.remedies.map(\.action) == [.preflight, .evidence])
    }
}
