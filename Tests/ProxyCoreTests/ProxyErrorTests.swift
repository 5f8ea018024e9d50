import ProxyCore
import Testing

@Suite("The proxy's own answers")
struct ProxyErrorTests {
    /// The contract's table: what scripts rely on.
    @Test(
        "Status and body are those of the contract",
        arguments: [
            (.missingUpstream, 400, "missing upstream: set --upstream-host or provide X-Upstream-Host"),
            (.invalidUpstream, 400, "invalid upstream"), (.upstreamNotAllowed, 403, "upstream not allowed"),
            (.crossSite, 403, "cross-site request refused"), (.hostNotAccepted, 403, "host not accepted"),
            (.tokenUnavailable, 502, "token unavailable"), (.upstreamUnavailable, 502, "upstream unavailable"),
            (.upstreamTimeout, 504, "upstream timeout"),
        ] as [(ProxyError.Code, Int, String)])
    func contract(code: ProxyError.Code, status: Int, body: String) {
        #expect(code.status == status)
        #expect(code.body == body)
    }

    @Test(
        "Every code has an error status and a line of text that tells nothing of the detail",
        arguments: ProxyError.Code.allCases)
    func complete(code: ProxyError.Code) {
        #expect((400..<600).contains(code.status))
        #expect(!code.body.isEmpty && !code.body.contains("\n"))
        #expect(code.rawValue.allSatisfy { $0.isLowercase || $0 == "_" })
        #expect(ProxyError(code, "why").description == "\(code.rawValue): why")
    }

    @Test(
        "Malformed requests answer within RFC 9110",
        arguments: [
            (ProxyError.Code.malformedRequest, 400), (.headTooLarge, 431), (.uriTooLong, 414), (.headTimeout, 408),
            (.bodyTimeout, 408), (.bodyTooLarge, 413),
            (.methodNotImplemented, 501), (.tooManyConnections, 503), (.mintingOff, 503),
        ])
    func malformed(code: ProxyError.Code, status: Int) {
        #expect(code.status == status)
    }
}
