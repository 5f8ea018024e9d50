import Foundation
import Testing

@testable import AWSClient

@Suite("AWS's Signature Version 4 test suite")
struct SigV4VectorTests {
    @Test("All 34 cases are here")
    func count() {
        #expect(SigV4Vector.all.count == 34)
    }

    @Test("The canonical request is the file's", arguments: SigV4Vector.all)
    func canonicalRequest(vector: SigV4Vector) throws {
        #expect(try vector.request().text == vector.text("creq"))
    }

    @Test("The string to sign is the file's", arguments: SigV4Vector.all)
    func stringToSign(vector: SigV4Vector) throws {
        let time = try #require(SigningTime("20150830T123600Z"))
        let scope = CredentialScope(day: time.day, region: "us-east-1", service: "service")
        #expect(try SigV4Signature.stringToSign(vector.request(), at: time, scope: scope) == vector.text("sts"))
    }

    @Test("The Authorization value is the file's", arguments: SigV4Vector.all)
    func authorization(vector: SigV4Vector) throws {
        let time = try #require(SigningTime("20150830T123600Z"))
        let value = SigV4Vector.signer.authorization(
            for: try vector.request(), with: SigV4Vector.credentials, at: time)
        #expect(try value == vector.text("authz"))
    }
}
