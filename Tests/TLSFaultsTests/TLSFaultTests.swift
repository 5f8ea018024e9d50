import NIOCore
import NIOSSL
import ProxyCore
import TLSFaults
import Testing

@Suite("Why a handshake came to nothing")
struct TLSFaultTests {
    private static let start = WallTime(seconds: 1_795_000_000)
    private static let certificate = PeerCertificate(validity: start..<start.advanced(by: .seconds(3_600)))

    @Test(
        "A certificate that is not trusted tells by its own time what is wrong with it",
        arguments: [
            (-1, TLSFault.notYetValid(start)), (0, .untrusted), (3_599, .untrusted),
            (3_600, .expired(start.advanced(by: .seconds(3_600)))),
        ])
    func time(_ row: (second: Int, fault: TLSFault)) {
        let now = Self.start.advanced(by: .seconds(row.second))
        #expect(TLSFault(NIOSSLError.unableToValidateCertificate, certificate: Self.certificate, at: now) == row.fault)
        // One that is trusted, and another's, is that whatever its time.
        #expect(
            TLSFault(NIOSSLExtraError.failedToValidateHostname, certificate: Self.certificate, at: now) == .wrongName)
    }

    @Test("Without a certificate to look at, or a time to judge it by, both reasons are named")
    func unseen() {
        let now = Self.start.advanced(by: .seconds(86_400))
        #expect(TLSFault(NIOSSLError.noCertificateToValidate, at: now) == .untrusted)
        let unjudged = TLSFault(NIOSSLError.noCertificateToValidate, certificate: Self.certificate)
        #expect(unjudged.words.contains("vouches") && unjudged.words.contains("not good now"))
    }

    @Test("A connection that ends is no verdict on a certificate")
    func closed() {
        #expect(TLSFault(NIOSSLError.uncleanShutdown) == .closed)
        #expect(TLSFault(ChannelError.eof) == .closed)
        #expect(TLSFault(IOError(errnoCode: 104, reason: "read")) == .closed)
        #expect(TLSFault(TLSFault.noAnswer) == .noAnswer)
    }
}
