import AWSClient
import Foundation
import HTTPTypes
import Testing

@Suite("Sessions of roles")
struct AssumeRoleTests {
    private let role = "arn:aws:iam::123456789012:role/reader"

    private func body(_ service: StubService) -> String {
        String(decoding: service.requests.first?.body ?? [], as: UTF8.self)
    }

    @Test("AssumeRole is a signed form, and its answer makes credentials")
    func assumeRole() async throws {
        let service = StubService([.session("AssumeRole")])
        let session = try await service.client().assumeRole(
            AssumeRoleRequest(
                roleARN: role, sessionName: "me", duration: .seconds(900), externalID: "x/1",
                mfa: .init(serialNumber: "arn:aws:iam::1:mfa/me", code: "123456")))
        #expect(
            body(service)
                == "Action=AssumeRole&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2Freader"
                + "&RoleSessionName=me&DurationSeconds=900&ExternalId=x%2F1"
                + "&SerialNumber=arn%3Aaws%3Aiam%3A%3A1%3Amfa%2Fme&TokenCode=123456")
        #expect(service.requests.first?.head.headerFields[.authorization] != nil)
        #expect(session.assumedRoleARN == "arn:aws:sts::123456789012:assumed-role/reader/s")
        #expect(session.requestID == "r-3")
        let expected = AWSCredentials(
            accessKeyID: "ASIANEW", secretAccessKey: "new-secret", sessionToken: "new-session",
            expiration: Date(timeIntervalSince1970: 1_795_259_700), accountID: "123456789012", source: "profile dev")
        #expect(session.credentials(source: "profile dev") == expected)
        var dumped = ""
        dump(session, to: &dumped)
        #expect(!dumped.contains("new-"))
    }

    @Test("What is not set is not sent")
    func plain() async throws {
        let service = StubService([.session("AssumeRole")])
        _ = try await service.client().assumeRole(AssumeRoleRequest(roleARN: "r", sessionName: "me"))
        #expect(body(service) == "Action=AssumeRole&Version=2011-06-15&RoleArn=r&RoleSessionName=me")
    }

    @Test("AssumeRoleWithWebIdentity is not signed, and needs no credentials")
    func webIdentity() async throws {
        let service = StubService([.session("AssumeRoleWithWebIdentity")])
        let client = try service.client(credentials: NoCredentials())
        let session = try await client.assumeRoleWithWebIdentity(
            .init(roleARN: "r", sessionName: "me", webIdentityToken: "h.p.s", duration: .seconds(3_600)))
        #expect(session.accessKeyID == "ASIANEW")
        #expect(
            body(service)
                == "Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleArn=r&RoleSessionName=me"
                + "&WebIdentityToken=h.p.s&DurationSeconds=3600")
        let fields = try #require(service.requests.first?.head.headerFields)
        #expect(fields[.authorization] == nil)
        #expect(fields[.amzDate] == nil)
    }

    @Test(
        "Of web identity's errors those that pass are tried again, and elsewhere they are final",
        arguments: [
            ("InvalidIdentityToken", 3), ("IDPCommunicationError", 3), ("ExpiredTokenException", 1),
            ("AccessDenied", 1),
        ])
    func webIdentityErrors(code: String, attempts: Int) async throws {
        let replies = Array(repeating: StubService.Reply.error(code, 400), count: 3)
        let service = StubService(replies)
        let client = try service.client(credentials: NoCredentials())
        await #expect(throws: STSError.self) {
            try await client.assumeRoleWithWebIdentity(.init(roleARN: "r", sessionName: "s", webIdentityToken: "t"))
        }
        #expect(service.requests.count == attempts)
        let other = StubService([.error("InvalidIdentityToken", 400), .session("AssumeRole")])
        await #expect(throws: STSError.self) {
            try await other.client().assumeRole(AssumeRoleRequest(roleARN: "r", sessionName: "s"))
        }
        #expect(other.requests.count == 1)
    }

    @Test("An error that quotes the token or the code hides it")
    func quoted() async throws {
        let message = "Value 'eyJ.secret.sig' at 'webIdentityToken' and '123456' failed to satisfy constraint"
        let service = StubService([
            .error("ValidationError", 400, message: message), .error("ValidationError", 400, message: message),
        ])
        let client = try service.client()
        let first = await #expect(throws: STSError.self) {
            try await client.assumeRoleWithWebIdentity(
                .init(roleARN: "r", sessionName: "s", webIdentityToken: "eyJ.secret.sig"))
        }
        #expect(first?.description.contains("secret") == false)
        #expect(first?.description.contains("webIdentityToken") == true)
        let second = await #expect(throws: STSError.self) {
            try await client.assumeRole(
                .init(roleARN: "r", sessionName: "s", mfa: .init(serialNumber: "m", code: "123456")))
        }
        #expect(second?.description.contains("123456") == false)
    }

    @Test(
        "An answer that lacks something is a typed error",
        arguments: ["AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration", "Arn", "Credentials"])
    func incomplete(element: String) async throws {
        var reply = StubService.Reply.session("AssumeRole")
        guard case .success(var response) = reply.result else { return }
        let text = String(decoding: response.body, as: UTF8.self)
        response.body = Array(
            text.replacing("<\(element)>", with: "<Other>").replacing("</\(element)>", with: "</Other>").utf8)
        reply.result = .success(response)
        let service = StubService([reply])
        let error = await #expect(throws: STSError.self) {
            try await service.client().assumeRole(AssumeRoleRequest(roleARN: "r", sessionName: "s"))
        }
        #expect(error == .malformedResponse(.missingElement(element)))
    }
}
