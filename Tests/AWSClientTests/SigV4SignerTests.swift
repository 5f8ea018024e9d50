import Crypto
import Foundation
import HTTPTypes
import Testing

@testable import AWSClient

@Suite("Signing a call to STS")
struct SigV4SignerTests {
    private let body =
        "Action=GetWebIdentityToken&Version=2011-06-15&Audience.member.1=https%3A%2F%2Fapi.example.com"
        + "&DurationSeconds=300&SigningAlgorithm=RS256"
    private let credentials = AWSCredentials(
        accessKeyID: "ASIAEXAMPLEEXAMPLE00", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
        sessionToken: "IQoJb3JpZ2luX2VjEXAMPLETOKEN==")

    private func request() -> TransportRequest {
        var head = HTTPRequest(
            method: .post, scheme: "https", authority: "sts.eu-west-1.amazonaws.com", path: "/")
        head.headerFields[.contentType] = "application/x-www-form-urlencoded; charset=utf-8"
        head.headerFields[.userAgent] = "anything"
        return TransportRequest(head: head, body: Array(body.utf8))
    }

    @Test("The worked example gets the signature that botocore computes")
    func workedExample() throws {
        var request = request()
        let time = try #require(SigningTime("20261121T101500Z"))
        SigV4Signer(region: "eu-west-1", service: "sts").sign(&request, with: credentials, at: time.date)
        #expect(
            request.head.headerFields[.authorization]
                == "AWS4-HMAC-SHA256 Credential=ASIAEXAMPLEEXAMPLE00/20261121/eu-west-1/sts/aws4_request, "
                + "SignedHeaders=content-type;host;x-amz-date;x-amz-security-token, "
                + "Signature=cb8e026058cf05bef0c4d8da09084e3ea0be5072e210eb00008539b31a87dd3d")
        #expect(request.head.headerFields[.amzDate] == "20261121T101500Z")
        #expect(request.head.headerFields[.amzSecurityToken] == "IQoJb3JpZ2luX2VjEXAMPLETOKEN==")
    }

    @Test("The steps of the worked example: body, canonical request, key")
    func steps() {
        let bodyHash = SigV4Signature.hexDigest(Array(body.utf8))
        #expect(bodyHash == "bd93c5d94aaa74ad5f574c0e719ddf3beefed3186c3129e638c4998e73f38ab1")
        let canonical = CanonicalRequest(
            method: "POST", target: "/",
            headers: [
                .init("X-Amz-Security-Token", "IQoJb3JpZ2luX2VjEXAMPLETOKEN=="),
                .init("X-Amz-Date", "20261121T101500Z"),
                .init("Host", "sts.eu-west-1.amazonaws.com"),
                .init("Content-Type", "application/x-www-form-urlencoded; charset=utf-8"),
            ], bodyHash: bodyHash)
        #expect(
            SigV4Signature.hexDigest(Array(canonical.text.utf8))
                == "b73aa99407644ef42ee02217ef20b95834bb179ec1753b01b93ad6eaa395abf3")
        let scope = CredentialScope(day: "20261121", region: "eu-west-1", service: "sts")
        let key = SigV4Signature.signingKey(secret: credentials.secretAccessKey, scope: scope)
        #expect(
            key.withUnsafeBytes { Hexadecimal.text($0) }
                == "157adf2d9a02ec4cb232e48aea2beacc0f8fddd3f4b4f3ea66611a12c9db09e7")
    }

    @Test("Long-lived keys send no session token, also where an earlier attempt had one")
    func dropsStaleSessionToken() {
        var request = request()
        let signer = SigV4Signer(region: "eu-west-1", service: "sts")
        signer.sign(&request, with: credentials, at: Date(timeIntervalSince1970: 0))
        let longLived = AWSCredentials(accessKeyID: "AKID", secretAccessKey: "secret")
        signer.sign(&request, with: longLived, at: Date(timeIntervalSince1970: 0))
        #expect(request.head.headerFields[.amzSecurityToken] == nil)
        #expect(
            request.head.headerFields[.authorization]?.contains("SignedHeaders=content-type;host;x-amz-date,") == true)
    }

    @Test(
        "Only a moment in the basic form is read as a signing time",
        arguments: [
            "20150830T123600Z": true, "20150830T123600": false, "2015-08-30T12:36Z": false, "20151330T123600Z": false,
            "20150830T256000Z": false, "": false,
        ])
    func signingTime(text: String, valid: Bool) {
        #expect((SigningTime(text) != nil) == valid)
    }
}
