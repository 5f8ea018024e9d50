import ProxyCore
import Testing

@testable import Dashboard

@Suite("A listener that speaks HTTPS")
struct HTTPSListenerTests {
    @Test(
        "The request to copy goes to the listener's scheme, and to an address that can be reached",
        arguments: [
            ("127.0.0.1:8443", true, "https://127.0.0.1:8443/"), ("127.0.0.1:8080", false, "http://127.0.0.1:8080/"),
            ("*:8443", true, "https://127.0.0.1:8443/"), ("0.0.0.0:8080", false, "http://127.0.0.1:8080/"),
            ("[::1]:8443", true, "https://[::1]:8443/"),
        ])
    func curl(_ address: String, _ isEncrypted: Bool, _ url: String) {
        var dashboard = Dashboard(Scenario.configuration())
        let listening = Listening(
            time: Scenario.now, address: address, upstream: "X-Upstream-Host", isEncrypted: isEncrypted)
        dashboard.take([.listening(listening)])
        #expect(UpstreamRules(dashboard).curl == "curl -H 'X-Upstream-Host: api.example.com' \(url)")
    }

    @Test("A certificate that cannot be renewed is a problem; a client that does not get through is none")
    func rows() throws {
        let happenings: [(TLSNotice.Happening, Bool)] = [
            (.certificateChanged(ends: Scenario.now), false), (.certificateKept(reason: "x"), true),
            (.certificateInvalid(reason: "x"), true), (.handshakeFailed(reason: "x"), false),
        ]
        for (happening, isProblem) in happenings {
            let row = try #require(EventRow.row(for: ProxyEvent.tls(TLSNotice(time: Scenario.now, happening))))
            #expect(row.isProblem == isProblem && row.kind == .network)
        }
    }
}
