import AWSClient
import Foundation
import HTTPTypes
import JotopTestSupport
import Testing

@testable import EmulatedSTS

@Suite("The Query protocol on the wire")
struct QueryProtocolTests {
    /// Sends a form signed by the user, or unsigned, and gives back the answer.
    private func send(
        _ emulation: Emulation, _ form: String, method: HTTPRequest.Method = .post, signed: Bool = true
    ) async throws -> TransportResponse {
        let inBody = method == .post
        var head = HTTPRequest(
            method: method, scheme: "http", authority: "127.0.0.1:\(emulation.sts.port)",
            path: inBody ? "/" : "/?\(form)")
        if inBody { head.headerFields[.contentType] = "application/x-www-form-urlencoded; charset=utf-8" }
        var request = TransportRequest(head: head, body: inBody ? Array(form.utf8) : [])
        if signed {
            let keys = AWSCredentials(accessKeyID: "AKIDUSER", secretAccessKey: "user-secret")
            SigV4Signer(region: "us-east-1", service: "sts").sign(&request, with: keys, at: .now)
        }
        return try await NIOTransport().send(request, timeout: .seconds(1_800))
    }

    private func text(_ response: TransportResponse) -> String { String(decoding: response.body, as: UTF8.self) }

    @Test(
        "A call without a known action is refused before anybody asks who it is",
        arguments: [
            ("", "MissingAction", 400), ("Action=", "MissingAction", 400),
            ("Action=GetFederationToken&Version=2011-06-15", "InvalidAction", 400),
            ("Action=GetCallerIdentity&Version=2010-01-01", "InvalidAction", 400),
            ("Action=GetCallerIdentity", "InvalidAction", 400),
            ("Action=GetCallerIdentity&Version=2011-06-15", "MissingAuthenticationToken", 403),
        ])
    func actions(form: String, code: String, status: Int) async throws {
        try await Emulation.run { emulation in
            let response = try await send(emulation, form, signed: false)
            #expect(response.head.status.code == status)
            #expect(text(response).contains("<Code>\(code)</Code>"))
        }
    }

    @Test("An error has the service's shape, and its id in the field too")
    func errorShape() async throws {
        try await Emulation.run { emulation in
            let response = try await send(emulation, "Action=A%26%3Cb%3E&Version=2011-06-15")
            let id = try #require(response.head.headerFields[.amznRequestID])
            #expect(response.head.headerFields[.contentType] == "text/xml")
            #expect(
                text(response) == """
                    <ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
                      <Error>
                        <Type>Sender</Type>
                        <Code>InvalidAction</Code>
                        <Message>Could not find operation A&amp;&lt;b&gt; for version 2011-06-15</Message>
                      </Error>
                      <RequestId>\(id)</RequestId>
                    </ErrorResponse>

                    """)
        }
    }

    @Test("A result has the service's shape, by POST and by GET", arguments: [HTTPRequest.Method.post, .get])
    func resultShape(method: HTTPRequest.Method) async throws {
        try await Emulation.run { emulation in
            let response = try await send(emulation, "Action=GetCallerIdentity&Version=2011-06-15", method: method)
            let id = try #require(response.head.headerFields[.amznRequestID])
            #expect(response.head.headerFields[.date].flatMap(HTTPDate.parse) != nil)
            #expect(
                text(response) == """
                    <GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
                      <GetCallerIdentityResult>
                        <Arn>arn:aws:iam::123456789012:user/team/alice</Arn>
                        <UserId>\(Emulation.user.userID)</UserId>
                        <Account>123456789012</Account>
                      </GetCallerIdentityResult>
                      <ResponseMetadata>
                        <RequestId>\(id)</RequestId>
                      </ResponseMetadata>
                    </GetCallerIdentityResponse>

                    """)
        }
    }

    @Test("Other paths and methods are not served")
    func elsewhere() async throws {
        try await Emulation.run { emulation in
            #expect(try await emulation.get("/other").head.status == .notFound)
            let put = try await send(emulation, "Action=GetCallerIdentity&Version=2011-06-15", method: .put)
            #expect(put.head.status == .badRequest)
        }
    }

    @Test("The discovery document names the issuer, its keys and its algorithms")
    func discovery() async throws {
        try await Emulation.run({ $0.issuer = "https://issuer.test" }) { emulation in
            let document = try await emulation.get("/.well-known/openid-configuration")
            #expect(document.head.headerFields[.contentType] == "application/json")
            #expect(
                text(document) == """
                    {"id_token_signing_alg_values_supported":["RS256","ES384"],"issuer":"https://issuer.test",\
                    "jwks_uri":"https://issuer.test/.well-known/jwks.json","response_types_supported":["id_token"],\
                    "subject_types_supported":["public"]}
                    """)
        }
    }

    @Test(
        "Denied audiences are patterns with stars",
        arguments: [
            ("a", "a", true), ("a", "b", false), ("https://x.test", "https://*", true),
            ("https://x.test", "*.test", true),
            ("https://x.test", "*x*", true), ("abab", "a*b*ab", true), ("ab", "a*b*b", false), ("a", "*", true),
            ("aba", "ab*ba", false), ("", "*", true),
        ])
    func patterns(audience: String, pattern: String, denied: Bool) throws {
        let policy = CallerPolicy(deniedAudiences: [pattern], allowsTags: true)
        let form = "Audience.member.1=\(audience.isEmpty ? "x" : audience)&SigningAlgorithm=RS256"
        let request = try TokenRequest(QueryParameters(form.utf8))
        var refused = false
        do throws(QueryError) { try policy.check(request, by: Emulation.user) } catch { refused = true }
        #expect(refused == denied)
    }
}
