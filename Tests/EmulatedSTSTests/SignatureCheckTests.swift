import AWSClient
import Foundation
import HTTPTypes
import NIOHTTP1
import ProxyCore
import Testing

@testable import EmulatedSTS

@Suite("Checking a signature")
struct SignatureCheckTests {
    private static let now = WallTime(seconds: 1_795_256_100)
    private static let role: EmulatedPrincipal = {
        var role = Emulation.role
        role.sessionExpiration = now.advanced(by: .seconds(3_600))
        return role
    }()
    private let check = SignatureCheck(
        regions: ["eu-west-1"],
        principals: EmulatedSessions([Emulation.user, Self.role]))

    private func request(
        by principal: EmulatedPrincipal = Emulation.user, secret: String? = nil, region: String = "eu-west-1",
        service: String = "sts", age: Duration = .zero
    ) -> LoopbackRequest {
        var head = HTTPRequest(method: .post, scheme: "http", authority: "127.0.0.1:4566", path: "/?x=1")
        head.headerFields[.contentType] = "application/x-www-form-urlencoded"
        var request = TransportRequest(head: head, body: Array("Action=GetCallerIdentity".utf8))
        let credentials = AWSCredentials(
            accessKeyID: principal.accessKeyID, secretAccessKey: secret ?? principal.secretAccessKey.exposed,
            sessionToken: principal.sessionToken?.exposed)
        let date = Date(timeIntervalSince1970: Double(Self.now.seconds) - age / .seconds(1))
        SigV4Signer(region: region, service: service).sign(&request, with: credentials, at: date)
        var headers: HTTPHeaders = ["Host": "127.0.0.1:4566", "User-Agent": "test"]
        for field in request.head.headerFields { headers.add(name: field.name.rawName, value: field.value) }
        return LoopbackRequest(method: .POST, target: "/?x=1", headers: headers, body: request.body)
    }

    private func failure(_ request: LoopbackRequest, at now: WallTime = Self.now) -> QueryError? {
        do throws(QueryError) {
            _ = try check.signer(of: request, at: now)
            return nil
        } catch { return error }
    }

    @Test("A good signature names its signer and region")
    func good() throws {
        let user = try check.signer(of: request(), at: Self.now)
        #expect(user.principal.arn == Emulation.user.arn)
        #expect(user.region == "eu-west-1")
        let role = try check.signer(of: request(by: Self.role), at: Self.now)
        #expect(role.principal.callerARN == "arn:aws:sts::123456789012:assumed-role/worker/i-0abc")
    }

    @Test(
        "Whatever is changed after signing breaks the signature",
        arguments: ["body", "target", "method", "host", "secret"])
    func tampered(part: String) {
        let good = request()
        var headers = good.headers
        if part == "host" { headers.replaceOrAdd(name: "Host", value: "evil.test") }
        let changed = LoopbackRequest(
            method: part == "method" ? .PUT : .POST, target: part == "target" ? "/?x=2" : good.target, headers: headers,
            body: part == "body" ? good.body + [0] : good.body)
        #expect(failure(part == "secret" ? request(secret: "wrong") : changed) == .signatureDoesNotMatch)
    }

    @Test("A field that no signature covers may change")
    func unsignedField() {
        var headers = request().headers
        headers.replaceOrAdd(name: "User-Agent", value: "other")
        #expect(failure(LoopbackRequest(method: .POST, target: "/?x=1", headers: headers, body: request().body)) == nil)
    }

    @Test(
        "The scope must fit",
        arguments: [
            ("us-west-2", "sts", "valid region, not 'us-west-2'"), ("eu-west-1", "iam", "correct service: 'sts'"),
        ])
    func scope(region: String, service: String, words: String) {
        let error = failure(request(region: region, service: service))
        #expect(error?.code == "SignatureDoesNotMatch")
        #expect(error?.message.contains(words) == true)
    }

    @Test("Without a list of regions any region will do")
    func anyRegion() throws {
        let open = SignatureCheck(regions: nil, principals: EmulatedSessions([Emulation.user]))
        #expect(try open.signer(of: request(region: "moon-1"), at: Self.now).region == "moon-1")
    }

    @Test(
        "A signature is good for 15 minutes, and 5 minutes ahead",
        arguments: [
            (Duration.seconds(900), nil), (.seconds(-300), nil),
            (.seconds(901), "Signature expired: 20261121T095959Z is now"),
            (.seconds(-301), "Signature not yet current: 20261121T102001Z is still later than 20261121T102000Z"),
        ] as [(Duration, String?)])
    func age(age: Duration, words: String?) {
        let error = failure(request(age: age))
        #expect(error?.code == words.map { _ in "SignatureDoesNotMatch" })
        #expect(words.map { error?.message.hasPrefix($0) == true } ?? true)
    }

    @Test("A session token must come with its own key, and with no other")
    func sessionTokens() {
        var stranger = Self.role
        stranger.sessionToken = Secret("another")
        #expect(failure(request(by: stranger)) == .invalidClientTokenID)
        stranger.sessionToken = nil
        #expect(failure(request(by: stranger)) == .invalidClientTokenID)
        var user = Emulation.user
        user.sessionToken = Secret("uninvited")
        #expect(failure(request(by: user)) == .invalidClientTokenID)
        user.accessKeyID = "AKIDNOBODY"
        #expect(failure(request(by: user)) == .invalidClientTokenID)
    }

    @Test("A session that is over is told so")
    func expiredSession() throws {
        let end = try #require(Self.role.sessionExpiration).advanced(by: .seconds(1))
        #expect(failure(request(by: Self.role), at: end) == .expiredToken)
    }

    @Test(
        "What is missing in the field is named",
        arguments: [
            ("AWS4-HMAC-SHA256 Credential=a/20261121/eu-west-1/sts/aws4_request, SignedHeaders=host", "'Signature'"),
            ("AWS4-HMAC-SHA256 Credential=a/20261121/eu-west-1/sts/aws4_request, Signature=00", "'SignedHeaders'"),
            ("AWS4-HMAC-SHA256 SignedHeaders=host, Signature=00", "'Credential'"),
            ("AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host, Signature=00", "5 slash-delimited"),
            ("AWS4-HMAC-SHA256 ", "'Credential'"), ("Bearer x", "Unsupported AWS 'algorithm'"),
        ])
    func incomplete(field: String, words: String) {
        let headers: HTTPHeaders = ["Host": "x", "X-Amz-Date": "20261121T101500Z", "Authorization": field]
        let error = failure(LoopbackRequest(method: .POST, target: "/", headers: headers))
        #expect(error?.code == "IncompleteSignature")
        #expect(error?.message.contains(words) == true)
    }

    @Test("Without a field, a date, or the host among the signed fields there is no signature")
    func missing() {
        #expect(failure(LoopbackRequest(method: .POST, target: "/")) == .missingAuthenticationToken)
        var headers = request().headers
        headers.remove(name: "X-Amz-Date")
        #expect(failure(LoopbackRequest(method: .POST, target: "/", headers: headers))?.code == "IncompleteSignature")
        headers.add(name: "X-Amz-Date", value: "yesterday")
        #expect(failure(LoopbackRequest(method: .POST, target: "/", headers: headers))?.code == "IncompleteSignature")
        let field =
            "AWS4-HMAC-SHA256 Credential=AKIDUSER/20261121/eu-west-1/sts/aws4_request, "
            + "SignedHeaders=x-amz-date, Signature=00"
        let unsignedHost: HTTPHeaders = ["Host": "x", "X-Amz-Date": "20261121T101500Z", "Authorization": field]
        let error = failure(LoopbackRequest(method: .POST, target: "/", headers: unsignedHost))
        #expect(error?.message.hasPrefix("'Host' or ':authority' must be") == true)
    }
}
